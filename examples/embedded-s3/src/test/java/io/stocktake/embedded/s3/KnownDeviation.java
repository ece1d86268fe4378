package io.stocktake.embedded.s3;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a store is known to differ from S3. A contract test that meets one asserts the documented difference instead, so
 * that a store that is mended, or breaks in another way, fails the test.
 */
enum KnownDeviation {
    /** ListObjectVersions with a KeyMarker alone starts with the marker's own versions. */
    KEY_MARKER_IS_INCLUSIVE,
    /** HEAD of a delete marker by its version answers 404, not 405. */
    HEAD_OF_A_MARKER_IS_404,
    /** GET and HEAD of what is a delete marker do not say so: no x-amz-delete-marker, no x-amz-version-id. */
    READS_TELL_NO_MARKER,
    /** A version that is not there answers NoSuchKey, not NoSuchVersion. */
    NO_SUCH_VERSION_IS_NO_SUCH_KEY,
    /** A DELETE of a key whose current version is a delete marker makes no second one. */
    DELETES_LEAVE_ONE_MARKER,
    /** SSE-S3 is neither applied by default nor told where it was asked for. */
    NO_SSE_S3,
    /** Checksums are neither kept nor told. */
    NO_CHECKSUMS,
    /** HEAD with a part number answers for the whole object. */
    HEAD_IGNORES_PART_NUMBER,
    /** GetObjectAttributes is answered as GetObject is: with the content. */
    ATTRIBUTES_ARE_THE_CONTENT,
    /** x-amz-expected-bucket-owner is ignored. */
    EXPECTED_OWNER_IS_IGNORED,
    /** Ownership controls are not known: what names them names the bucket, and their DELETE deletes the bucket. */
    NO_OWNERSHIP_CONTROLS,
    /** A PUT of zero bytes in the aws-chunked encoding answers XAmzContentSHA256Mismatch. */
    EMPTY_CHUNKED_BODY_IS_REFUSED,
    /** If-None-Match on PUT is ignored in buckets with versioning. */
    IF_NONE_MATCH_NEEDS_AN_UNVERSIONED_BUCKET,
    /** If-Match on PUT knows the bare ETag only: the quoted one answers 412. */
    IF_MATCH_TAKES_BARE_ETAGS,
    /** CopyObject of a source under SSE-KMS answers 501. */
    ENCRYPTED_SOURCE_IS_NOT_COPIED,
    /** CopyObject with SSE-KMS headers answers 200 and stores the copy unencrypted. */
    COPY_IGNORES_ENCRYPTION,
    /** x-amz-copy-source-if-match is ignored. */
    COPY_IGNORES_CONDITIONS,
    /** CopyObject drops TaggingDirective=REPLACE. */
    COPY_IGNORES_NEW_TAGS,
    /** CopyObject drops retention and legal hold. */
    COPY_IGNORES_LOCKS,
    /** CopyObject of a multipart object keeps its ETag with -N. */
    COPY_KEEPS_MULTIPART_ETAG,
    /** CopyObject says neither which version it copied nor which one it made; nor does UploadPartCopy. */
    COPY_TELLS_NO_VERSIONS,
    /** CopyObject tells the ETag without quotes. */
    COPY_TELLS_A_BARE_ETAG,
    /** UploadPartCopy decodes the key of its source twice: a%20b names "a b". An escape that is none ends the gateway. */
    PART_COPY_DECODES_KEYS_TWICE,
    /** UploadPartCopy copies a range out of a source of 5 MiB or less. */
    SMALL_SOURCES_HAVE_RANGES,
    /** UploadPartCopy of a range that is not within its source answers 416 InvalidRange, not 400 InvalidArgument. */
    COPY_RANGE_OUTSIDE_IS_INVALID_RANGE,
    /** A second CompleteMultipartUpload succeeds. */
    COMPLETE_CAN_BE_REPEATED,
    /** CompleteMultipartUpload takes the parts in any order. */
    PART_ORDER_IS_IGNORED,
    /** CompleteMultipartUpload of an aborted upload answers 500. */
    COMPLETE_OF_AN_ABORTED_UPLOAD_IS_500,
    /** GetObjectRetention of a version without one answers as if the bucket had no lock configuration. */
    NO_RETENTION_IS_NO_CONFIGURATION,
    /** A key of more than 1,024 bytes answers InvalidObjectName. */
    A_LONG_KEY_IS_AN_INVALID_NAME,
    /** StartAfter is echoed as it came in spite of encoding-type=url. */
    START_AFTER_COMES_BACK_RAW,
    /** CreateMultipartUpload drops tags. */
    MULTIPART_IGNORES_TAGS,
    /** CompleteMultipartUpload answers an empty ETag. */
    COMPLETE_TELLS_NO_ETAG,
    /** The ETag of an object under SSE-KMS is the MD5 of its content. */
    KMS_ETAG_IS_MD5;

    /** Ceph 16.2 (Pacific), as Debian 12 ships it; every one was measured. */
    static final Set<KnownDeviation> CEPH_16 = Set.copyOf(EnumSet.allOf(KnownDeviation.class));
}
