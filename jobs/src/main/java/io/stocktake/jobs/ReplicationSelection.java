package io.stocktake.jobs;

import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.replication.manifest.KeyNameConstraint;
import io.stocktake.replication.manifest.ManifestFilter;
import io.stocktake.replication.manifest.ObjectEncryption;
import io.stocktake.replication.manifest.ObjectReplicationStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that narrow a replication: the filters of AWS's generated manifests, by AWS's names. */
final class ReplicationSelection {

    @Option(
            names = "--created-after",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Only versions made after this instant, such as 2026-11-06T21:32:00Z or 2026-11-06.")
    private Instant createdAfter = Instant.MIN;

    @Option(
            names = "--created-before",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Only versions made before this instant.")
    private Instant createdBefore = Instant.MAX;

    @Option(
            names = "--object-replication-statuses",
            paramLabel = "STATUS,...",
            split = ",",
            hideParamSyntax = true,
            description = "Only objects of these replication statuses: NONE, FAILED, COMPLETED, REPLICA. Costs a HEAD"
                    + " each.")
    private List<ObjectReplicationStatus> objectReplicationStatuses = List.of();

    @Option(
            names = "--match-any-prefix",
            paramLabel = "PREFIX",
            description = "Only keys that begin with one of these; may be repeated.")
    private List<String> matchAnyPrefix = List.of();

    @Option(
            names = "--match-any-suffix",
            paramLabel = "SUFFIX",
            description = "Only keys that end with one of these; may be repeated.")
    private List<String> matchAnySuffix = List.of();

    @Option(
            names = "--match-any-substring",
            paramLabel = "TEXT",
            description = "Only keys that contain one of these; may be repeated.")
    private List<String> matchAnySubstring = List.of();

    @Option(
            names = "--object-size-greater-than-bytes",
            paramLabel = "BYTES",
            description = "Only objects that are larger.")
    private long objectSizeGreaterThanBytes = -1;

    @Option(
            names = "--object-size-less-than-bytes",
            paramLabel = "BYTES",
            description = "Only objects that are smaller.")
    private long objectSizeLessThanBytes = Long.MAX_VALUE;

    @Option(
            names = "--match-any-storage-class",
            paramLabel = "CLASS,...",
            split = ",",
            hideParamSyntax = true,
            description = "Only objects of these storage classes.")
    private List<String> matchAnyStorageClass = List.of();

    @Option(
            names = "--match-any-object-encryption",
            paramLabel = "ENCRYPTION,...",
            split = ",",
            hideParamSyntax = true,
            description =
                    "Only objects that are so encrypted: SSES3, SSEKMS, DSSEKMS, SSEC, NOTSSE. Costs a HEAD each.")
    private List<ObjectEncryption> matchAnyObjectEncryption = List.of();

    /**
     * The filter that the options make.
     *
     * @throws IllegalArgumentException where nothing can match
     */
    VersionFilter filter() {
        ManifestFilter filter = ManifestFilter.none()
                .withCreated(createdAfter, createdBefore)
                .withObjectReplicationStatuses(Set.copyOf(objectReplicationStatuses))
                .withKeyNameConstraint(KeyNameConstraint.of(matchAnyPrefix, matchAnySuffix, matchAnySubstring))
                .withObjectSize(objectSizeGreaterThanBytes, objectSizeLessThanBytes)
                .withMatchAnyStorageClass(Set.copyOf(matchAnyStorageClass))
                .withMatchAnyObjectEncryption(Set.copyOf(matchAnyObjectEncryption));
        return filter.equals(ManifestFilter.none()) ? VersionFilter.everything() : filter;
    }

    /** An instant, or a day in UTC. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text)
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException invalid) {
                throw new TypeConversionException(
                        "\"" + text + "\" is neither an instant such as 2026-11-06T21:32:00Z nor a day");
            }
        }
    }
}
