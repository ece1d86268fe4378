package io.stocktake.s3;

import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Encryption;
import io.stocktake.config.stores.Store;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * A bucket that is written to under {@link WriteTerms}. What makes a version is sent once and settled by asking the store;
 * what was asked for is looked for in the answers. Thread-safe.
 *
 * <p>Every failure is a {@link StoreException} that names what could not be done, the key, the bucket and the store.
 */
public final class DestinationBucket implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final WriteTerms terms;
    private final StoreClients.Lease lease;
    private final MultipartUploads uploads;
    private final RequestCounter requests = new RequestCounter();
    private volatile boolean sendsAcl;

    private DestinationBucket(WriteTerms terms) {
        this.terms = terms;
        this.lease = StoreClients.lease(terms.location().store());
        this.sendsAcl = terms.acl().isPresent();
        this.uploads = new MultipartUploads(this);
    }

    /** Takes part in the process's connection to the bucket's store; no request is sent. */
    public static DestinationBucket open(WriteTerms terms) {
        return new DestinationBucket(terms);
    }

    /** The multipart uploads of this bucket. */
    public MultipartUploads uploads() {
        return uploads;
    }

    /** Counts every request that is sent here. */
    public RequestCounter requests() {
        return requests;
    }

    /** What holds for every write. */
    public WriteTerms terms() {
        return terms;
    }

    /**
     * Writes a small object of UTF-8 text.
     *
     * @return the id of the version written, where the bucket has versions
     */
    public Optional<String> put(String key, String text, String contentType) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket())
                .key(key)
                .expectedBucketOwner(owner())
                .overrideConfiguration(requests.counted())
                .contentType(contentType)
                .contentMD5(Md5Utils.md5AsBase64(content))
                .serverSideEncryption(terms.encryption().algorithm().orElse(null))
                .ssekmsKeyId(terms.encryption().keyId().orElse(null))
                .metadata(terms.metadata())
                .build();
        return call(
                "write",
                key,
                "s3:PutObject",
                () -> withAcl(acl -> {
                    PutObjectRequest granted = request.copy(with -> with.acl(acl));
                    PutObjectResponse answer = Settlement.settle(
                            () -> client().once().putObject(granted, RequestBody.fromBytes(content)),
                            () -> landed(key, text));
                    requireEncryption(key, answer.serverSideEncryptionAsString(), answer.ssekmsKeyId());
                    return Optional.ofNullable(answer.versionId());
                }));
    }

    /** The text object of this key, if there is one. */
    public Optional<StoredText> read(String key) {
        return call(
                "read",
                key,
                "s3:GetObject",
                () -> unlessMissing(() -> {
                    ResponseBytes<GetObjectResponse> answer = client().repeating()
                            .getObjectAsBytes(request -> request.bucket(bucket())
                                    .key(key)
                                    .expectedBucketOwner(owner())
                                    .overrideConfiguration(requests.counted()));
                    GetObjectResponse head = answer.response();
                    return new StoredText(
                            answer.asUtf8String(),
                            head.metadata(),
                            Optional.ofNullable(head.versionId()),
                            head.lastModified(),
                            date(head.sdkHttpResponse()));
                }));
    }

    /** What the store tells about this key, if there is an object, after checking the encryption asked for. */
    Optional<StoredHead> verifiedHead(String key) {
        return headResponse(key).map(answer -> {
            requireEncryption(key, answer.serverSideEncryptionAsString(), answer.ssekmsKeyId());
            return head(answer);
        });
    }

    /** What the store tells about this key, if there is an object. */
    public Optional<StoredHead> head(String key) {
        return headResponse(key).map(DestinationBucket::head);
    }

    /** Whether no key begins with the prefix. */
    public boolean isEmpty(String prefix) {
        return call(
                "list",
                prefix,
                "s3:ListBucket",
                () -> client().repeating()
                        .listObjectsV2(request -> request.bucket(bucket())
                                .prefix(prefix)
                                .maxKeys(1)
                                .expectedBucketOwner(owner())
                                .overrideConfiguration(requests.counted()))
                        .contents()
                        .isEmpty());
    }

    /** Gives every key that begins with the prefix, in order, a page at a time. */
    public void keys(String prefix, Consumer<String> consumer) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(bucket())
                .prefix(prefix)
                .expectedBucketOwner(owner())
                .overrideConfiguration(requests.counted());
        while (true) {
            ListObjectsV2Response page = call(
                    "list", prefix, "s3:ListBucket", () -> client().repeating().listObjectsV2(request.build()));
            page.contents().stream().map(S3Object::key).forEach(consumer);
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return;
            }
            request.continuationToken(page.nextContinuationToken());
        }
    }

    /**
     * Removes the object of this key. In a bucket with versions the versions themselves go, the newest first, for as long
     * as {@code isOwn} holds for what then is the object: neither a version nor a delete marker stays. Where a version
     * must not be removed (no permission, or a lock) a delete marker hides it.
     *
     * @param isOwn whether this object is the one to remove; another's is left alone
     */
    public void delete(String key, Predicate<StoredHead> isOwn) {
        Optional<StoredHead> found = head(key).filter(isOwn);
        while (found.isPresent() && deleteNewest(key, found.get().versionId(), isOwn)) {
            found = head(key).filter(isOwn);
        }
    }

    /** Removes one version of a key; one that is not there is not missed. */
    public void deleteVersion(String key, String versionId) {
        call("delete", key, "s3:DeleteObjectVersion", () -> sendDeleteVersion(key, versionId));
    }

    @Override
    public void close() {
        lease.close();
    }

    StoreClient client() {
        return lease.client();
    }

    String bucket() {
        return terms.location().name();
    }

    /** Null where no owner is expected, as the SDK's builders take it. */
    String owner() {
        return terms.expectedBucketOwner().orElse(null);
    }

    /** Whether parts declare CRC32, which AWS keeps and compares; other stores may not know the headers. */
    boolean declaresChecksums() {
        Store store = terms.location().store();
        return store.endpoint().isEmpty() && !(store.credentials() instanceof Credentials.Hadoop);
    }

    /** Sends a write with the ACL asked for, or without where the bucket has ACLs disabled. */
    <T> T withAcl(Function<String, T> write) {
        if (!sendsAcl) {
            return write.apply(null);
        }
        try {
            return write.apply(terms.acl().orElseThrow());
        } catch (S3Exception refusal) {
            if (refusal.awsErrorDetails() == null
                    || !"AccessControlListNotSupported"
                            .equals(refusal.awsErrorDetails().errorCode())) {
                throw refusal;
            }
            // The bucket's owner owns everything in it: there is nothing to grant.
            sendsAcl = false;
            return write.apply(null);
        }
    }

    /** A header is a request, the answer is the fact: some stores take the header and ignore it. */
    void requireEncryption(String key, String algorithm, String keyId) {
        if (terms.location().store().encryption() == Encryption.TRUSTED
                || terms.encryption().isAnsweredBy(Optional.ofNullable(algorithm), Optional.ofNullable(keyId))) {
            return;
        }
        throw new StoreException("Cannot deliver " + terms.describe(key) + " encrypted: asked for "
                + encryption(terms.encryption().algorithm(), terms.encryption().keyId()) + ", the store answered "
                + encryption(Optional.ofNullable(algorithm), Optional.ofNullable(keyId))
                + ". If it encrypts at rest without saying so, give it \"encryption: trusted\" in stores.yaml.");
    }

    /** Sends a request; a failure of it says what could not be done, to what, and why. */
    <T> T call(String verb, String key, String permission, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw new StoreException(
                    "Cannot " + verb + " " + terms.describe(key) + ": " + Refusal.reason(failure, permission), failure);
        }
    }

    private Optional<HeadObjectResponse> headResponse(String key) {
        return call(
                "read",
                key,
                "s3:GetObject",
                () -> unlessMissing(() -> client().repeating()
                        .headObject(request -> request.bucket(bucket())
                                .key(key)
                                .expectedBucketOwner(owner())
                                .overrideConfiguration(requests.counted()))));
    }

    /** Whether another version of this key may have come to light. */
    private boolean deleteNewest(String key, Optional<String> versionId, Predicate<StoredHead> isOwn) {
        return call("delete", key, "s3:DeleteObject", () -> {
            if (versionId.isPresent()) {
                try {
                    sendDeleteVersion(key, versionId.get());
                    return true;
                } catch (S3Exception refusal) {
                    if (refusal.statusCode() != FORBIDDEN) {
                        throw refusal;
                    }
                }
            }
            // Where the answer was lost, a second DELETE could hide or remove what somebody else wrote meanwhile.
            return Settlement.settle(
                    () -> {
                        client().once()
                                .deleteObject(request -> request.bucket(bucket())
                                        .key(key)
                                        .expectedBucketOwner(owner())
                                        .overrideConfiguration(requests.counted()));
                        return false;
                    },
                    () -> head(key).filter(isOwn).isPresent() ? Optional.empty() : Optional.of(false));
        });
    }

    private DeleteObjectResponse sendDeleteVersion(String key, String versionId) {
        return client().repeating()
                .deleteObject(request -> request.bucket(bucket())
                        .key(key)
                        .versionId(versionId)
                        .expectedBucketOwner(owner())
                        .overrideConfiguration(requests.counted()));
    }

    /** What the answer to a write must have been, where the key has what was written. */
    private Optional<PutObjectResponse> landed(String key, String text) {
        return unlessMissing(() -> client().repeating()
                        .getObjectAsBytes(request -> request.bucket(bucket())
                                .key(key)
                                .expectedBucketOwner(owner())
                                .overrideConfiguration(requests.counted())))
                .filter(stored -> stored.asUtf8String().equals(text))
                .map(ResponseBytes::response)
                .map(stored -> PutObjectResponse.builder()
                        .versionId(stored.versionId())
                        .serverSideEncryption(stored.serverSideEncryptionAsString())
                        .ssekmsKeyId(stored.ssekmsKeyId())
                        .build());
    }

    private static StoredHead head(HeadObjectResponse answer) {
        return new StoredHead(answer.contentLength(), answer.metadata(), Optional.ofNullable(answer.versionId()));
    }

    private static <T> Optional<T> unlessMissing(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (S3Exception answer) {
            if (answer.statusCode() == NOT_FOUND
                    && (answer.awsErrorDetails() == null
                            || !"NoSuchBucket".equals(answer.awsErrorDetails().errorCode()))) {
                return Optional.empty();
            }
            throw answer;
        }
    }

    private static Optional<Instant> date(SdkHttpResponse answer) {
        try {
            return answer.firstMatchingHeader("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static String encryption(Optional<String> algorithm, Optional<String> keyId) {
        return algorithm
                        .map(name -> name.equals("AES256") ? "SSE-S3" : name.equals("aws:kms") ? "SSE-KMS" : name)
                        .orElse("no encryption")
                + keyId.map(key -> " with the key \"" + key + "\"").orElse("");
    }
}
