package io.stocktake.config.stores;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One S3-compatible store of stores.yaml.
 *
 * <p>Immutable, and free of secrets: it may stand in plans, options and messages. It travels to executors by Java's
 * serialization or as {@link #toOptions options}.
 *
 * @param name unique within stores.yaml
 * @param endpoint where requests go; empty: AWS
 * @param region the signing Region, which is also the Region of the store's buckets
 * @param accountId the account that owns the store's buckets
 * @param organizationalUnit the organizational unit of that account, for resource data syncs
 * @param pathStyle whether requests name the bucket in the path; by default true where there is an endpoint
 * @param caBundle a PEM file of the authorities to trust besides the JDK's, on every machine that runs a task
 * @param connectTimeout how long a connection may take; 10 s by default
 * @param readTimeout how long an answer may pause; 60 s by default
 * @param encryption how far the store's answers about encryption are believed
 * @param listing what the store's listings promise; {@link Listing#of} tells it of one bucket
 * @param credentials where a process finds its keys
 * @param buckets the buckets that the store has, as written
 */
public record Store(
        String name,
        Optional<URI> endpoint,
        String region,
        Optional<String> accountId,
        Optional<String> organizationalUnit,
        boolean pathStyle,
        Optional<String> caBundle,
        Duration connectTimeout,
        Duration readTimeout,
        Encryption encryption,
        Listing listing,
        Credentials credentials,
        List<BucketClaim> buckets)
        implements Serializable {

    public Store {
        requireNonNull(name, "name");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(region, "region");
        requireNonNull(accountId, "accountId");
        requireNonNull(organizationalUnit, "organizationalUnit");
        requireNonNull(caBundle, "caBundle");
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(readTimeout, "readTimeout");
        requireNonNull(encryption, "encryption");
        requireNonNull(listing, "listing");
        requireNonNull(credentials, "credentials");
        buckets = List.copyOf(buckets);
    }

    /** The store as options of a Spark source or sink, named like the members of stores.yaml; no secret among them. */
    public Map<String, String> toOptions() {
        return StoreOptions.of(this);
    }

    /**
     * The store that {@code options} describe: what {@link #toOptions} made, or part of it, with stores.yaml's defaults
     * for the rest. Only {@code name} is required, and {@code region} where there is no {@code endpoint}.
     *
     * <p>Option names are compared without regard to case, as Spark passes them in lower case; options of other names
     * are not looked at.
     *
     * @throws IllegalArgumentException naming the option that cannot be read and what it takes
     */
    public static Store fromOptions(Map<String, String> options) {
        return StoreOptions.toStore(options);
    }

    /**
     * Whether any of these options is one of a store's, of the names that {@link #toOptions} gives, so that together they
     * are for {@link #fromOptions}.
     */
    public static boolean isDescribedBy(Map<String, String> options) {
        return StoreOptions.areAmong(options);
    }

    /** The name that requests use for {@code alias}; an entry of its own comes before a pattern that matches as well. */
    Optional<String> nameOf(String alias) {
        return buckets.stream()
                .filter(claim -> !claim.isPattern())
                .flatMap(claim -> claim.nameOf(alias).stream())
                .findFirst()
                .or(() -> buckets.stream()
                        .flatMap(claim -> claim.nameOf(alias).stream())
                        .findFirst());
    }

    /** Optional is not serializable, so the options travel in place of the record. */
    private Object writeReplace() {
        return new Serialized(toOptions());
    }

    private record Serialized(Map<String, String> options) implements Serializable {
        private Object readResolve() {
            return fromOptions(options);
        }
    }
}
