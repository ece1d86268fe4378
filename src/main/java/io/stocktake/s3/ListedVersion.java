package io.stocktake.s3;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * One entry of a listing: an object, an object version or a delete marker. What a listing does not tell is empty, never
 * null. Immutable.
 *
 * @param key raw, decoded
 * @param versionId as the store says it, {@code null} (four letters) for the null version; empty in a listing of
 *     current objects
 * @param size in bytes; 0 for a delete marker
 * @param lastModified in microseconds since 1970-01-01T00:00:00Z
 * @param eTag without quotes; empty for a delete marker
 * @param storageClass empty for a delete marker and where the store does not tell
 * @param checksumAlgorithm the first that the store tells; empty where it tells none
 * @param ownerId the owner's canonical user id; empty where the listing was not asked for owners
 */
public record ListedVersion(
        UTF8String key,
        UTF8String versionId,
        boolean isLatest,
        boolean isDeleteMarker,
        long size,
        long lastModified,
        UTF8String eTag,
        UTF8String storageClass,
        UTF8String checksumAlgorithm,
        UTF8String ownerId) {

    private static final UTF8String NULL_VERSION = UTF8String.fromString("null");

    /** Whether this is the version that a bucket without versioning wrote, or one whose versioning was suspended. */
    public boolean isNullVersion() {
        return versionId.numBytes() == 0 || versionId.equals(NULL_VERSION);
    }

    /** Whether the ETag has the form {@code <hex>-<parts>} of a multipart upload. */
    public boolean isMultipartUploaded() {
        byte[] bytes = eTag.getBytes();
        int dash = bytes.length - 1;
        while (dash >= 0 && bytes[dash] >= '0' && bytes[dash] <= '9') {
            dash--;
        }
        return dash > 0 && dash < bytes.length - 1 && bytes[dash] == '-';
    }
}
