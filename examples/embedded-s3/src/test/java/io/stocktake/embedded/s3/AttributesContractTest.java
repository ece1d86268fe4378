package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** How many parts an object has, and what they are: HEAD and GET with a part number, GetObjectAttributes. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class AttributesContractTest extends S3Contract {
    private static final int FIVE_MEBIBYTES = 5 << 20;

    AttributesContractTest(StoreUnderTest store) {
        super(store);
    }

    /** Parts of 5 MiB, 5 MiB and 3 bytes. */
    private void uploadThreeParts(
            String bucket, ChecksumAlgorithm algorithm, Consumer<CreateMultipartUploadRequest.Builder> more) {
        CreateMultipartUploadRequest.Builder create =
                CreateMultipartUploadRequest.builder().bucket(bucket).key("large");
        more.accept(create);
        String id = s3.createMultipartUpload(create.build()).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            int part = number;
            parts.add(CompletedPart.builder()
                    .partNumber(part)
                    .eTag(s3.uploadPart(
                                    upload -> upload.bucket(bucket)
                                            .key("large")
                                            .uploadId(id)
                                            .partNumber(part)
                                            .checksumAlgorithm(algorithm),
                                    RequestBody.fromBytes(part == 3 ? new byte[] {1, 2, 3} : new byte[FIVE_MEBIBYTES]))
                            .eTag())
                    .build());
        }
        s3.completeMultipartUpload(complete ->
                complete.bucket(bucket).key("large").uploadId(id).multipartUpload(upload -> upload.parts(parts)));
    }

    private HeadObjectResponse headPart(String bucket, String key, int number) {
        return s3.headObject(head -> head.bucket(bucket).key(key).partNumber(number));
    }

    private static GetObjectAttributesRequest.Builder attributes(String bucket, String key) {
        return GetObjectAttributesRequest.builder()
                .bucket(bucket)
                .key(key)
                .objectAttributes(
                        ObjectAttributes.E_TAG,
                        ObjectAttributes.CHECKSUM,
                        ObjectAttributes.OBJECT_PARTS,
                        ObjectAttributes.STORAGE_CLASS,
                        ObjectAttributes.OBJECT_SIZE);
    }

    @Test
    void theFirstPartTellsHowManyThereAreAndWhereItEnds() {
        String bucket = newBucket();
        uploadThreeParts(bucket, null, create -> {});

        HeadObjectResponse first = headPart(bucket, "large", 1);
        HeadObjectResponse last = headPart(bucket, "large", 3);

        if (deviates(KnownDeviation.HEAD_IGNORES_PART_NUMBER)) {
            assertThat(first.contentLength()).isEqualTo(2L * FIVE_MEBIBYTES + 3);
            assertThat(first.partsCount()).isNull();
        } else {
            assertThat(first.partsCount()).isEqualTo(3);
            assertThat(first.contentLength()).isEqualTo(FIVE_MEBIBYTES);
            assertThat(first.sdkHttpResponse().statusCode()).isEqualTo(206);
            assertThat(first.sdkHttpResponse().firstMatchingHeader("Content-Range"))
                    .hasValue("bytes 0-5242879/10485763");
            assertThat(last.contentLength()).isEqualTo(3);
            GetObjectResponse get = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key("large").partNumber(3))
                    .response();
            assertThat(get.partsCount()).isEqualTo(3);
            assertThat(get.contentRange()).isEqualTo("bytes 10485760-10485762/10485763");
        }
        assertThat(s3.headObject(head -> head.bucket(bucket).key("large")).partsCount())
                .isNull();
    }

    @Test
    void anObjectPutInOnePieceIsItsOwnFirstPartAndTellsNoCount() {
        String bucket = newBucket();
        put(bucket, "a", "hello");
        put(bucket, "empty", "");

        HeadObjectResponse head = headPart(bucket, "a", 1);
        HeadObjectResponse empty = headPart(bucket, "empty", 1);

        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.partsCount()).isNull();
        assertThat(empty.contentLength()).isZero();
        assertThat(empty.partsCount()).isNull();
        if (!deviates(KnownDeviation.HEAD_IGNORES_PART_NUMBER)) {
            refused(416, () -> headPart(bucket, "a", 2));
        }
    }

    /** Where GetObjectAttributes is read as GetObject the content is the answer, which must not be taken for attributes. */
    private void readsTheContentInstead(String bucket) {
        put(bucket, "xml", "<hello/>");

        GetObjectAttributesResponse attributes = s3.getObjectAttributes(
                request -> request.bucket(bucket).key("xml").objectAttributes(ObjectAttributes.OBJECT_SIZE));

        assertThat(attributes.objectSize()).isNull();
        assertThat(attributes.sdkHttpResponse().firstMatchingHeader("Content-Length"))
                .hasValue("8");
    }

    @Test
    void anObjectTellsItsAttributes() {
        String bucket = newVersionedBucket();
        String id = put(
                        bucket,
                        "a",
                        "hello",
                        request -> request.storageClass(StorageClass.STANDARD_IA)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .versionId();
        put(bucket, "a", "newer");

        if (deviates(KnownDeviation.ATTRIBUTES_ARE_THE_CONTENT)) {
            readsTheContentInstead(bucket);
            return;
        }
        GetObjectAttributesResponse attributes =
                s3.getObjectAttributes(attributes(bucket, "a").versionId(id).build());
        assertThat(attributes.eTag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(attributes.checksum().checksumSHA256()).isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
        assertThat(attributes.checksum().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(attributes.objectParts()).isNull();
        assertThat(attributes.storageClass()).isEqualTo(StorageClass.STANDARD_IA);
        assertThat(attributes.objectSize()).isEqualTo(5);
        assertThat(attributes.versionId()).isEqualTo(id);
    }

    @Test
    void theAttributesOfAMultipartObjectListItsPartsInPages() {
        String bucket = newBucket();
        if (deviates(KnownDeviation.ATTRIBUTES_ARE_THE_CONTENT)) {
            readsTheContentInstead(bucket);
            return;
        }
        uploadThreeParts(
                bucket,
                ChecksumAlgorithm.CRC32,
                create -> create.checksumAlgorithm(ChecksumAlgorithm.CRC32).checksumType(ChecksumType.COMPOSITE));
        List<ObjectPart> parts = new ArrayList<>();
        int marker = 0;
        GetObjectAttributesResponse page;
        do {
            int after = marker;
            page = s3.getObjectAttributes(attributes(bucket, "large")
                    .maxParts(2)
                    .partNumberMarker(after)
                    .build());
            parts.addAll(page.objectParts().parts());
            marker = page.objectParts().nextPartNumberMarker();
        } while (page.objectParts().isTruncated());

        assertThat(page.objectParts().totalPartsCount()).isEqualTo(3);
        assertThat(page.eTag()).endsWith("-3");
        assertThat(page.checksum().checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        assertThat(page.checksum().checksumCRC32()).matches("[A-Za-z0-9+/]{6}==");
        assertThat(parts)
                .extracting(ObjectPart::partNumber, ObjectPart::size, ObjectPart::checksumCRC32)
                .containsExactly(
                        tuple(1, 5242880L, "yTuzdQ=="), tuple(2, 5242880L, "yTuzdQ=="), tuple(3, 3L, "VbyAHQ=="));
    }

    @Test
    void aChecksumOfTheWholeObjectTellsTheNumberOfPartsOnly() {
        String bucket = newBucket();
        if (deviates(KnownDeviation.ATTRIBUTES_ARE_THE_CONTENT)) {
            readsTheContentInstead(bucket);
            return;
        }
        uploadThreeParts(
                bucket,
                ChecksumAlgorithm.CRC32,
                create -> create.checksumAlgorithm(ChecksumAlgorithm.CRC32).checksumType(ChecksumType.FULL_OBJECT));

        GetObjectAttributesResponse attributes =
                s3.getObjectAttributes(attributes(bucket, "large").build());

        assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(3);
        assertThat(attributes.objectParts().parts()).isEmpty();
        assertThat(attributes.checksum().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void aDeleteMarkerHasNoAttributes() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        String marker = delete(bucket, "a");
        refused(
                404,
                "NoSuchKey",
                () -> s3.getObjectAttributes(
                        request -> request.bucket(bucket).key("never").objectAttributes(ObjectAttributes.E_TAG)));
        if (deviates(KnownDeviation.ATTRIBUTES_ARE_THE_CONTENT)) {
            readsTheContentInstead(bucket);
            return;
        }

        S3Exception current = refused(
                404,
                "NoSuchKey",
                () -> s3.getObjectAttributes(attributes(bucket, "a").build()));
        S3Exception named = refused(
                405,
                "MethodNotAllowed",
                () -> s3.getObjectAttributes(
                        attributes(bucket, "a").versionId(marker).build()));

        assertThat(header(current, "x-amz-delete-marker")).isEqualTo("true");
        assertThat(header(named, "x-amz-delete-marker")).isEqualTo("true");
        refused(
                404,
                "NoSuchKey",
                () -> s3.getObjectAttributes(attributes(bucket, "never").build()));
    }
}
