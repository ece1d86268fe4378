package io.stocktake.embedded.s3;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The headers that tell about an object. */
final class ObjectResponse {
    private static final DateTimeFormatter RETAIN_UNTIL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ObjectResponse() {}

    /** All that GetObject and HeadObject tell but checksums, which have to be asked for. */
    static void describe(Response response, BucketState bucket, ObjectVersion version) {
        ObjectVersion.Description description = version.description();
        ObjectVersion.Properties properties = version.properties();
        response.header("Last-Modified", HttpDates.format(version.lastModified()))
                .header("ETag", ObjectReader.quoted(version.eTag()))
                .header("Accept-Ranges", "bytes")
                .header("Content-Type", "binary/octet-stream");
        description.headers().forEach(response::header);
        description.metadata().forEach((name, value) -> response.header("x-amz-meta-" + name, value));
        response.header("x-amz-version-id", ObjectReader.toldVersionId(bucket, version));
        if (!description.storageClass().equals("STANDARD")) {
            response.header("x-amz-storage-class", description.storageClass());
        }
        if (!properties.tags().isEmpty()) {
            response.header(
                    "x-amz-tagging-count", Integer.toString(properties.tags().size()));
        }
        encryption(response, description.encryption());
        properties
                .retention()
                .ifPresent(retention -> response.header(
                                "x-amz-object-lock-mode", retention.mode().name())
                        .header("x-amz-object-lock-retain-until-date", RETAIN_UNTIL.format(retention.retainUntil())));
        response.header("x-amz-object-lock-legal-hold", properties.hold().map(LegalHold::name))
                .header("x-amz-replication-status", properties.replicationStatus())
                .header("x-amz-archive-status", properties.archiveStatus())
                .header("x-amz-expiration", properties.expiration());
    }

    static void encryption(Response response, Encryption encryption) {
        Optional<String> method =
                switch (encryption.kind()) {
                    case S3 -> Optional.of("AES256");
                    case KMS -> Optional.of("aws:kms");
                    case DSSE_KMS -> Optional.of("aws:kms:dsse");
                    case NONE, CUSTOMER -> Optional.empty();
                };
        response.header("x-amz-server-side-encryption", method)
                .header("x-amz-server-side-encryption-aws-kms-key-id", encryption.keyId());
        if (encryption.bucketKey()) {
            response.header("x-amz-server-side-encryption-bucket-key-enabled", "true");
        }
        encryption
                .customerKeyMd5()
                .ifPresent(md5 -> response.header("x-amz-server-side-encryption-customer-algorithm", "AES256")
                        .header("x-amz-server-side-encryption-customer-key-MD5", md5));
    }

    static void checksum(Response response, ObjectVersion version) {
        version.description().checksum().ifPresent(checksum -> {
            response.header(checksum.algorithm().header(), checksum.value());
            response.header("x-amz-checksum-type", checksum.type().name());
        });
    }
}
