package io.stocktake.listing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The options of the source "s3-listing". Beside them the source takes those of {@link Store#toOptions}, which say where
 * the store is.
 *
 * @param bucket the bucket to list
 * @param prefix empty for every key
 * @param versions current objects, or all versions and delete markers
 * @param cuts keys at which to cut the bucket into ranges; empty: the source looks for cuts itself
 * @param ranges how many ranges are wanted; empty: by the size of the bucket and
 *     the application's task slots
 * @param pageSize entries a page, 1 to 1,000
 * @param requestsInFlight HEAD and ACL requests at once in each task; empty: as many as bring more of them a second
 */
public record ListingOptions(
        BucketLocation bucket,
        String prefix,
        IncludedObjectVersions versions,
        List<String> cuts,
        OptionalInt ranges,
        int pageSize,
        OptionalInt requestsInFlight) {

    /** The bucket's name, required. */
    public static final String BUCKET = "bucket";

    /** What messages call the bucket; its name where absent. */
    public static final String ALIAS = "alias";

    /** Only keys that begin with this. */
    public static final String PREFIX = "prefix";

    /** {@code Current} (the default) or {@code All}. */
    public static final String VERSIONS = "includedObjectVersions";

    /** A JSON list of keys. */
    public static final String CUTS = "cuts";

    /** How many ranges are wanted. */
    public static final String RANGES = "ranges";

    /** Entries a page. */
    public static final String PAGE_SIZE = "pageSize";

    /** HEAD and ACL requests at once in each task; by default as many as bring more of them a second. */
    public static final String REQUESTS_IN_FLIGHT = "requestsInFlight";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LARGEST_PAGE = 1000;

    /** The current objects of a bucket, found as the source's defaults say. */
    public static ListingOptions current(BucketLocation bucket) {
        return new ListingOptions(
                bucket,
                "",
                IncludedObjectVersions.CURRENT,
                List.of(),
                OptionalInt.empty(),
                LARGEST_PAGE,
                OptionalInt.empty());
    }

    /** All versions of a bucket, found as the source's defaults say. */
    public static ListingOptions all(BucketLocation bucket) {
        return current(bucket).with(IncludedObjectVersions.ALL);
    }

    /** The same with those versions. */
    public ListingOptions with(IncludedObjectVersions otherVersions) {
        return new ListingOptions(bucket, prefix, otherVersions, cuts, ranges, pageSize, requestsInFlight);
    }

    /** The same under that prefix. */
    public ListingOptions withPrefix(String otherPrefix) {
        return new ListingOptions(bucket, otherPrefix, versions, cuts, ranges, pageSize, requestsInFlight);
    }

    /** The same, cut at those keys. */
    public ListingOptions withCuts(List<String> otherCuts) {
        return new ListingOptions(bucket, prefix, versions, List.copyOf(otherCuts), ranges, pageSize, requestsInFlight);
    }

    /** The same in about so many ranges. */
    public ListingOptions withRanges(int otherRanges) {
        return new ListingOptions(
                bucket, prefix, versions, cuts, OptionalInt.of(otherRanges), pageSize, requestsInFlight);
    }

    /** As options of a DataFrameReader; no secret among them. */
    public Map<String, String> toOptions() {
        Map<String, String> options = new HashMap<>(bucket.store().toOptions());
        options.put(BUCKET, bucket.name());
        options.put(ALIAS, bucket.alias());
        options.put(PREFIX, prefix);
        options.put(VERSIONS, versions.awsName());
        options.put(PAGE_SIZE, Integer.toString(pageSize));
        requestsInFlight.ifPresent(number -> options.put(REQUESTS_IN_FLIGHT, Integer.toString(number)));
        ranges.ifPresent(number -> options.put(RANGES, Integer.toString(number)));
        if (!cuts.isEmpty()) {
            try {
                options.put(CUTS, JSON.writeValueAsString(cuts));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return options;
    }

    /**
     * What the options of a DataFrameReader say.
     *
     * @param options names without regard to case
     * @throws IllegalArgumentException naming the option that cannot be read
     */
    public static ListingOptions of(Map<String, String> options) {
        String name = option(options, BUCKET)
                .orElseThrow(() ->
                        new IllegalArgumentException("Cannot list a bucket: the option \"" + BUCKET + "\" is missing"));
        Map<String, String> named = new HashMap<>(options);
        // A notebook that lists one bucket of AWS need not name its store.
        if (option(options, "name").isEmpty()) {
            named.put("name", option(options, "endpoint").orElse("aws"));
        }
        Store store = Store.fromOptions(named);
        return new ListingOptions(
                new BucketLocation(store, option(options, ALIAS).orElse(name), name),
                option(options, PREFIX).orElse(""),
                versions(option(options, VERSIONS).orElse("Current")),
                option(options, CUTS).map(ListingOptions::cuts).orElse(List.of()),
                option(options, RANGES)
                        .map(text -> OptionalInt.of(number(RANGES, text, 1, 1_000_000)))
                        .orElse(OptionalInt.empty()),
                option(options, PAGE_SIZE)
                        .map(text -> number(PAGE_SIZE, text, 1, LARGEST_PAGE))
                        .orElse(LARGEST_PAGE),
                option(options, REQUESTS_IN_FLIGHT)
                        .map(text -> OptionalInt.of(number(REQUESTS_IN_FLIGHT, text, 1, 256)))
                        .orElse(OptionalInt.empty()));
    }

    List<UTF8String> cutKeys() {
        return cuts.stream().map(UTF8String::fromString).toList();
    }

    private static Optional<String> option(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static IncludedObjectVersions versions(String text) {
        for (IncludedObjectVersions versions : IncludedObjectVersions.values()) {
            if (versions.awsName().equalsIgnoreCase(text)) {
                return versions;
            }
        }
        throw new IllegalArgumentException(
                "Cannot read the option \"" + VERSIONS + "\": \"" + text + "\" is neither Current nor All");
    }

    private static List<String> cuts(String text) {
        try {
            return List.copyOf(JSON.readValue(text, new TypeReference<List<String>>() {}));
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(
                    "Cannot read the option \"" + CUTS + "\": it is not a JSON list of keys", invalid);
        }
    }

    private static int number(String option, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException("Cannot read the option \"" + option + "\": \"" + text
                + "\" is not a number from " + least + " to " + most);
    }
}
