package io.stocktake.inventory.delivery;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.run.RunId;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is delivered where: one report of one inventory configuration, as the options of the Spark sink "s3-inventory" say
 * it. Immutable; no secret in it.
 *
 * @param destination the bucket that the report goes to
 * @param prefix what stands before every key; a trailing slash adds no second one
 * @param sourceBucket the bucket that the report is about, as documents call it
 * @param id the inventory configuration's
 * @param format the data files' format
 * @param encryption the encryption asked for everything delivered
 * @param expectedBucketOwner the account that must own the destination
 * @param acl the canned ACL of everything delivered, such as {@code bucket-owner-full-control} for a bucket of another
 *     account; left out where the bucket has ACLs disabled
 * @param startTime when the scan began; its minute names the report's folder, or the next that is free
 * @param run the run that delivers
 * @param heartbeat how often the run's record is renewed
 * @param staleAfter how old the record of a dead run is; by default ten of that run's heartbeats
 * @param rowOrder whether Spark sorts rows that are not known to ascend by key
 * @param fileLimits when a data file is full
 */
public record InventoryDelivery(
        BucketLocation destination,
        Optional<String> prefix,
        String sourceBucket,
        String id,
        ReportFormat format,
        ReportEncryption encryption,
        Optional<String> expectedBucketOwner,
        Optional<String> acl,
        Instant startTime,
        RunId run,
        Duration heartbeat,
        Optional<Duration> staleAfter,
        RowOrder rowOrder,
        FileLimits fileLimits)
        implements Serializable {

    /** How often a run's record is renewed by default: a killed run is known for dead within 50 seconds. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** The canned ACL with which the owner of a bucket can read what another account writes to it. */
    public static final String BUCKET_OWNER_FULL_CONTROL = "bucket-owner-full-control";

    public InventoryDelivery {
        requireNonNull(destination, "destination");
        requireNonNull(prefix, "prefix");
        requireNonNull(sourceBucket, "sourceBucket");
        requireNonNull(id, "id");
        requireNonNull(format, "format");
        requireNonNull(encryption, "encryption");
        requireNonNull(expectedBucketOwner, "expectedBucketOwner");
        requireNonNull(acl, "acl");
        requireNonNull(startTime, "startTime");
        requireNonNull(run, "run");
        requireNonNull(heartbeat, "heartbeat");
        requireNonNull(staleAfter, "staleAfter");
        requireNonNull(rowOrder, "rowOrder");
        requireNonNull(fileLimits, "fileLimits");
    }

    /** A delivery that starts now, without prefix, encryption, expected owner and ACL, under a run of its own. */
    public static InventoryDelivery of(
            BucketLocation destination, String sourceBucket, String id, ReportFormat format) {
        return new InventoryDelivery(
                destination,
                Optional.empty(),
                sourceBucket,
                id,
                format,
                new ReportEncryption.Unspecified(),
                Optional.empty(),
                Optional.empty(),
                Instant.now(),
                RunId.random(),
                HEARTBEAT,
                Optional.empty(),
                RowOrder.KEY,
                FileLimits.DEFAULT);
    }

    /** The same under a prefix. */
    public InventoryDelivery withPrefix(Optional<String> newPrefix) {
        return with(draft -> draft.prefix = newPrefix);
    }

    /** The same with this encryption asked for. */
    public InventoryDelivery withEncryption(ReportEncryption newEncryption) {
        return with(draft -> draft.encryption = newEncryption);
    }

    /** The same to a bucket that must belong to this account. */
    public InventoryDelivery withExpectedBucketOwner(Optional<String> newOwner) {
        return with(draft -> draft.expectedBucketOwner = newOwner);
    }

    /** The same with this canned ACL. */
    public InventoryDelivery withAcl(Optional<String> newAcl) {
        return with(draft -> draft.acl = newAcl);
    }

    /** The same of a scan that began at this instant. */
    public InventoryDelivery withStartTime(Instant newStartTime) {
        return with(draft -> draft.startTime = newStartTime);
    }

    /** The same with records renewed, and taken for dead, at these times. */
    public InventoryDelivery withHeartbeat(Duration newHeartbeat, Optional<Duration> newStaleAfter) {
        return with(draft -> {
            draft.heartbeat = newHeartbeat;
            draft.staleAfter = newStaleAfter;
        });
    }

    /** The same with files of another size. */
    public InventoryDelivery withFileLimits(FileLimits newLimits) {
        return with(draft -> draft.fileLimits = newLimits);
    }

    /** The same of rows in this order. */
    public InventoryDelivery withRowOrder(RowOrder newOrder) {
        return with(draft -> draft.rowOrder = newOrder);
    }

    /** The keys of this configuration's reports. */
    public ReportLocation location() {
        return new ReportLocation(prefix.orElse(""), sourceBucket, id);
    }

    /** The options of the Spark sink, those of the destination's store among them. */
    public Map<String, String> toOptions() {
        return DeliveryOptions.of(this);
    }

    /**
     * The delivery that options describe: see {@link #toOptions}. Names are compared without regard to case.
     *
     * @throws IllegalArgumentException naming the option that is missing or cannot be read
     */
    public static InventoryDelivery fromOptions(Map<String, String> options) {
        return DeliveryOptions.toDelivery(options);
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

    private InventoryDelivery with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.delivery();
    }

    /** A delivery on its way to become another. */
    private static final class Draft {
        private BucketLocation destination;
        private Optional<String> prefix;
        private String sourceBucket;
        private String id;
        private ReportFormat format;
        private ReportEncryption encryption;
        private Optional<String> expectedBucketOwner;
        private Optional<String> acl;
        private Instant startTime;
        private RunId run;
        private Duration heartbeat;
        private Optional<Duration> staleAfter;
        private RowOrder rowOrder;
        private FileLimits fileLimits;

        private Draft(InventoryDelivery delivery) {
            destination = delivery.destination;
            prefix = delivery.prefix;
            sourceBucket = delivery.sourceBucket;
            id = delivery.id;
            format = delivery.format;
            encryption = delivery.encryption;
            expectedBucketOwner = delivery.expectedBucketOwner;
            acl = delivery.acl;
            startTime = delivery.startTime;
            run = delivery.run;
            heartbeat = delivery.heartbeat;
            staleAfter = delivery.staleAfter;
            rowOrder = delivery.rowOrder;
            fileLimits = delivery.fileLimits;
        }

        private InventoryDelivery delivery() {
            return new InventoryDelivery(
                    destination,
                    prefix,
                    sourceBucket,
                    id,
                    format,
                    encryption,
                    expectedBucketOwner,
                    acl,
                    startTime,
                    run,
                    heartbeat,
                    staleAfter,
                    rowOrder,
                    fileLimits);
        }
    }
}
