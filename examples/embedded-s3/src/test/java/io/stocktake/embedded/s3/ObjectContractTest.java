package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

/** Single objects: what PUT keeps, what GET and HEAD tell, and under which conditions. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class ObjectContractTest extends S3Contract {
    private static final String HELLO_MD5 = "\"5d41402abc4b2a76b9719d911017c592\"";
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";

    ObjectContractTest(StoreUnderTest store) {
        super(store);
    }

    private HeadObjectResponse head(String bucket, String key) {
        return s3.headObject(head -> head.bucket(bucket).key(key));
    }

    @Test
    void headersAndMetadataAreKept() {
        String bucket = newBucket();
        put(
                bucket,
                "a",
                "hello",
                request -> request.contentType("text/plain; charset=utf-8")
                        .cacheControl("max-age=60")
                        .contentDisposition("attachment")
                        .contentEncoding("identity")
                        .contentLanguage("de")
                        .metadata(Map.of("colour", "blue")));

        HeadObjectResponse head = head(bucket, "a");

        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(head.cacheControl()).isEqualTo("max-age=60");
        assertThat(head.contentDisposition()).isEqualTo("attachment");
        assertThat(head.contentEncoding()).isEqualTo("identity");
        assertThat(head.contentLanguage()).isEqualTo("de");
        assertThat(head.metadata()).containsEntry("colour", "blue");
        assertThat(head.eTag()).isEqualTo(HELLO_MD5);
        assertThat(head.storageClass()).isNull();
    }

    @Test
    void anEmptyObjectIsAnObject() {
        String bucket = newBucket();
        s3.putObject(request -> request.bucket(bucket).key("empty"), RequestBody.empty());

        assertThat(head(bucket, "empty").contentLength()).isZero();
        assertThat(head(bucket, "empty").eTag()).isEqualTo("\"d41d8cd98f00b204e9800998ecf8427e\"");
        assertThat(content(bucket, "empty")).isEmpty();
    }

    @Test
    void anEmptyObjectMayComeInChunks() {
        String bucket = newBucket();
        ThrowingCallable put = () ->
                s3InChunks().putObject(request -> request.bucket(bucket).key("empty"), RequestBody.fromString(""));

        if (deviates(KnownDeviation.EMPTY_CHUNKED_BODY_IS_REFUSED)) {
            refused(400, "XAmzContentSHA256Mismatch", put);
        } else {
            assertThatCode(put).doesNotThrowAnyException();
            assertThat(content(bucket, "empty")).isEmpty();
        }
    }

    @Test
    void lastModifiedHasMillisecondsInListingsAndSecondsInHeaders() {
        String bucket = newBucket();
        Instant before = Instant.now().minus(Duration.ofMinutes(5));
        put(bucket, "a", "hello");

        Instant listed =
                s3.listObjectsV2(list -> list.bucket(bucket)).contents().get(0).lastModified();
        Instant told = head(bucket, "a").lastModified();

        assertThat(listed).isBetween(before, Instant.now().plus(Duration.ofMinutes(5)));
        assertThat(told).isEqualTo(told.truncatedTo(ChronoUnit.SECONDS));
        assertThat(Duration.between(told, listed)).isBetween(Duration.ZERO, Duration.ofMillis(999));
    }

    @Test
    void aRangeIsAPartOfTheObject() {
        String bucket = newBucket();
        put(bucket, "a", "0123456789");

        assertThat(range(bucket, "bytes=2-4")).isEqualTo("234 bytes 2-4/10");
        assertThat(range(bucket, "bytes=8-")).isEqualTo("89 bytes 8-9/10");
        assertThat(range(bucket, "bytes=-3")).isEqualTo("789 bytes 7-9/10");
        assertThat(range(bucket, "bytes=5-100")).isEqualTo("56789 bytes 5-9/10");
        refused(416, "InvalidRange", () -> range(bucket, "bytes=10-"));
    }

    private String range(String bucket, String range) {
        ResponseBytes<GetObjectResponse> bytes =
                s3.getObjectAsBytes(get -> get.bucket(bucket).key("a").range(range));
        return bytes.asUtf8String() + " " + bytes.response().contentRange();
    }

    @Test
    void readsMayBeConditional() {
        String bucket = newBucket();
        put(bucket, "a", "hello");
        Instant modified = head(bucket, "a").lastModified();

        assertThat(s3.headObject(head -> head.bucket(bucket).key("a").ifMatch(HELLO_MD5))
                        .contentLength())
                .isEqualTo(5);
        refused(
                412,
                "PreconditionFailed",
                () -> s3.getObject(GetObjectRequest.builder()
                        .bucket(bucket)
                        .key("a")
                        .ifMatch("\"other\"")
                        .build()));
        refused(
                304,
                () -> s3.getObject(GetObjectRequest.builder()
                        .bucket(bucket)
                        .key("a")
                        .ifNoneMatch(HELLO_MD5)
                        .build()));
        refused(
                304,
                () -> s3.getObject(GetObjectRequest.builder()
                        .bucket(bucket)
                        .key("a")
                        .ifModifiedSince(modified.plusSeconds(5))
                        .build()));
        refused(
                412,
                () -> s3.headObject(HeadObjectRequest.builder()
                        .bucket(bucket)
                        .key("a")
                        .ifUnmodifiedSince(modified.minusSeconds(5))
                        .build()));
    }

    @Test
    void aWriteMayAskThatThereBeNoObject() {
        String unversioned = newBucket();
        put(unversioned, "a", "1", request -> request.ifNoneMatch("*"));
        refused(412, "PreconditionFailed", () -> put(unversioned, "a", "2", request -> request.ifNoneMatch("*")));
        assertThat(content(unversioned, "a")).isEqualTo("1");

        String versioned = newVersionedBucket();
        put(versioned, "a", "1");
        if (deviates(KnownDeviation.IF_NONE_MATCH_NEEDS_AN_UNVERSIONED_BUCKET)) {
            put(versioned, "a", "2", request -> request.ifNoneMatch("*"));
            assertThat(content(versioned, "a")).isEqualTo("2");
        } else {
            refused(412, "PreconditionFailed", () -> put(versioned, "a", "2", request -> request.ifNoneMatch("*")));
            delete(versioned, "a");
            put(versioned, "a", "3", request -> request.ifNoneMatch("*"));
            assertThat(content(versioned, "a")).isEqualTo("3");
        }
    }

    @Test
    void aWriteMayAskForTheObjectThatItReplaces() {
        String bucket = newBucket();
        put(bucket, "a", "hello");

        if (deviates(KnownDeviation.IF_MATCH_TAKES_BARE_ETAGS)) {
            refused(412, () -> put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5)));
            put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5.replace("\"", "")));
        } else {
            put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5));
        }
        assertThat(content(bucket, "a")).isEqualTo("2");
        refused(412, "PreconditionFailed", () -> put(bucket, "a", "3", request -> request.ifMatch(HELLO_MD5)));
    }

    @Test
    void aWriteMayAskForTheVersionThatItHides() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "hello");

        if (deviates(KnownDeviation.IF_MATCH_FAILS_WITH_VERSIONING)) {
            refused(412, "PreconditionFailed", () -> put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5)));
            refused(
                    412,
                    "PreconditionFailed",
                    () -> put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5.replace("\"", ""))));
        } else {
            put(bucket, "a", "2", request -> request.ifMatch(HELLO_MD5));
            refused(412, "PreconditionFailed", () -> put(bucket, "a", "3", request -> request.ifMatch(HELLO_MD5)));
        }
        boolean noObject = deviates(KnownDeviation.IF_MATCH_TAKES_BARE_ETAGS);
        refused(
                noObject ? 412 : 404,
                noObject ? "PreconditionFailed" : "NoSuchKey",
                () -> put(bucket, "never", "1", request -> request.ifMatch(HELLO_MD5)));
    }

    @Test
    void aChecksumMayFollowTheBody() {
        String bucket = newBucket();
        ThrowingCallable put = () ->
                s3WithTrailers().putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("hello"));

        if (deviates(KnownDeviation.TRAILERS_ARE_REFUSED)) {
            refused(400, "XAmzContentSHA256Mismatch", put);
        } else {
            assertThatCode(put).doesNotThrowAnyException();
            assertThat(content(bucket, "a")).isEqualTo("hello");
        }
    }

    @Test
    void aKmsKeyNeedsNoName() {
        String bucket = newBucket();
        ThrowingCallable put =
                () -> put(bucket, "a", "hello", request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS));

        if (deviates(KnownDeviation.KMS_NEEDS_A_KEY)) {
            refused(400, "InvalidArgument", put);
        } else {
            assertThatCode(put).doesNotThrowAnyException();
            assertThat(head(bucket, "a").ssekmsKeyId()).isNotEmpty();
        }
    }

    @Test
    void newObjectsAreEncryptedWithKeysOfS3() {
        String bucket = newBucket();
        PutObjectResponse byDefault = put(bucket, "default", "hello");
        PutObjectResponse asked =
                put(bucket, "asked", "hello", request -> request.serverSideEncryption(ServerSideEncryption.AES256));

        if (deviates(KnownDeviation.NO_SSE_S3)) {
            assertThat(byDefault.serverSideEncryption()).isNull();
            assertThat(asked.serverSideEncryption()).isNull();
            assertThat(head(bucket, "asked").serverSideEncryption()).isNull();
        } else {
            assertThat(byDefault.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
            assertThat(asked.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
            assertThat(head(bucket, "asked").serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        }
    }

    @Test
    void anObjectUnderAKmsKeySaysSo() {
        String bucket = newBucket();
        PutObjectResponse put = put(
                bucket,
                "a",
                "hello",
                request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY));

        HeadObjectResponse head = head(bucket, "a");
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo(KMS_KEY);
        assertThat(head.bucketKeyEnabled()).isNotEqualTo(true);
        assertThat(content(bucket, "a")).isEqualTo("hello");
        if (deviates(KnownDeviation.KMS_ETAG_IS_MD5)) {
            assertThat(put.eTag()).isEqualTo(HELLO_MD5);
        } else {
            assertThat(put.eTag()).isNotEqualTo(HELLO_MD5).matches("\"[0-9a-f]{32}\"");
        }
    }

    @Test
    void anObjectUnderACustomersKeyTellsNothingWithoutIt() {
        String bucket = newBucket();
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        String encoded = Base64.getEncoder().encodeToString(key);
        String md5 = Base64.getEncoder().encodeToString(Digests.md5(key));
        put(
                bucket,
                "a",
                "hello",
                request -> request.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(encoded)
                        .sseCustomerKeyMD5(md5));

        refused(400, () -> head(bucket, "a"));
        refused(400, () -> content(bucket, "a"));
        HeadObjectResponse head = s3.headObject(request -> request.bucket(bucket)
                .key("a")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(encoded)
                .sseCustomerKeyMD5(md5));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.sseCustomerAlgorithm()).isEqualTo("AES256");
        assertThat(head.sseCustomerKeyMD5()).isEqualTo(md5);
        assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly("a");
    }

    @Test
    void aStorageClassOtherThanStandardIsTold() {
        String bucket = newBucket();
        put(bucket, "a", "hello", request -> request.storageClass(StorageClass.STANDARD_IA));

        assertThat(head(bucket, "a").storageClass()).isEqualTo(StorageClass.STANDARD_IA);
    }

    @Test
    void checksumsAreKeptAndToldToThoseWhoAsk() {
        String bucket = newBucket();
        if (deviates(KnownDeviation.NO_CHECKSUMS)) {
            put(
                    bucket,
                    "a",
                    "hello",
                    request -> request.checksumSHA256("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="));
            assertThat(s3.headObject(head -> head.bucket(bucket).key("a").checksumMode(ChecksumMode.ENABLED))
                            .checksumSHA256())
                    .isNull();
            return;
        }
        put(bucket, "crc32", "hello", request -> request.checksumAlgorithm(ChecksumAlgorithm.CRC32));
        put(bucket, "crc32c", "hello", request -> request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C));
        put(bucket, "sha1", "hello", request -> request.checksumAlgorithm(ChecksumAlgorithm.SHA1));
        put(bucket, "sha256", "hello", request -> request.checksumAlgorithm(ChecksumAlgorithm.SHA256));
        put(bucket, "nvme", "hello", request -> request.checksumCRC64NVME("M3eFcAZSQlc="));

        assertThat(checksums(bucket, "crc32").checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(checksums(bucket, "crc32c").checksumCRC32C()).isEqualTo("mnG7TA==");
        assertThat(checksums(bucket, "sha1").checksumSHA1()).isEqualTo("qvTGHdzF6KLavt4PO0gs2a6pQ00=");
        assertThat(checksums(bucket, "sha256").checksumSHA256())
                .isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
        assertThat(checksums(bucket, "nvme").checksumCRC64NVME()).isEqualTo("M3eFcAZSQlc=");
        assertThat(checksums(bucket, "nvme").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(head(bucket, "sha256").checksumSHA256()).isNull();
        refused(400, "BadDigest", () -> put(bucket, "wrong", "hello", request -> request.checksumCRC32("AAAAAA==")));
    }

    private HeadObjectResponse checksums(String bucket, String key) {
        return s3.headObject(head -> head.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    }

    @Test
    void aWrongContentMd5IsRefused() {
        String bucket = newBucket();

        refused(
                400,
                "BadDigest",
                () -> put(bucket, "a", "hello", request -> request.contentMD5("1B2M2Y8AsgTpgAmY7PhCfg==")));
        refused(404, "NoSuchKey", () -> content(bucket, "a"));
    }

    @Test
    void tagsAreKeptChangedAndDeleted() {
        String bucket = newBucket();
        put(bucket, "a", "hello", request -> request.tagging("colour=blue&size=a%20b"));

        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("a")).tagSet())
                .containsExactlyInAnyOrder(tag("colour", "blue"), tag("size", "a b"));
        assertThat(s3.getObject(get -> get.bucket(bucket).key("a")).response().tagCount())
                .isEqualTo(2);

        s3.putObjectTagging(request -> request.bucket(bucket).key("a").tagging(tags -> tags.tagSet(tag("new", "1"))));
        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("a")).tagSet())
                .containsExactly(tag("new", "1"));

        s3.deleteObjectTagging(request -> request.bucket(bucket).key("a"));
        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("a")).tagSet())
                .isEmpty();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void aKeyOfMoreThan1024BytesIsRefused() {
        String bucket = newBucket();

        refused(
                400,
                deviates(KnownDeviation.A_LONG_KEY_IS_AN_INVALID_NAME) ? "InvalidObjectName" : "KeyTooLongError",
                () -> put(bucket, "é".repeat(512) + "k", "hello"));
    }
}
