package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Multipart uploads. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class MultipartContractTest extends S3Contract {
    private static final byte[] FIVE_MEBIBYTES = random(5 << 20);
    private static final byte[] END = random(1000);

    MultipartContractTest(StoreUnderTest store) {
        super(store);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private String create(String bucket, String key) {
        return s3.createMultipartUpload(CreateMultipartUploadRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .build())
                .uploadId();
    }

    private CompletedPart upload(String bucket, String key, String id, int number, byte[] content) {
        String eTag = s3.uploadPart(
                        UploadPartRequest.builder()
                                .bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .partNumber(number)
                                .build(),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    private CompleteMultipartUploadResponse complete(String bucket, String key, String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(parts))
                .build());
    }

    private CompleteMultipartUploadResponse uploadTwoParts(String bucket, String key) {
        String id = create(bucket, key);
        return complete(bucket, key, id, upload(bucket, key, id, 1, FIVE_MEBIBYTES), upload(bucket, key, id, 7, END));
    }

    private static String eTagOfTwoParts() {
        return eTagOf(FIVE_MEBIBYTES, END);
    }

    private static String eTagOf(byte[] first, byte[] second) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        digests.writeBytes(Digests.md5(first));
        digests.writeBytes(Digests.md5(second));
        return '"' + Digests.hex(Digests.md5(digests.toByteArray())) + "-2\"";
    }

    @Test
    void theETagIsTheMd5OfTheMd5sOfTheParts() {
        String bucket = newBucket();
        CompleteMultipartUploadResponse response = uploadTwoParts(bucket, "large");

        if (deviates(KnownDeviation.COMPLETE_TELLS_NO_ETAG)) {
            assertThat(response.eTag()).isEmpty();
        } else {
            assertThat(response.eTag()).isEqualTo(eTagOfTwoParts());
        }
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("large"));
        assertThat(head.eTag()).isEqualTo(eTagOfTwoParts());
        assertThat(head.contentLength()).isEqualTo(FIVE_MEBIBYTES.length + END.length);
        byte[] content =
                s3.getObjectAsBytes(get -> get.bucket(bucket).key("large")).asByteArray();
        assertThat(Arrays.copyOf(content, FIVE_MEBIBYTES.length)).isEqualTo(FIVE_MEBIBYTES);
        assertThat(Arrays.copyOfRange(content, FIVE_MEBIBYTES.length, content.length))
                .isEqualTo(END);
    }

    @Test
    void aPartCanBeAskedForByItsNumber() {
        String bucket = newBucket();
        uploadTwoParts(bucket, "large");

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("large").partNumber(2));

        if (deviates(KnownDeviation.HEAD_IGNORES_PART_NUMBER)) {
            assertThat(head.contentLength()).isEqualTo(FIVE_MEBIBYTES.length + END.length);
            assertThat(head.partsCount()).isNull();
        } else {
            assertThat(head.contentLength()).isEqualTo(END.length);
            assertThat(head.partsCount()).isEqualTo(2);
            assertThat(s3.getObjectAsBytes(
                                    get -> get.bucket(bucket).key("large").partNumber(2))
                            .asByteArray())
                    .isEqualTo(END);
            refused(
                    416,
                    () -> s3.headObject(
                            request -> request.bucket(bucket).key("large").partNumber(3)));
        }
    }

    @Test
    void aCompletedUploadIsGone() {
        String bucket = newBucket();
        String id = create(bucket, "a");
        CompletedPart part = upload(bucket, "a", id, 1, END);
        complete(bucket, "a", id, part);

        if (deviates(KnownDeviation.COMPLETE_CAN_BE_REPEATED)) {
            assertThat(complete(bucket, "a", id, part).eTag())
                    .isEqualTo(Digests.hex(Digests.md5(Digests.md5(END))) + "-1");
            assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
                    .hasSize(1);
        } else {
            refused(404, "NoSuchUpload", () -> complete(bucket, "a", id, part));
        }
        refused(404, "NoSuchUpload", () -> upload(bucket, "a", id, 2, END));
    }

    @Test
    void anAbortedUploadLeavesNothing() {
        String bucket = newBucket();
        String id = create(bucket, "a");
        CompletedPart part = upload(bucket, "a", id, 1, END);
        s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("a").uploadId(id));

        if (deviates(KnownDeviation.COMPLETE_OF_AN_ABORTED_UPLOAD_IS_500)) {
            refused(500, "InternalError", () -> complete(bucket, "a", id, part));
        } else {
            refused(404, "NoSuchUpload", () -> complete(bucket, "a", id, part));
        }
        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .isEmpty();
        assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void openUploadsAreListedByKeyAndInPages() {
        String bucket = newBucket();
        create(bucket, "dir/b");
        create(bucket, "a");
        create(bucket, "dir/a");
        create(bucket, "z");

        List<String> keys = new ArrayList<>();
        s3.listMultipartUploadsPaginator(list -> list.bucket(bucket).maxUploads(1)).uploads().stream()
                .map(MultipartUpload::key)
                .forEach(keys::add);

        assertThat(keys).containsExactly("a", "dir/a", "dir/b", "z");
        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket).prefix("dir/"))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("dir/a", "dir/b");
    }

    @Test
    void partsAreListedByNumberAndInPages() {
        String bucket = newBucket();
        String id = create(bucket, "a");
        upload(bucket, "a", id, 3, END);
        upload(bucket, "a", id, 1, FIVE_MEBIBYTES);
        upload(bucket, "a", id, 2, END);
        upload(bucket, "a", id, 2, FIVE_MEBIBYTES);

        List<Part> parts =
                s3
                        .listPartsPaginator(list ->
                                list.bucket(bucket).key("a").uploadId(id).maxParts(2))
                        .parts()
                        .stream()
                        .toList();

        assertThat(parts).extracting(Part::partNumber).containsExactly(1, 2, 3);
        assertThat(parts)
                .extracting(Part::size)
                .containsExactly((long) FIVE_MEBIBYTES.length, (long) FIVE_MEBIBYTES.length, (long) END.length);
        assertThat(parts.get(2).eTag()).isEqualTo('"' + Digests.hex(Digests.md5(END)) + '"');
    }

    @Test
    void anUploadIsCompletedFromTheRightPartsInTheirOrder() {
        String bucket = newBucket();
        String id = create(bucket, "a");
        CompletedPart small = upload(bucket, "a", id, 1, END);
        CompletedPart last = upload(bucket, "a", id, 2, END);

        refused(400, "EntityTooSmall", () -> complete(bucket, "a", id, small, last));
        refused(
                400,
                "InvalidPart",
                () -> complete(
                        bucket,
                        "a",
                        id,
                        CompletedPart.builder().partNumber(9).eTag(small.eTag()).build()));
        CompletedPart first = upload(bucket, "a", id, 1, FIVE_MEBIBYTES);
        CompletedPart second = upload(bucket, "a", id, 2, FIVE_MEBIBYTES);
        if (deviates(KnownDeviation.PART_ORDER_IS_IGNORED)) {
            complete(bucket, "a", id, second, first);
            assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).eTag())
                    .isEqualTo(eTagOf(FIVE_MEBIBYTES, FIVE_MEBIBYTES));
        } else {
            refused(400, "InvalidPartOrder", () -> complete(bucket, "a", id, second, first));
            complete(bucket, "a", id, second);
            assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).contentLength())
                    .isEqualTo(FIVE_MEBIBYTES.length);
        }
    }

    @Test
    void whatTheUploadWasCreatedWithIsOnTheObject() {
        String bucket = newBucket();
        String id = s3.createMultipartUpload(create -> create.bucket(bucket)
                        .key("a")
                        .contentType("text/x-test")
                        .tagging("colour=blue"))
                .uploadId();
        complete(bucket, "a", id, upload(bucket, "a", id, 1, END));

        assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).contentType())
                .isEqualTo("text/x-test");
        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("a")).tagSet())
                .hasSize(deviates(KnownDeviation.MULTIPART_IGNORES_TAGS) ? 0 : 1);
    }

    @Test
    void anUploadIsLockedAsItWasCreated() {
        String bucket = newLockableBucket();
        Instant until = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String id = s3.createMultipartUpload(create -> create.bucket(bucket)
                        .key("a")
                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(until)
                        .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.OFF))
                .uploadId();
        complete(bucket, "a", id, upload(bucket, "a", id, 1, END));

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a"));
        boolean dropped = deviates(KnownDeviation.MULTIPART_IGNORES_LOCKS);
        assertThat(head.objectLockMode()).isEqualTo(dropped ? null : ObjectLockMode.GOVERNANCE);
        assertThat(head.objectLockRetainUntilDate()).isEqualTo(dropped ? null : until);
    }

    @Test
    void anUploadMayAskThatThereBeNoObject() {
        String bucket = newBucket();
        put(bucket, "a", "1");
        String id = create(bucket, "a");
        CompletedPart part = upload(bucket, "a", id, 1, END);
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key("a")
                .uploadId(id)
                .ifNoneMatch("*")
                .multipartUpload(upload -> upload.parts(part))
                .build();

        if (deviates(KnownDeviation.ONLY_PUTS_ARE_CONDITIONAL)) {
            s3.completeMultipartUpload(request);
            assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).contentLength())
                    .isEqualTo(END.length);
        } else {
            refused(412, "PreconditionFailed", () -> s3.completeMultipartUpload(request));
            assertThat(content(bucket, "a")).isEqualTo("1");
        }
    }

    @Test
    void theETagOfAnUploadUnderAKmsKeyIsNotThatOfItsContent() {
        String bucket = newBucket();
        String id = s3.createMultipartUpload(create -> create.bucket(bucket)
                        .key("a")
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId("arn:aws:kms:us-east-1:111122223333:key/testkey-2"))
                .uploadId();
        CompletedPart part = upload(bucket, "a", id, 1, END);
        complete(bucket, "a", id, part);

        boolean plain = deviates(KnownDeviation.KMS_ETAG_IS_MD5);
        assertThat(part.eTag().equals('"' + Digests.hex(Digests.md5(END)) + '"'))
                .isEqualTo(plain);
        assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).eTag()).endsWith("-1\"");
    }
}
