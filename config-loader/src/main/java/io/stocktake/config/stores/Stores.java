package io.stocktake.config.stores;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stores.yaml says: the stores, and which store has which bucket.
 *
 * @param accountId the home account, whose stores a SyncToDestination covers; present where stores have several
 * @param stores in the order of the file, each name once
 * @param operations where every run leaves its record, as {@code s3a://bucket/prefix}
 */
public record Stores(Optional<String> accountId, List<Store> stores, Optional<String> operations) {

    /** What stands for the account of a store where stores.yaml tells none. */
    public static final String UNKNOWN_ACCOUNT = "unknown";

    public Stores {
        requireNonNull(accountId, "accountId");
        stores = List.copyOf(stores);
        requireNonNull(operations, "operations");
    }

    /**
     * The one bucket that {@code alias} names.
     *
     * @throws UnknownBucketException where no store claims it
     * @throws AmbiguousBucketException where several do
     */
    public BucketLocation bucket(String alias) {
        return bucket(alias, Optional.empty());
    }

    /**
     * The one bucket that {@code alias} names, where {@code accountId} decides between several stores that claim it.
     *
     * <p>A bucket that a single store claims is returned whatever its account is: whether that is the right owner is
     * another question, which {@link BucketOwner} answers.
     *
     * @param accountId a document's {@code Destination.Account} or {@code AccountId}
     * @throws UnknownBucketException where no store claims it
     * @throws AmbiguousBucketException where several do and the account does not decide
     */
    public BucketLocation bucket(String alias, Optional<String> accountId) {
        List<BucketLocation> claimed = claimants(alias);
        if (claimed.isEmpty()) {
            throw new UnknownBucketException("Cannot find the bucket \"" + alias + "\": none of the stores " + names()
                    + " claims it. Add it to the buckets of its store in stores.yaml.");
        }
        List<BucketLocation> decided = claimed.size() == 1 || accountId.isEmpty()
                ? claimed
                : claimed.stream()
                        .filter(location -> location.store().accountId().equals(accountId))
                        .toList();
        if (decided.size() != 1) {
            throw ambiguous(alias, accountId, claimed);
        }
        return decided.get(0);
    }

    /**
     * The account whose stores a sync covers that is not shared: the home account, else the one that the stores have
     * (where they have several, stores.yaml names the home account), else {@link #UNKNOWN_ACCOUNT}.
     */
    public String home() {
        return accountId
                .or(() -> stores.stream()
                        .map(Store::accountId)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElse(UNKNOWN_ACCOUNT);
    }

    /** The account that owns a store's buckets: the store's own, else the home account, else {@link #UNKNOWN_ACCOUNT}. */
    public String account(Store store) {
        return store.accountId().or(() -> accountId).orElse(UNKNOWN_ACCOUNT);
    }

    private List<BucketLocation> claimants(String alias) {
        return stores.stream()
                .flatMap(store -> store.nameOf(alias).map(name -> new BucketLocation(store, alias, name)).stream())
                .toList();
    }

    private static AmbiguousBucketException ambiguous(
            String alias, Optional<String> accountId, List<BucketLocation> claimed) {
        String claimants = claimed.stream()
                .map(location -> quoted(location.store())
                        + location.store()
                                .accountId()
                                .map(account -> " of account " + account)
                                .orElse(""))
                .collect(Collectors.joining(" and "));
        return new AmbiguousBucketException("Cannot tell which store has the bucket \"" + alias + "\": " + claimants
                + " claim it"
                + accountId
                        .map(account -> ", and account \"" + account + "\" does not decide")
                        .orElse("")
                + ". Give one of them an alias of its own in stores.yaml (buckets: [other-alias=" + alias + "]).");
    }

    private String names() {
        return stores.stream().map(Stores::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(Store store) {
        return "\"" + store.name() + "\"";
    }
}
