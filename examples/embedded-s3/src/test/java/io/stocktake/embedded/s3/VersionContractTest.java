package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Versions, null versions, delete markers, and their listing. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class VersionContractTest extends S3Contract {
    VersionContractTest(StoreUnderTest store) {
        super(store);
    }

    /** Versions as text: key, id, latest. Markers are told apart by a leading minus sign. */
    private static List<String> text(ListObjectVersionsResponse page) {
        List<String> entries = new ArrayList<>();
        for (ObjectVersion version : page.versions()) {
            entries.add(version.key() + " " + version.versionId() + (version.isLatest() ? " latest" : ""));
        }
        for (DeleteMarkerEntry marker : page.deleteMarkers()) {
            entries.add("-" + marker.key() + " " + marker.versionId() + (marker.isLatest() ? " latest" : ""));
        }
        return entries;
    }

    private ListObjectVersionsResponse versions(String bucket) {
        return s3.listObjectVersions(list -> list.bucket(bucket));
    }

    private String latest(String bucket, String key) {
        return s3.listObjectVersions(list -> list.bucket(bucket).prefix(key)).deleteMarkers().stream()
                .filter(DeleteMarkerEntry::isLatest)
                .map(DeleteMarkerEntry::versionId)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void versionsAreListedByKeyNewestFirst() {
        String bucket = newVersionedBucket();
        String first = put(bucket, "b", "1").versionId();
        String second = put(bucket, "b", "2").versionId();
        String other = put(bucket, "a", "1").versionId();
        String marker = delete(bucket, "b");
        String third = put(bucket, "b", "3").versionId();

        assertThat(text(versions(bucket)))
                .containsExactly(
                        "a " + other + " latest",
                        "b " + third + " latest",
                        "b " + second,
                        "b " + first,
                        "-b " + marker);
    }

    @Test
    void aBucketWithoutVersioningListsNullVersions() {
        String bucket = newBucket();
        assertThat(put(bucket, "a", "1").versionId()).isNull();

        assertThat(text(versions(bucket))).containsExactly("a null latest");
        assertThat(s3.headObject(head -> head.bucket(bucket).key("a")).versionId())
                .isNull();
        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status()).isNull();
    }

    @Test
    void anObjectFromBeforeVersioningStaysAsTheNullVersion() {
        String bucket = newBucket();
        put(bucket, "a", "before");
        versioning(bucket, BucketVersioningStatus.ENABLED);
        String id = put(bucket, "a", "after").versionId();

        assertThat(text(versions(bucket))).containsExactly("a " + id + " latest", "a null");
        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("a").versionId("null"))
                        .asUtf8String())
                .isEqualTo("before");
    }

    @Test
    void aPutInASuspendedBucketReplacesTheNullVersionOnly() {
        String bucket = newBucket();
        put(bucket, "a", "null 1");
        versioning(bucket, BucketVersioningStatus.ENABLED);
        String id = put(bucket, "a", "kept").versionId();
        versioning(bucket, BucketVersioningStatus.SUSPENDED);
        put(bucket, "a", "null 2");
        put(bucket, "a", "null 3");

        assertThat(text(versions(bucket))).containsExactly("a null latest", "a " + id);
        assertThat(content(bucket, "a")).isEqualTo("null 3");
    }

    @Test
    void aDeleteInASuspendedBucketPutsANullMarkerInPlaceOfTheNullVersion() {
        String bucket = newVersionedBucket();
        String id = put(bucket, "a", "kept").versionId();
        versioning(bucket, BucketVersioningStatus.SUSPENDED);
        put(bucket, "a", "null");

        DeleteObjectResponse response =
                s3.deleteObject(delete -> delete.bucket(bucket).key("a"));

        assertThat(response.deleteMarker()).isTrue();
        assertThat(response.versionId()).isEqualTo("null");
        assertThat(text(versions(bucket))).containsExactly("a " + id, "-a null latest");
    }

    @Test
    void everyDeleteLeavesAMarkerOfItsOwn() {
        String bucket = newVersionedBucket();
        String id = put(bucket, "a", "1").versionId();
        String first = delete(bucket, "a");
        String second = delete(bucket, "a");
        String third = delete(bucket, "a");
        assertThat(delete(bucket, "never there")).isNotEmpty();
        s3.deleteObject(request -> request.bucket(bucket).key("never there").versionId(latest(bucket, "never there")));

        if (deviates(KnownDeviation.DELETES_LEAVE_ONE_MARKER)) {
            assertThat(second).isNull();
            assertThat(text(versions(bucket))).containsExactly("a " + id, "-a " + first + " latest");
        } else {
            assertThat(text(versions(bucket)))
                    .containsExactly("a " + id, "-a " + third + " latest", "-a " + second, "-a " + first);
        }
    }

    @Test
    void deletingTheMarkerBringsTheObjectBack() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        String marker = delete(bucket, "a");

        DeleteObjectResponse response =
                s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(marker));

        assertThat(response.deleteMarker()).isTrue();
        assertThat(response.versionId()).isEqualTo(marker);
        assertThat(content(bucket, "a")).isEqualTo("1");
    }

    @Test
    void deletingTheLatestVersionMakesTheOneBeforeItTheLatest() {
        String bucket = newVersionedBucket();
        String first = put(bucket, "a", "1").versionId();
        String second = put(bucket, "a", "2").versionId();

        s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(second));

        assertThat(text(versions(bucket))).containsExactly("a " + first + " latest");
        assertThat(content(bucket, "a")).isEqualTo("1");
    }

    @Test
    void aKeyWhoseLatestVersionIsAMarkerIsNotFoundAndSaysWhy() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        String marker = delete(bucket, "a");

        S3Exception head = refused(
                404,
                () -> s3.headObject(
                        HeadObjectRequest.builder().bucket(bucket).key("a").build()));
        S3Exception get = refused(
                404,
                "NoSuchKey",
                () -> s3.getObject(
                        GetObjectRequest.builder().bucket(bucket).key("a").build()));

        boolean silent = deviates(KnownDeviation.READS_TELL_NO_MARKER);
        assertThat(header(head, "x-amz-delete-marker")).isEqualTo(silent ? "" : "true");
        assertThat(header(head, "x-amz-version-id")).isEqualTo(silent ? "" : marker);
        assertThat(header(get, "x-amz-delete-marker")).isEqualTo(silent ? "" : "true");
    }

    @Test
    void aDeleteMarkerCannotBeReadByItsVersion() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        String marker = delete(bucket, "a");

        HeadObjectRequest head = HeadObjectRequest.builder()
                .bucket(bucket)
                .key("a")
                .versionId(marker)
                .build();
        S3Exception exception =
                refused(deviates(KnownDeviation.HEAD_OF_A_MARKER_IS_404) ? 404 : 405, () -> s3.headObject(head));

        assertThat(header(exception, "x-amz-delete-marker"))
                .isEqualTo(deviates(KnownDeviation.READS_TELL_NO_MARKER) ? "" : "true");
    }

    @Test
    void aVersionThatIsGoneIsNotFound() {
        String bucket = newVersionedBucket();
        String id = put(bucket, "a", "1").versionId();
        put(bucket, "a", "2");
        s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(id));

        refused(
                404,
                deviates(KnownDeviation.NO_SUCH_VERSION_IS_NO_SUCH_KEY) ? "NoSuchKey" : "NoSuchVersion",
                () -> s3.getObject(GetObjectRequest.builder()
                        .bucket(bucket)
                        .key("a")
                        .versionId(id)
                        .build()));
        s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(id));
    }

    @Test
    void aKeyMarkerAloneIsExclusive() {
        String bucket = newVersionedBucket();
        String one = put(bucket, "a", "1").versionId();
        String two = put(bucket, "b", "1").versionId();

        List<String> page =
                text(s3.listObjectVersions(list -> list.bucket(bucket).keyMarker("a")));

        if (deviates(KnownDeviation.KEY_MARKER_IS_INCLUSIVE)) {
            assertThat(page).containsExactly("a " + one + " latest", "b " + two + " latest");
        } else {
            assertThat(page).containsExactly("b " + two + " latest");
        }
    }

    @Test
    void aKeyMarkerOfANullVersionIsExclusiveToo() {
        String bucket = newBucket();
        put(bucket, "a", "1");
        put(bucket, "b", "1");

        assertThat(text(s3.listObjectVersions(list -> list.bucket(bucket).keyMarker("a"))))
                .containsExactly("b null latest");
    }

    @Test
    void pagesOfOneVersionTileTheListing() {
        String bucket = newVersionedBucket();
        for (String key : List.of("a", "a/", "ü &+%", "z😀", "z￮")) {
            put(bucket, key, "1");
            put(bucket, key, "2");
            delete(bucket, key);
        }
        List<String> all = new ArrayList<>();

        s3.listObjectVersionsPaginator(list -> list.bucket(bucket).maxKeys(1)).forEach(page -> all.addAll(text(page)));

        assertThat(all).hasSize(15).doesNotHaveDuplicates();
        assertThat(all).containsExactlyInAnyOrderElementsOf(text(versions(bucket)));
        assertThat(all.stream().map(entry -> entry.replaceAll(" [^ ]{31,}( latest)?$", "")))
                .containsExactly(
                        "-a", "a", "a", "-a/", "a/", "a/", "-z￮", "z￮", "z￮", "-z😀", "z😀", "z😀", "-ü &+%", "ü &+%",
                        "ü &+%");
    }

    @Test
    void aVersionIdMarkerNeedsAKeyMarker() {
        String bucket = newVersionedBucket();
        String id = put(bucket, "a", "1").versionId();

        if (deviates(KnownDeviation.KEY_MARKER_IS_INCLUSIVE)) {
            assertThat(text(s3.listObjectVersions(list -> list.bucket(bucket).versionIdMarker(id))))
                    .hasSizeLessThanOrEqualTo(1);
        } else {
            refused(
                    400,
                    "InvalidArgument",
                    () -> s3.listObjectVersions(list -> list.bucket(bucket).versionIdMarker(id)));
        }
    }

    @Test
    void versionsAreGroupedByADelimiterToo() {
        String bucket = newVersionedBucket();
        put(bucket, "a/1", "1");
        put(bucket, "a/1", "2");
        delete(bucket, "a/2");
        String id = put(bucket, "b", "1").versionId();

        ListObjectVersionsResponse page =
                s3.listObjectVersions(list -> list.bucket(bucket).delimiter("/"));

        assertThat(page.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        assertThat(text(page)).containsExactly("b " + id + " latest");
    }

    @Test
    void manyVersionsAreDeletedInOneRequest() {
        String bucket = newVersionedBucket();
        String first = put(bucket, "a", "1").versionId();
        String second = put(bucket, "a", "2").versionId();
        put(bucket, "b", "1");

        List<DeletedObject> deleted = s3.deleteObjects(delete -> delete.bucket(bucket)
                        .delete(objects -> objects.objects(
                                ObjectIdentifier.builder()
                                        .key("a")
                                        .versionId(first)
                                        .build(),
                                ObjectIdentifier.builder().key("b").build(),
                                ObjectIdentifier.builder().key("never there").build())))
                .deleted();

        assertThat(deleted).extracting(DeletedObject::key).containsExactlyInAnyOrder("a", "b", "never there");
        assertThat(deleted).extracting(DeletedObject::versionId).contains(first);
        assertThat(deleted).extracting(DeletedObject::deleteMarker).contains(true);
        assertThat(versions(bucket).versions())
                .extracting(ObjectVersion::versionId)
                .contains(second)
                .doesNotContain(first);
    }
}
