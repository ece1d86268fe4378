package io.stocktake.replication.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.listing.ListingOptions;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.s3.ListingRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of the source "s3-diff".
 *
 * <p>Where the two buckets are is said by the options of the source "s3-listing", each with the prefix {@code source.} or
 * {@code destination.}: {@code source.bucket}, {@code source.endpoint} and so on.
 *
 * @param request what to compare, and how
 * @param cuts keys at which to cut the buckets into ranges; empty: the source looks for cuts itself
 * @param ranges how many ranges are wanted; empty: two for each of the application's task slots
 */
public record DiffOptions(DiffRequest request, List<String> cuts, OptionalInt ranges) {
    /** What an option of the source bucket begins with. */
    public static final String SOURCE = "source.";

    /** What an option of the destination bucket begins with. */
    public static final String DESTINATION = "destination.";

    /** A ReplicationConfiguration in JSON; absent: every version and every delete marker. */
    public static final String RULES = "rules";

    /** {@code History} (the default) or {@code Current}. */
    public static final String VERSIONS = "versions";

    /** {@code tags}, {@code lock} and {@code acl}, comma-separated. */
    public static final String COMPARE = "compare";

    /** {@code leave} (the default) or {@code copy-latest}. */
    public static final String ON_CONFLICT = "onConflict";

    /** Whether a HEAD of each missing version tells those that cannot be copied; {@code true} by default. */
    public static final String ELIGIBILITY = "eligibility";

    private static final ObjectMapper JSON = new ObjectMapper();

    public DiffOptions {
        Objects.requireNonNull(request, "request");
        cuts = List.copyOf(cuts);
        Objects.requireNonNull(ranges, "ranges");
    }

    /** What two buckets have of each other, on the source's defaults. */
    public static DiffOptions of(BucketLocation source, BucketLocation destination, ComparedVersions versions) {
        return of(ReplicationTerms.of(source, destination, EveryVersion.rules(), versions));
    }

    /** A comparison on these terms, on the source's defaults. */
    public static DiffOptions of(ReplicationTerms terms) {
        return new DiffOptions(
                DiffRequest.of(terms).with(EligibilityCheck.BEFORE_COPYING), List.of(), OptionalInt.empty());
    }

