package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The accounts that grants can name. */
record Accounts(Set<String> canonicalIds) {
    Accounts {
        canonicalIds = Set.copyOf(canonicalIds);
    }

    static Accounts of(Collection<Account> accounts) {
        return new Accounts(accounts.stream().map(Account::canonicalId).collect(Collectors.toSet()));
    }

    boolean knows(Grant grant) {
        return !grant.type().equals("CanonicalUser") || canonicalIds.contains(grant.grantee());
    }
}
