package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedS3Test {
    private final EmbeddedS3 server = EmbeddedS3.start();
    private final S3Client client = Clients.of(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whatTheSdkPutsIsInTheBucketAndWhatTheBucketHoldsTheSdkGets() {
        EmbeddedBucket bucket = server.createBucket("data");
        client.putObject(put -> put.bucket("data").key("ü/ö &+?%.txt"), RequestBody.fromString("hello"));
        bucket.put("z", "world".getBytes(UTF_8));

        assertThat(bucket.content("ü/ö &+?%.txt")).hasValue("hello".getBytes(UTF_8));
        assertThat(client.getObjectAsBytes(get -> get.bucket("data").key("z")).asUtf8String())
                .isEqualTo("world");
        assertThat(client.listObjectsV2(list -> list.bucket("data")).contents())
                .extracting(S3Object::key, S3Object::size, S3Object::eTag)
                .containsExactly(
                        tuple("z", 5L, "\"7d793037a0760186574b0282f2f435e7\""),
                        tuple("ü/ö &+?%.txt", 5L, "\"5d41402abc4b2a76b9719d911017c592\""));
    }

    @Test
    void versionsFilledInDirectlyAreListedInTheSameOrder() {
        EmbeddedBucket bucket = server.createBucket("data").enableVersioning();
        bucket.put("b", "1".getBytes(UTF_8));
        bucket.put("a", "1".getBytes(UTF_8));
        bucket.put("b", "2".getBytes(UTF_8));
        bucket.delete("b");

        assertThat(bucket.versions())
                .extracting(StoredVersion::key, StoredVersion::isLatest, StoredVersion::isDeleteMarker)
                .containsExactly(
                        tuple("a", true, false),
                        tuple("b", true, true),
                        tuple("b", false, false),
                        tuple("b", false, false));
        assertThat(client.listObjectVersions(list -> list.bucket("data")).versions())
                .extracting(ObjectVersion::versionId)
                .containsExactlyElementsOf(bucket.versions().stream()
                        .filter(version -> !version.isDeleteMarker())
                        .map(StoredVersion::versionId)
                        .toList());
    }

    @Test
    void aMultipartUploadBecomesOneObject() {
        EmbeddedBucket bucket = server.createBucket("data");
        byte[] part = new byte[5 << 20];
        String id = client.createMultipartUpload(create -> create.bucket("data").key("large"))
                .uploadId();
        String first = client.uploadPart(
                        upload ->
                                upload.bucket("data").key("large").uploadId(id).partNumber(1),
                        RequestBody.fromBytes(part))
                .eTag();
        String second = client.uploadPart(
                        upload ->
                                upload.bucket("data").key("large").uploadId(id).partNumber(2),
                        RequestBody.fromString("end"))
                .eTag();
        client.completeMultipartUpload(complete -> complete.bucket("data")
                .key("large")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(List.of(
                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                        CompletedPart.builder().partNumber(2).eTag(second).build()))));

        assertThat(bucket.versions())
                .extracting(StoredVersion::key, StoredVersion::size)
                .containsExactly(tuple("large", (5L << 20) + 3));
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void aVirtualBucketListsWhatItComputes() {
        server.createVirtualBucket("virtual", VirtualKeys.datePartitions(2500));

        assertThat(client.listObjectsV2Paginator(list -> list.bucket("virtual")).contents().stream()
                        .map(S3Object::key))
                .hasSize(2500)
                .startsWith("logs/year=2023/month=01/day=01/hour=00/part-00000000.json.gz");
        assertThat(server.requests().counts()).containsExactly(Map.entry("ListObjectsV2", 3L));
    }

    @Test
    void aWrongSecretIsRefused() {
        server.createBucket("data");
        try (S3Client wrong = Clients.plain(server.endpoint(), "test", "wrong")) {
            assertThatThrownBy(() -> wrong.listObjectsV2(list -> list.bucket("data")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
        }
    }
}
