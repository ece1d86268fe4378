package io.stocktake.embedded.s3;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a store is known to differ from S3. A contract test that meets one asserts the documented difference instead, so
 * that a store that is mended, or breaks in another way, fails the test; a {@link Profile} of this server differs likewise.
 */
enum KnownDeviation {
    /** ListObjectVersions with a KeyMarker alone starts with the marker's own versions, unless they are null versions. */
    KEY_MARKER_IS_INCLUSIVE,
    /** HEAD and GET of a delete marker by its version answer 404, not 405. */
    HEAD_OF_A_MARKER_IS_404,
    /** GET and HEAD of what is a delete marker do not say so: no x-amz-delete-marker, no x-amz-version-id. */
    READS_TELL_NO_MARKER,
    /** A version that is not there, or cannot be, answers NoSuchKey. */
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
    /** A body with trailers, as SDKs send checksums since 2025, answers XAmzContentSHA256Mismatch. */
    TRAILERS_ARE_REFUSED,
    /** If-None-Match on PUT is ignored in buckets with versioning. */
    IF_NONE_MATCH_NEEDS_AN_UNVERSIONED_BUCKET,
    /** If-Match on PUT knows the bare ETag only: the quoted one answers 412, and so does a key that is not there. */
    IF_MATCH_TAKES_BARE_ETAGS,
    /** If-Match on PUT answers 412 in buckets with versioning, whatever it says. */
    IF_MATCH_FAILS_WITH_VERSIONING,
    /** Conditions of CopyObject and CompleteMultipartUpload on what they replace, and of DELETE, are ignored. */
    ONLY_PUTS_ARE_CONDITIONAL,
    /** CopyObject of a source under SSE-KMS or SSE-C answers 501. */
    ENCRYPTED_SOURCE_IS_NOT_COPIED,
    /** CopyObject with SSE-KMS or SSE-C headers answers 200 and stores the copy unencrypted. */
    COPY_IGNORES_ENCRYPTION,
    /** Conditions on the source of a copy are ignored: if-match, if-none-match and the dates. */
    COPY_IGNORES_CONDITIONS,
    /** CopyObject drops TaggingDirective=REPLACE. */
    COPY_IGNORES_NEW_TAGS,
    /** CopyObject with MetadataDirective=REPLACE drops the tags. */
    COPY_WITH_NEW_METADATA_DROPS_TAGS,
    /** CopyObject takes over the website redirect of its source, and drops that of its own headers. */
    COPY_KEEPS_REDIRECT,
    /** CopyObject without a storage class takes over that of its source. */
    COPY_KEEPS_STORAGE_CLASS,
    /** CopyObject drops retention and legal hold. */
    COPY_IGNORES_LOCKS,
    /** CopyObject of a multipart object keeps its ETag with -N. */
    COPY_KEEPS_MULTIPART_ETAG,
    /** CopyObject says neither which version it copied nor which one it made; nor does UploadPartCopy. */
    COPY_TELLS_NO_VERSIONS,
    /** CopyObject and UploadPartCopy tell the ETag without quotes. */
    COPY_TELLS_A_BARE_ETAG,
    /** UploadPartCopy decodes the key of its source twice: a%20b names "a b". An escape that is none ends the gateway. */
    PART_COPY_DECODES_KEYS_TWICE,
    /** UploadPartCopy copies a range out of a source of 5 MiB or less. */
    SMALL_SOURCES_HAVE_RANGES,
    /** UploadPartCopy of a range that is not within its source answers 416 InvalidRange, not 400 InvalidArgument. */
    COPY_RANGE_OUTSIDE_IS_INVALID_RANGE,
    /** UploadPartCopy of a source under SSE-C answers 400, also with its key. */
    PART_COPY_OF_CUSTOMER_KEYS_IS_REFUSED,
    /** A second CompleteMultipartUpload succeeds as long as its object is the current one. */
    COMPLETE_CAN_BE_REPEATED,
    /** CompleteMultipartUpload takes the parts in any order, and joins them by their numbers. */
    PART_ORDER_IS_IGNORED,
    /** CompleteMultipartUpload of an upload that is not there answers 500. */
    COMPLETE_OF_AN_ABORTED_UPLOAD_IS_500,
    /** GetObjectRetention or GetObjectLegalHold of a version without one answers as if the bucket had no lock configuration. */
    NO_RETENTION_IS_NO_CONFIGURATION,
    /** A key of more than 1,024 bytes answers InvalidObjectName. */
    A_LONG_KEY_IS_AN_INVALID_NAME,
    /** StartAfter is echoed as it came in spite of encoding-type=url. */
    START_AFTER_COMES_BACK_RAW,
    /** CreateMultipartUpload drops tags. */
    MULTIPART_IGNORES_TAGS,
    /** CreateMultipartUpload drops retention and legal hold. */
    MULTIPART_IGNORES_LOCKS,
    /** SSE-KMS without the name of a key answers 400. */
    KMS_NEEDS_A_KEY,
    /** A grant to somebody unknown in a header answers 404 NoSuchKey, not 400 InvalidArgument. */
    UNKNOWN_GRANTEE_IS_NO_SUCH_KEY,
    /** CompleteMultipartUpload answers an empty ETag. */
    COMPLETE_TELLS_NO_ETAG,
    /** The ETag of an object under SSE-KMS or SSE-C is made of the MD5 of its content. */
    KMS_ETAG_IS_MD5;

    /** Ceph 16.2 (Pacific), as Debian 12 ships it; every one was measured. */
    static final Set<KnownDeviation> CEPH_16 = Set.copyOf(EnumSet.allOf(KnownDeviation.class));
}
