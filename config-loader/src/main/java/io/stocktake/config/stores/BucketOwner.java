package io.stocktake.config.stores;

import java.util.Optional;

/** Whether a bucket belongs to the account that a caller or a document expects ({@code --expected-bucket-owner}). */
public final class BucketOwner {

    private BucketOwner() {}

    /**
     * Why {@code expectedOwner} is refused, or empty where it is the account of the bucket's store.
     *
     * <p>AWS answers 403 AccessDenied here. An account that stores.yaml does not tell cannot be confirmed and is refused
     * as well.
     */
    public static Optional<String> refusal(BucketLocation location, String expectedOwner) {
        Store store = location.store();
        if (store.accountId().equals(Optional.of(expectedOwner))) {
            return Optional.empty();
        }
        String found = store.accountId()
                .map(account -> "belongs to account \"" + account + "\"")
                .orElse("has no accountId in stores.yaml");
        return Optional.of("the expected owner of the bucket \"" + location.alias() + "\" is account \"" + expectedOwner
                + "\", and its store \"" + store.name() + "\" " + found);
    }
}
