package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

class VirtualBucketTest {
    private final EmbeddedS3 server = EmbeddedS3.start();
    private final S3Client s3 = Clients.of(server);

    @AfterEach
    void close() {
        s3.close();
        server.close();
    }

    @Test
    void pagesTileTheKeysAndEveryEntryIsWhatHeadSays() {
        VirtualKeys keys = VirtualKeys.datePartitions(3_210);
        server.createVirtualBucket("virtual", keys);
        List<String> expected = new ArrayList<>();
        for (long index = 0; index < keys.count(); index++) {
            expected.add(new String(keys.key(index), UTF_8));
        }

        List<S3Object> objects =
                s3.listObjectsV2Paginator(list -> list.bucket("virtual").maxKeys(700)).contents().stream()
                        .toList();

        assertThat(objects).extracting(S3Object::key).containsExactlyElementsOf(expected);
        S3Object object = objects.get(1234);
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket("virtual").key(object.key()));
        assertThat(head.eTag()).isEqualTo(object.eTag());
        assertThat(head.contentLength()).isEqualTo(object.size());
        assertThat(head.lastModified()).isEqualTo(object.lastModified());
        assertThat(s3.getObjectAsBytes(request -> request.bucket("virtual").key(object.key()))
                        .asByteArray())
                .hasSize(object.size().intValue());
    }

    @Test
    void aRangeBeginsAnywhereAndAPrefixEndsIt() {
        server.createVirtualBucket("virtual", VirtualKeys.sequentialNumbers(1_000_000_000));

        ListObjectsV2Response page = s3.listObjectsV2(
                list -> list.bucket("virtual").prefix("00099999999").startAfter("000999999993x"));

        assertThat(page.contents())
                .extracting(S3Object::key)
                .containsExactly(
                        "000999999994", "000999999995", "000999999996", "000999999997", "000999999998", "000999999999");
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void aDelimiterSkipsMillionsOfKeysInOneStep() {
        server.createVirtualBucket("virtual", VirtualKeys.datePartitions(2_000_000_000));

        assertThat(s3.listObjectsV2(
                                list -> list.bucket("virtual").prefix("logs/").delimiter("/"))
                        .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("logs/year=2023/", "logs/year=2024/", "logs/year=2025/");
    }

    @Test
    void versionsTileWithPagesOfAnySizeAndMatchTheCurrentObjects() {
        server.createVirtualBucket("virtual", VirtualKeys.withVersions(VirtualKeys.hexHash(300), 3, 0.3));
        ListObjectVersionsResponse whole = s3.listObjectVersions(list -> list.bucket("virtual"));

        List<String> versions = new ArrayList<>();
        List<String> markers = new ArrayList<>();
        s3.listObjectVersionsPaginator(list -> list.bucket("virtual").maxKeys(7))
                .forEach(page -> {
                    page.versions().forEach(version -> versions.add(version.key() + version.versionId()));
                    page.deleteMarkers().forEach(marker -> markers.add(marker.key() + marker.versionId()));
                });

        assertThat(versions)
                .containsExactlyElementsOf(whole.versions().stream()
                        .map(version -> version.key() + version.versionId())
                        .toList());
        assertThat(markers)
                .containsExactlyElementsOf(whole.deleteMarkers().stream()
                        .map(marker -> marker.key() + marker.versionId())
                        .toList());
        assertThat(s3.listObjectsV2(list -> list.bucket("virtual")).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(whole.versions().stream()
                        .filter(ObjectVersion::isLatest)
                        .map(ObjectVersion::key)
                        .toList());
        ObjectVersion old = whole.versions().stream()
                .filter(version -> !version.isLatest())
                .findFirst()
                .orElseThrow();
        assertThat(s3.headObject(head -> head.bucket("virtual").key(old.key()).versionId(old.versionId()))
                        .eTag())
                .isEqualTo(old.eTag());
    }

    @Test
    void nothingCanBeWrittenOrFoundThatIsNotComputed() {
        server.createVirtualBucket("virtual", VirtualKeys.sequentialNumbers(10));

        S3Contract.refused(
                403,
                "AccessDenied",
                () -> s3.deleteObject(delete -> delete.bucket("virtual").key("000000000001")));
        S3Contract.refused(
                404, () -> s3.headObject(head -> head.bucket("virtual").key("000000000010")));
    }
}
