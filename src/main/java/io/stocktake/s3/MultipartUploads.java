package io.stocktake.s3;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The multipart uploads of a {@link DestinationBucket}: created and filled by tasks, completed by the driver. Thread-safe.
 */
public final class MultipartUploads {
    /** A part that arrives while its upload is aborted may bring it back: so aborting is looked after. */
    private static final int ROUNDS = 5;

    private final DestinationBucket bucket;

    MultipartUploads(DestinationBucket bucket) {
        this.bucket = bucket;
    }

    /** Begins an upload; returns its id. The object appears with {@link #complete} only. */
    public String create(String key, String contentType) {
        WriteTerms terms = bucket.terms();
        return bucket.call(
                "begin an upload of",
                key,
                "s3:PutObject",
                () -> bucket.withAcl(acl -> {
                    CreateMultipartUploadRequest request = CreateMultipartUploadRequest.builder()
                            .bucket(bucket.bucket())
                            .key(key)
                            .expectedBucketOwner(bucket.owner())
                            .overrideConfiguration(bucket.requests().counted())
                            .contentType(contentType)
                            .serverSideEncryption(terms.encryption().algorithm().orElse(null))
                            .ssekmsKeyId(terms.encryption().keyId().orElse(null))
                            .acl(acl)
                            .metadata(terms.metadata())
                            .checksumAlgorithm(bucket.declaresChecksums() ? ChecksumAlgorithm.CRC32 : null)
                            .build();
                    // May be repeated: an upload whose answer was lost is aborted with all others of its run.
                    CreateMultipartUploadResponse answer =
                            bucket.client().repeating().createMultipartUpload(request);
                    bucket.requireEncryption(key, answer.serverSideEncryptionAsString(), answer.ssekmsKeyId());
                    return answer.uploadId();
                }));
    }

    /**
     * Uploads a part; the store compares its MD5.
     *
     * @param content the part's bytes, in the first {@code length} of this array; not kept
     * @param md5 their MD5 in base64
     */
    public UploadedPart upload(String key, String uploadId, int number, byte[] content, int length, String md5) {
        return bucket.call("upload part " + number + " of", key, "s3:PutObject", () -> {
            UploadPartRequest request = UploadPartRequest.builder()
                    .bucket(bucket.bucket())
                    .key(key)
                    .uploadId(uploadId)
                    .partNumber(number)
                    .expectedBucketOwner(bucket.owner())
                    .overrideConfiguration(bucket.requests().counted())
                    .contentMD5(md5)
                    .checksumAlgorithm(bucket.declaresChecksums() ? ChecksumAlgorithm.CRC32 : null)
                    .build();
            ContentStreamProvider stream = () -> new ByteArrayInputStream(content, 0, length);
            UploadPartResponse answer = bucket.client()
                    .repeating()
                    .uploadPart(request, RequestBody.fromContentProvider(stream, length, "application/octet-stream"));
            return new UploadedPart(
                    number,
                    answer.eTag(),
                    Optional.ofNullable(answer.checksumCRC32()).orElse(""));
        });
    }

    /**
     * Completes an upload, and checks that the object then has the size and the encryption that it should have.
     *
     * <p>Where the answer is lost, or is that the upload is gone, a HEAD tells whether the object has landed: one of the
     * right size that carries the metadata of this bucket's terms. So the key must be one that nothing else writes, or the
     * metadata must be what no other object of this key has. (An ETag would prove no more, and is an MD5 of MD5s on some
     * stores and with some encryptions only.)
     *
     * @param parts all parts, in order
     * @param size the bytes of all parts together
     */
    public void complete(String key, String uploadId, List<UploadedPart> parts, long size) {
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket.bucket())
                .key(key)
                .uploadId(uploadId)
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(bucket.requests().counted())
                .multipartUpload(upload -> upload.parts(
                        parts.stream().map(MultipartUploads::completed).toList()))
                .build();
        bucket.call(
                "complete the upload of",
                key,
                "s3:PutObject",
                () -> Settlement.settle(
                        () -> bucket.client().once().completeMultipartUpload(request),
                        () -> bucket.head(key)
                                .filter(head -> head.size() == size && isOwn(head))
                                .map(landed -> CompleteMultipartUploadResponse.builder()
                                        .build())));
        long found = bucket.verifiedHead(key)
                .orElseThrow(() -> new StoreException(
                        "Cannot complete the upload of " + bucket.terms().describe(key)
                                + ": the store answered that it is done, and has no such object"))
                .size();
        if (found != size) {
            throw new StoreException("Cannot complete the upload of "
                    + bucket.terms().describe(key) + ": " + size + " bytes were uploaded, and the object has " + found);
        }
    }

    /** Aborts an upload; one that is gone is not missed. */
    public void abort(String key, String uploadId) {
        bucket.call("abort the upload of", key, "s3:AbortMultipartUpload", () -> {
            try {
                return Optional.of(bucket.client()
                        .repeating()
                        .abortMultipartUpload(request -> request.bucket(bucket.bucket())
                                .key(key)
                                .uploadId(uploadId)
                                .expectedBucketOwner(bucket.owner())
                                .overrideConfiguration(bucket.requests().counted())));
            } catch (NoSuchUploadException gone) {
                return Optional.empty();
            }
        });
    }

    /** Aborts every upload whose key begins with the prefix, until none is left. */
    public void abortAll(String prefix) {
        for (int round = 1; round <= ROUNDS; round++) {
            boolean[] found = new boolean[1];
            forEach(prefix, (key, uploadId) -> {
                found[0] = true;
                abort(key, uploadId);
            });
            if (!found[0]) {
                return;
            }
        }
    }

    /** Gives key and id of every open upload whose key begins with the prefix, a page at a time. */
    public void forEach(String prefix, BiConsumer<String, String> consumer) {
        ListMultipartUploadsRequest.Builder request = ListMultipartUploadsRequest.builder()
                .bucket(bucket.bucket())
                .prefix(prefix)
                .expectedBucketOwner(bucket.owner())
                .overrideConfiguration(bucket.requests().counted());
        while (true) {
            ListMultipartUploadsResponse page = bucket.call(
                    "list the uploads under",
                    prefix,
                    "s3:ListBucketMultipartUploads",
                    () -> bucket.client().repeating().listMultipartUploads(request.build()));
            page.uploads().forEach(upload -> consumer.accept(upload.key(), upload.uploadId()));
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return;
            }
            request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
        }
    }

    /** Whether an object is of those that are written under these terms. */
    private boolean isOwn(StoredHead head) {
        return head.metadata().entrySet().containsAll(bucket.terms().metadata().entrySet());
    }

    private static CompletedPart completed(UploadedPart part) {
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(part.eTag())
                .checksumCRC32(part.crc32().isEmpty() ? null : part.crc32())
                .build();
    }
}
