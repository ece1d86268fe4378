package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** UploadPartCopy: parts of a multipart upload that are copied from objects in the store. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class PartCopyContractTest extends S3Contract {
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";
    private static final int FIVE_MEBIBYTES = 5 << 20;
    private static final byte[] LARGE = random(FIVE_MEBIBYTES + 1000);

    PartCopyContractTest(StoreUnderTest store) {
        super(store);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private String putLarge(String bucket, String key) {
        return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(LARGE))
                .versionId();
    }

    private String create(String bucket, Consumer<CreateMultipartUploadRequest.Builder> more) {
        CreateMultipartUploadRequest.Builder create =
                CreateMultipartUploadRequest.builder().bucket(bucket).key("copy");
        more.accept(create);
        return s3.createMultipartUpload(create.build()).uploadId();
    }

    private static UploadPartCopyRequest.Builder part(String bucket, String source, String id, int number) {
        return UploadPartCopyRequest.builder()
                .sourceBucket(bucket)
                .sourceKey(source)
                .destinationBucket(bucket)
                .destinationKey("copy")
                .uploadId(id)
                .partNumber(number);
    }

    private CompletedPart copy(UploadPartCopyRequest.Builder request) {
        UploadPartCopyRequest built = request.build();
        return CompletedPart.builder()
                .partNumber(built.partNumber())
                .eTag(s3.uploadPartCopy(built).copyPartResult().eTag())
                .build();
    }

    private HeadObjectResponse complete(String bucket, String id, CompletedPart... parts) {
        s3.completeMultipartUpload(complete ->
                complete.bucket(bucket).key("copy").uploadId(id).multipartUpload(upload -> upload.parts(parts)));
        return s3.headObject(head -> head.bucket(bucket).key("copy"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String eTagOf(byte[]... parts) {
        byte[] digests = new byte[16 * parts.length];
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(Digests.md5(parts[i]), 0, digests, 16 * i, 16);
        }
        return '"' + Digests.hex(Digests.md5(digests)) + "-" + parts.length + '"';
    }

    @Test
    void rangesOfAnObjectBecomeThePartsOfAnother() {
        String bucket = newBucket();
        putLarge(bucket, "ü/ö &+?.bin");
        String id = create(bucket, create -> {});

        CompletedPart first =
                copy(part(bucket, "ü/ö &+?.bin", id, 1).copySourceRange("bytes=0-" + (FIVE_MEBIBYTES - 1)));
        CompletedPart second = copy(part(bucket, "ü/ö &+?.bin", id, 2)
                .copySourceRange("bytes=" + FIVE_MEBIBYTES + "-" + (LARGE.length - 1)));
        HeadObjectResponse head = complete(bucket, id, first, second);

        assertThat(head.eTag())
                .isEqualTo(eTagOf(
                        Arrays.copyOf(LARGE, FIVE_MEBIBYTES), Arrays.copyOfRange(LARGE, FIVE_MEBIBYTES, LARGE.length)));
        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("copy")).asByteArray())
                .isEqualTo(LARGE);
    }

    /** Keys are percent-encoded in x-amz-copy-source, once. */
    @Test
    void aKeyWithAPercentSignIsItsOwnSource() {
        String bucket = newBucket();
        put(bucket, "a%20b", "with a percent sign");
        put(bucket, "a b", "with a space");
        put(bucket, "100%25", "alone");
        String id = create(bucket, create -> {});

        CompletedPart part = copy(part(bucket, "a%20b", id, 1));
        UploadPartCopyRequest alone = part(bucket, "100%25", id, 2).build();

        if (deviates(KnownDeviation.PART_COPY_DECODES_KEYS_TWICE)) {
            refused(404, "NoSuchKey", () -> s3.uploadPartCopy(alone));
            complete(bucket, id, part);
            assertThat(content(bucket, "copy")).isEqualTo("with a space");
        } else {
            assertThat(s3.uploadPartCopy(alone).copyPartResult().eTag()).isNotEmpty();
            complete(bucket, id, part);
            assertThat(content(bucket, "copy")).isEqualTo("with a percent sign");
        }
    }

    @Test
    void aSmallObjectIsCopiedAsAWhole() {
        String bucket = newVersionedBucket();
        String old = put(bucket, "a", "old").versionId();
        put(bucket, "a", "new");
        String id = create(bucket, create -> {});

        UploadPartCopyResponse response =
                s3.uploadPartCopy(part(bucket, "a", id, 1).sourceVersionId(old).build());
        HeadObjectResponse head = complete(
                bucket,
                id,
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(response.copyPartResult().eTag())
                        .build());

        assertThat(response.copyPartResult().eTag().replace("\"", "")).isEqualTo("149603e6c03516362a8da23f624db945");
        assertThat(response.copyPartResult().lastModified())
                .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(300));
        assertThat(response.copySourceVersionId())
                .isEqualTo(deviates(KnownDeviation.COPY_TELLS_NO_VERSIONS) ? null : old);
        assertThat(head.eTag()).isEqualTo(eTagOf(utf8("old")));
        assertThat(content(bucket, "copy")).isEqualTo("old");
    }

    @Test
    void aRangeOfASmallObjectIsRefused() {
        String bucket = newBucket();
        put(bucket, "a", "hello");
        String id = create(bucket, create -> {});

        UploadPartCopyRequest range =
                part(bucket, "a", id, 1).copySourceRange("bytes=0-2").build();
        if (deviates(KnownDeviation.SMALL_SOURCES_HAVE_RANGES)) {
            assertThat(s3.uploadPartCopy(range).copyPartResult().eTag())
                    .contains(Digests.hex(Digests.md5(utf8("hel"))));
        } else {
            refused(400, "InvalidRequest", () -> s3.uploadPartCopy(range));
        }
    }

    @Test
    void aRangeHasToLieWithinItsSource() {
        String bucket = newBucket();
        putLarge(bucket, "large");
        String id = create(bucket, create -> {});

        boolean outside = deviates(KnownDeviation.COPY_RANGE_OUTSIDE_IS_INVALID_RANGE);
        for (String range : List.of("bytes=0-" + LARGE.length, "bytes=7-3")) {
            refused(
                    outside ? 416 : 400,
                    outside ? "InvalidRange" : "InvalidArgument",
                    () -> s3.uploadPartCopy(
                            part(bucket, "large", id, 1).copySourceRange(range).build()));
        }
        refused(
                400,
                "InvalidArgument",
                () -> s3.uploadPartCopy(
                        part(bucket, "large", id, 1).copySourceRange("0-5").build()));
    }

    @Test
    void theSourceOfAPartCanBeConditional() {
        String bucket = newBucket();
        put(bucket, "a", "hello");
        Instant modified = s3.headObject(head -> head.bucket(bucket).key("a")).lastModified();
        String eTag = "\"5d41402abc4b2a76b9719d911017c592\"";
        String id = create(bucket, create -> {});

        copy(part(bucket, "a", id, 1).copySourceIfMatch(eTag).copySourceIfUnmodifiedSince(modified.minusSeconds(5)));
        for (UploadPartCopyRequest.Builder request : List.of(
                part(bucket, "a", id, 1).copySourceIfMatch("\"other\""),
                part(bucket, "a", id, 1).copySourceIfNoneMatch(eTag),
                part(bucket, "a", id, 1).copySourceIfUnmodifiedSince(modified.minusSeconds(5)),
                part(bucket, "a", id, 1).copySourceIfModifiedSince(modified.plusSeconds(5)))) {
            if (deviates(KnownDeviation.COPY_IGNORES_CONDITIONS)) {
                copy(request);
            } else {
                refused(412, "PreconditionFailed", () -> s3.uploadPartCopy(request.build()));
            }
        }
    }

    @Test
    void aSourceOrAnUploadThatIsNotThereIsAnError() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        String id = create(bucket, create -> {});

        refused(
                404,
                "NoSuchKey",
                () -> s3.uploadPartCopy(part(bucket, "never", id, 1).build()));
        refused(
                404,
                "NoSuchBucket",
                () -> s3.uploadPartCopy(part(bucket, "a", id, 1)
                        .sourceBucket("contract-no-such-bucket")
                        .build()));
        refused(
                404,
                "NoSuchUpload",
                () -> s3.uploadPartCopy(part(bucket, "a", "nosuchupload", 1).build()));
    }

    @Test
    void partsAreEncryptedAsTheirUploadAsksFor() {
        String bucket = newBucket();
        put(bucket, "a", "hello");
        String id = create(
                bucket,
                create -> create.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY));

        HeadObjectResponse head = complete(bucket, id, copy(part(bucket, "a", id, 1)));

        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo(KMS_KEY);
        assertThat(content(bucket, "copy")).isEqualTo("hello");
    }

    @Test
    void aSourceUnderACustomersKeyCanBeCopiedAsAPart() {
        String bucket = newBucket();
        byte[] key = utf8("0123456789abcdef0123456789abcdef");
        String encoded = Base64.getEncoder().encodeToString(key);
        String md5 = Base64.getEncoder().encodeToString(Digests.md5(key));
        put(
                bucket,
                "a",
                "hello",
                request -> request.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(encoded)
                        .sseCustomerKeyMD5(md5));
        String id = create(bucket, create -> {});
        UploadPartCopyRequest.Builder withKey = part(bucket, "a", id, 1)
                .copySourceSSECustomerAlgorithm("AES256")
                .copySourceSSECustomerKey(encoded)
                .copySourceSSECustomerKeyMD5(md5);

        if (deviates(KnownDeviation.PART_COPY_OF_CUSTOMER_KEYS_IS_REFUSED)) {
            refused(400, "InvalidArgument", () -> s3.uploadPartCopy(withKey.build()));
        } else {
            complete(bucket, id, copy(withKey));
            assertThat(content(bucket, "copy")).isEqualTo("hello");
        }
    }

    @Test
    void anEncryptedSourceCanBeCopiedAsAPart() {
        String bucket = newBucket();
        put(
                bucket,
                "a",
                "hello",
                request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY));
        String id = create(bucket, create -> {});

        complete(bucket, id, copy(part(bucket, "a", id, 1)));

        assertThat(content(bucket, "copy")).isEqualTo("hello");
    }
}
