package io.stocktake.inventory.delivery;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.DurationText;
import io.stocktake.config.stores.Store;
import io.stocktake.config.stores.Stores;
import io.stocktake.run.RunId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A delivery as the options of the Spark sink. They stand beside those of the destination's store, so none has the name of
 * one of stores.yaml's members.
 */
final class DeliveryOptions {
    static final String DESTINATION_BUCKET = "destinationBucket";
    static final String PREFIX = "prefix";
    static final String SOURCE_BUCKET = "sourceBucket";
    static final String ID = "id";
    static final String FILE_FORMAT = "fileFormat";
    static final String SERVER_SIDE_ENCRYPTION = "serverSideEncryption";
    static final String KMS_KEY_ID = "kmsKeyId";
    static final String EXPECTED_BUCKET_OWNER = "expectedBucketOwner";
    static final String ACL = "acl";
    static final String START_TIME = "startTime";
    static final String RUN = "run";
    static final String HEARTBEAT = "heartbeat";
    static final String STALE_AFTER = "staleAfter";
    static final String ROW_ORDER = "rowOrder";
    static final String ROWS_PER_FILE = "rowsPerFile";
    static final String BYTES_PER_FILE = "bytesPerFile";

    private static final String SSE_S3 = "SSE-S3";
    private static final String SSE_KMS = "SSE-KMS";

    private DeliveryOptions() {}

    static Map<String, String> of(InventoryDelivery delivery) {
        Map<String, String> options =
                new TreeMap<>(delivery.destination().store().toOptions());
        options.put(DESTINATION_BUCKET, delivery.destination().alias());
        delivery.prefix().ifPresent(prefix -> options.put(PREFIX, prefix));
        options.put(SOURCE_BUCKET, delivery.sourceBucket());
        options.put(ID, delivery.id());
        options.put(FILE_FORMAT, delivery.format().awsName());
        if (delivery.encryption() instanceof ReportEncryption.SseKms kms) {
            options.put(SERVER_SIDE_ENCRYPTION, SSE_KMS);
            options.put(KMS_KEY_ID, kms.keyId());
        } else if (delivery.encryption() instanceof ReportEncryption.SseS3) {
            options.put(SERVER_SIDE_ENCRYPTION, SSE_S3);
        }
        delivery.expectedBucketOwner().ifPresent(owner -> options.put(EXPECTED_BUCKET_OWNER, owner));
        delivery.acl().ifPresent(acl -> options.put(ACL, acl));
        options.put(START_TIME, delivery.startTime().toString());
        options.put(RUN, delivery.run().text());
        options.put(HEARTBEAT, delivery.heartbeat().toString());
        delivery.staleAfter().ifPresent(age -> options.put(STALE_AFTER, age.toString()));
        options.put(ROW_ORDER, delivery.rowOrder().text());
        options.put(ROWS_PER_FILE, Long.toString(delivery.fileLimits().rows()));
        options.put(BYTES_PER_FILE, Long.toString(delivery.fileLimits().bytes()));
        return options;
    }

    static InventoryDelivery toDelivery(Map<String, String> given) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(given);
        // A notebook that delivers to a bucket of AWS need not name its store.
        options.putIfAbsent("name", options.getOrDefault("endpoint", "aws"));
        return new InventoryDelivery(
                destination(Store.fromOptions(options), required(options, DESTINATION_BUCKET, Function.identity())),
                read(options, PREFIX, Function.identity()),
                required(options, SOURCE_BUCKET, Function.identity()),
                required(options, ID, Function.identity()),
                required(options, FILE_FORMAT, DeliveryOptions::format),
                encryption(options),
                read(options, EXPECTED_BUCKET_OWNER, Function.identity()),
                read(options, ACL, Function.identity()),
                read(options, START_TIME, DeliveryOptions::instant).orElseGet(Instant::now),
                read(options, RUN, RunId::new).orElseGet(RunId::random),
                read(options, HEARTBEAT, DurationText::parse).orElse(InventoryDelivery.HEARTBEAT),
                read(options, STALE_AFTER, DurationText::parse),
                read(options, ROW_ORDER, RowOrder::parse).orElse(RowOrder.KEY),
                new FileLimits(
                        read(options, ROWS_PER_FILE, DeliveryOptions::number).orElse(FileLimits.DEFAULT.rows()),
                        read(options, BYTES_PER_FILE, DeliveryOptions::number).orElse(FileLimits.DEFAULT.bytes())));
    }

    /** A store that names no buckets has every one, under its own name. */
    private static BucketLocation destination(Store store, String alias) {
        return store.buckets().isEmpty()
                ? new BucketLocation(store, alias, alias)
                : new Stores(Optional.empty(), List.of(store), Optional.empty()).bucket(alias);
    }

    private static ReportEncryption encryption(Map<String, String> options) {
        Optional<String> asked = read(options, SERVER_SIDE_ENCRYPTION, Function.identity());
        Optional<String> keyId = read(options, KMS_KEY_ID, Function.identity());
        if (asked.isEmpty() && keyId.isEmpty()) {
            return new ReportEncryption.Unspecified();
        }
        if (asked.equals(Optional.of(SSE_S3)) && keyId.isEmpty()) {
            return new ReportEncryption.SseS3();
        }
        if (asked.equals(Optional.of(SSE_KMS)) && keyId.isPresent()) {
            return new ReportEncryption.SseKms(keyId.get());
        }
        throw new IllegalArgumentException("Cannot read the option \"" + SERVER_SIDE_ENCRYPTION + "\": it is " + SSE_S3
                + ", or " + SSE_KMS + " with the option \"" + KMS_KEY_ID + "\"");
    }

    private static ReportFormat format(String text) {
        return Arrays.stream(ReportFormat.values())
                .filter(format -> format.awsName().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is none of "
                        + Arrays.stream(ReportFormat.values())
                                .map(ReportFormat::awsName)
                                .collect(Collectors.joining(", "))));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an instant such as 2026-11-21T22:29:24Z", unreadable);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", unreadable);
        }
    }

    private static <T> T required(Map<String, String> options, String name, Function<String, T> reader) {
        return read(options, name, reader)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot deliver a report: the option \"" + name + "\" is missing"));
    }

    private static <T> Optional<T> read(Map<String, String> options, String name, Function<String, T> reader) {
        try {
            return Optional.ofNullable(options.get(name)).map(reader);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "Cannot read the option \"" + name + "\": " + refused.getMessage(), refused);
        }
    }
}
