package io.stocktake.config.inventory;

import static java.util.Objects.requireNonNull;

/** The server-side encryption asked for what is delivered ({@code Destination.S3BucketDestination.Encryption}). */
public sealed interface ReportEncryption {

    /** No {@code Encryption} in the configuration: the destination bucket's own default applies. */
    record Unspecified() implements ReportEncryption {}

    /** {@code SSES3: {}}: keys that the store manages. */
    record SseS3() implements ReportEncryption {}

    /**
     * {@code SSEKMS}: a key of the key management service.
     *
     * @param keyId the key's id or ARN, as the store takes it; not empty
     */
    record SseKms(String keyId) implements ReportEncryption {
        public SseKms {
            requireNonNull(keyId, "keyId");
        }
    }
}