    /** As options of a DataFrameReader; no secret among them. A filter does not fit in one and is left out. */
    public Map<String, String> toOptions() {
        Map<String, String> options = new HashMap<>();
        put(options, SOURCE, request.terms().source());
        put(options, DESTINATION, request.terms().destination());
        options.put(RULES, request.terms().configuration());
        options.put(VERSIONS, request.terms().versions() == ComparedVersions.HISTORY ? "History" : "Current");
        options.put(ON_CONFLICT, text(request.onConflict()));
        options.put(ELIGIBILITY, Boolean.toString(request.eligibility() == EligibilityCheck.BEFORE_COPYING));
        options.put(
                COMPARE,
                request.compare().stream().map(DiffOptions::text).sorted().collect(Collectors.joining(",")));
        options.put(ListingOptions.PAGE_SIZE, Integer.toString(request.pageSize()));
        options.put(ListingOptions.REQUESTS_IN_FLIGHT, Integer.toString(request.requestsInFlight()));
        ranges.ifPresent(number -> options.put(ListingOptions.RANGES, Integer.toString(number)));
        if (!cuts.isEmpty()) {
            try {
                options.put(ListingOptions.CUTS, JSON.writeValueAsString(cuts));
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
    public static DiffOptions of(Map<String, String> options) {
        BucketLocation source = bucket(options, SOURCE);
        BucketLocation destination = bucket(options, DESTINATION);
        ReplicationTerms terms = ReplicationTerms.of(
                source,
                destination,
                option(options, RULES)
                        .map(text -> EveryVersion.rulesFor(destination, text))
                        .orElseGet(EveryVersion::rules),
                option(options, VERSIONS)
                                .map(text -> choice(VERSIONS, text, List.of("History", "Current")))
                                .orElse("History")
                                .equals("History")
                        ? ComparedVersions.HISTORY
                        : ComparedVersions.CURRENT);
        boolean checksEligibility = option(options, ELIGIBILITY)
                .map(text -> choice(ELIGIBILITY, text, List.of("true", "false")))
                .orElse("true")
                .equals("true");
        DiffRequest request = DiffRequest.of(terms)
                .with(checksEligibility ? EligibilityCheck.BEFORE_COPYING : EligibilityCheck.WHILE_COPYING)
                .with(
                        option(options, ON_CONFLICT)
                                        .map(text -> choice(ON_CONFLICT, text, List.of("leave", "copy-latest")))
                                        .orElse("leave")
                                        .equals("leave")
                                ? OnConflict.LEAVE
                                : OnConflict.COPY_LATEST)
                .comparing(option(options, COMPARE).map(DiffOptions::properties).orElse(Set.of()))
                .withPageSize(option(options, ListingOptions.PAGE_SIZE)
                        .map(text -> number(ListingOptions.PAGE_SIZE, text, ListingRequest.LARGEST_PAGE))
                        .orElse(ListingRequest.LARGEST_PAGE))
                .withRequestsInFlight(option(options, ListingOptions.REQUESTS_IN_FLIGHT)
                        .map(text -> number(ListingOptions.REQUESTS_IN_FLIGHT, text, 256))
                        .orElse(DiffRequest.DEFAULT_REQUESTS_IN_FLIGHT));
        return new DiffOptions(
                request,
                option(options, ListingOptions.CUTS).map(DiffOptions::cuts).orElse(List.of()),
                option(options, ListingOptions.RANGES)
                        .map(text -> OptionalInt.of(number(ListingOptions.RANGES, text, 1_000_000)))
                        .orElse(OptionalInt.empty()));
    }

    private static void put(Map<String, String> options, String side, BucketLocation bucket) {
        bucket.store().toOptions().forEach((name, value) -> options.put(side + name, value));
        options.put(side + ListingOptions.BUCKET, bucket.name());
        options.put(side + ListingOptions.ALIAS, bucket.alias());
    }

    private static BucketLocation bucket(Map<String, String> options, String side) {
        Map<String, String> ofSide = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.regionMatches(true, 0, side, 0, side.length())) {
                ofSide.put(name.substring(side.length()), value);
            }
        });
        if (option(ofSide, ListingOptions.BUCKET).isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot compare two buckets: the option \"" + side + ListingOptions.BUCKET + "\" is missing");
        }
        ListingOptions listing = ListingOptions.of(ofSide);
        if (!listing.prefix().isEmpty()) {
            throw new IllegalArgumentException("Cannot read the option \"" + side + ListingOptions.PREFIX + "\": \""
                    + listing.prefix() + "\" is to stand in the Prefix of a rule, in the option \"" + RULES + "\"");
        }
        return listing.bucket();
    }

    private static Optional<String> option(Map<String, String> options, String name) {
        return options.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String choice(String option, String text, List<String> choices) {
        return choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot read the option \"" + option + "\": \"" + text
                        + "\" is neither " + String.join(" nor ", choices)));
    }

    private static Set<ComparedProperty> properties(String text) {
        EnumSet<ComparedProperty> properties = EnumSet.noneOf(ComparedProperty.class);
        for (String name : text.split(",", -1)) {
            if (!name.isBlank()) {
                properties.add(Arrays.stream(ComparedProperty.values())
                        .filter(property -> text(property).equalsIgnoreCase(name.trim()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("Cannot read the option \"" + COMPARE + "\": \""
                                + name.trim() + "\" is none of tags, lock and acl")));
            }
        }
        return properties;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> cuts(String text) {
        try {
            return JSON.readValue(text, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException invalid) {
            throw new IllegalArgumentException(
                    "Cannot read the option \"" + ListingOptions.CUTS + "\": it is not a JSON list of keys", invalid);
        }
    }

    private static int number(String option, String text, int most) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException(
                "Cannot read the option \"" + option + "\": \"" + text + "\" is not a number from 1 to " + most);
    }
}
