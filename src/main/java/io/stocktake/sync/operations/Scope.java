package io.stocktake.sync.operations;

import io.stocktake.config.stores.Store;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.OrganizationSourceType;
import io.stocktake.config.sync.SourceType;
import io.stocktake.config.sync.SyncSource;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The stores of one account in one Region.
 *
 * @param accountId as {@link Stores#account} tells it
 * @param region as the stores have it
 */
record Scope(String accountId, String region) {
    private static final Comparator<Scope> ORDER =
            Comparator.comparing(Scope::accountId).thenComparing(Scope::region);

    static Scope of(Store store, Stores stores) {
        return new Scope(stores.account(store), store.region());
    }

    /**
     * What a source selects among the stores.
     *
     * @param knownRegions the Regions of stores.yaml when the sync was made: others join where IncludeFutureRegions is true
     */
    static SortedSet<Scope> selected(SyncSource source, Stores stores, List<String> knownRegions) {
        SortedSet<Scope> selected = new TreeSet<>(ORDER);
        for (Store store : stores.stores()) {
            if (isOfAccounts(source, store, stores) && isInRegions(source, store.region(), knownRegions)) {
                selected.add(of(store, stores));
            }
        }
        return selected;
    }

    private static boolean isOfAccounts(SyncSource source, Store store, Stores stores) {
        if (source.sourceType() == SourceType.SINGLE_ACCOUNT_MULTI_REGIONS) {
            return stores.account(store).equals(stores.home());
        }
        AwsOrganizationsSource organizations = source.awsOrganizationsSource().orElseThrow();
        return organizations.organizationSourceType() == OrganizationSourceType.ENTIRE_ORGANIZATION
                || store.organizationalUnit()
                        .filter(organizations.organizationalUnits()::contains)
                        .isPresent();
    }

    private static boolean isInRegions(SyncSource source, String region, List<String> knownRegions) {
        return source.sourceRegions().contains(region)
                || (source.includeFutureRegions() && !knownRegions.contains(region));
    }

    /** How messages name it. */
    @Override
    public String toString() {
        return "account " + accountId + " in the Region " + region;
    }
}
