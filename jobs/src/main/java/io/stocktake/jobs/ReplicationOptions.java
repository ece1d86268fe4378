package io.stocktake.jobs;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.copy.ComplianceLocks;
import io.stocktake.replication.diff.ComparedProperty;
import io.stocktake.replication.diff.OnConflict;
import io.stocktake.s3.Pace;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how versions are compared and copied. */
final class ReplicationOptions {
    private static final int DEFAULT_KEYS_IN_FLIGHT = 8;
    private static final int DEFAULT_PARTS_IN_FLIGHT = 4;

    @Option(
            names = "--current-only",
            description = "Compares and copies current objects only, and no delete markers. For buckets without"
                    + " versioning.")
    private boolean currentOnly;

    @Option(
            names = "--on-conflict",
            paramLabel = "leave|copy-latest",
            converter = OnConflictConverter.class,
            description = "What becomes of a key under which the destination has something of its own: it is reported"
                    + " and left alone (the default), or the source's current version is appended on top.")
    private OnConflict onConflict = OnConflict.LEAVE;

    @Option(
            names = "--compare",
            paramLabel = "tags,lock,acl",
            split = ",",
            hideParamSyntax = true,
            converter = ComparedPropertyConverter.class,
            description = "Compares these too where a version is in place, and repairs what differs, by version id."
                    + " Costs a request a version at either side for each.")
    private List<ComparedProperty> compare = List.of();

    @Option(
            names = "--allow-compliance",
            description = "Locks replicas in COMPLIANCE mode where their source is: nobody can undo that before the"
                    + " retention ends. Without it such versions fail.")
    private boolean allowCompliance;

    @Option(
            names = "--keys-in-flight",
            paramLabel = "N",
            description = "Keys that each task copies at one time; 8 by default. There are as many tasks at one time as"
                    + " Spark has slots.")
    private int keysInFlight = DEFAULT_KEYS_IN_FLIGHT;

    @Option(
            names = "--parts-in-flight",
            paramLabel = "N",
            description = "Parts of one object that are copied at one time; 4 by default.")
    private int partsInFlight = DEFAULT_PARTS_IN_FLIGHT;

    @Option(
            names = "--max-requests-per-second",
            paramLabel = "N",
            description = "The most requests a second of the whole run, to source and destination together.")
    private double maxRequestsPerSecond = Double.POSITIVE_INFINITY;

    @Option(
            names = "--max-bandwidth",
            paramLabel = "BYTES",
            converter = ByteRate.Converter.class,
            description = "The most bytes a second of the whole run that pass from store to store, such as 200MiB; what"
                    + " a store copies by itself is not counted.")
    private ByteRate maxBandwidth = new ByteRate(Double.POSITIVE_INFINITY);

    ComparedVersions versions() {
        return currentOnly ? ComparedVersions.CURRENT : ComparedVersions.HISTORY;
    }

    OnConflict onConflict() {
        return onConflict;
    }

    Set<ComparedProperty> compare() {
        return compare.isEmpty() ? Set.of() : EnumSet.copyOf(compare);
    }

    ComplianceLocks complianceLocks() {
        return allowCompliance ? ComplianceLocks.ALLOWED : ComplianceLocks.REFUSED;
    }

    int keysInFlight() {
        return keysInFlight;
    }

    int partsInFlight() {
        return partsInFlight;
    }

    /** The pace of the whole run. */
    Pace pace() {
        return new Pace(maxRequestsPerSecond, maxBandwidth.bytesPerSecond());
    }

    /** Why the options cannot be meant so; empty if they can. */
    Optional<String> contradiction() {
        if (keysInFlight < 1 || partsInFlight < 1) {
            return Optional.of("--keys-in-flight and --parts-in-flight are at least 1");
        }
        if (!(maxRequestsPerSecond > 0)) {
            return Optional.of("--max-requests-per-second: \"" + maxRequestsPerSecond + "\" is not above 0");
        }
        return Optional.empty();
    }

    /** {@code copy-latest} is COPY_LATEST. */
    static final class OnConflictConverter implements ITypeConverter<OnConflict> {
        @Override
        public OnConflict convert(String text) {
            for (OnConflict value : OnConflict.values()) {
                if (value.name().replace('_', '-').toLowerCase(Locale.ROOT).equals(text)) {
                    return value;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is neither leave nor copy-latest");
        }
    }

    /** {@code tags} is TAGS. */
    static final class ComparedPropertyConverter implements ITypeConverter<ComparedProperty> {
        @Override
        public ComparedProperty convert(String text) {
            for (ComparedProperty value : ComparedProperty.values()) {
                if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return value;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is none of tags, lock and acl");
        }
    }
}
