package io.stocktake.replication.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestFilterTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T10:00:00Z");

    private static ListedVersion object(String key, long size, Instant created, String storageClass) {
        return new ListedVersion(
                UTF8String.fromString(key),
                UTF8String.fromString("v1"),
                true,
                false,
                size,
                ChronoUnit.MICROS.between(Instant.EPOCH, created),
                UTF8String.fromString("d41d8cd98f00b204e9800998ecf8427e"),
                UTF8String.fromString(storageClass),
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8);
    }

    private static ListedVersion object(String key) {
        return object(key, 7, MONDAY, "STANDARD");
    }

    private static ListedVersion deleteMarker(String key, Instant created) {
        ListedVersion object = object(key, 0, created, "");
        return new ListedVersion(
                object.key(),
                object.versionId(),
                true,
                true,
                0,
                object.lastModified(),
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8);
    }

    private static ObjectHead head(Optional<String> replicationStatus, String encryptionStatus) {
        return new ObjectHead(
                replicationStatus,
                encryptionStatus,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ObjectHead.BUCKET_KEY_DISABLED,
                Optional.empty());
    }

    @Test
    void noFilterAcceptsEverythingAndAsksForNothing() {
        ManifestFilter filter = ManifestFilter.none();
        assertThat(filter.acceptsListed(object("a", 0, Instant.EPOCH, ""))).isTrue();
        assertThat(filter.acceptsListed(object("a", Long.MAX_VALUE - 1, MONDAY, "GLACIER")))
                .isTrue();
        assertThat(filter.acceptsListed(deleteMarker("a", Instant.parse("1969-12-31T23:59:59.5Z"))))
                .isTrue();
        assertThat(filter.needsHead()).isFalse();
        assertThat(filter.acceptsHead(head(Optional.of("PENDING"), "SSE-C"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/x.jpg, true",
        "a/x.JPG, false",
        "b/x.jpg, false",
        "ü/x.png, true",
        "ü/y.png, false",
        "u/x.png, false",
        "a/y.jpg, false"
    })
    void aKeyMatchesOneOfEachListThatIsNotEmpty(String key, boolean accepted) {
        ManifestFilter filter = ManifestFilter.none()
                .withKeyNameConstraint(
                        KeyNameConstraint.of(List.of("a/", "ü"), List.of(".jpg", ".png"), List.of("x", "z")));
        assertThat(filter.acceptsListed(object(key))).isEqualTo(accepted);
        assertThat(filter.acceptsListed(deleteMarker(key, MONDAY))).isEqualTo(accepted);
        assertThat(filter.needsHead()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "4, false", "5, true", "9, true", "10, false"})
    void sizesAreBetweenTheTwoBounds(long size, boolean accepted) {
        ManifestFilter filter = ManifestFilter.none().withObjectSize(4, 10);
        assertThat(filter.acceptsListed(object("a", size, MONDAY, "STANDARD"))).isEqualTo(accepted);
    }

    @Test
    void anObjectOfNoBytesIsAcceptedUnlessItIsToBeGreaterThanZero() {
        ListedVersion empty = object("a", 0, MONDAY, "STANDARD");
        assertThat(ManifestFilter.none().withObjectSize(-1, 1).acceptsListed(empty))
                .isTrue();
        assertThat(ManifestFilter.none().withObjectSize(0, Long.MAX_VALUE).acceptsListed(empty))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, true", "'', true", "GLACIER, true", "STANDARD_IA, false", "standard, false"})
    void aStorageClassThatIsNotToldIsStandard(String storageClass, boolean accepted) {
        ManifestFilter filter = ManifestFilter.none().withMatchAnyStorageClass(Set.of("STANDARD", "GLACIER"));
        assertThat(filter.acceptsListed(object("a", 7, MONDAY, storageClass))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-16T10:00:00Z, false",
        "2026-11-16T10:00:00.000001Z, true",
        "2026-11-17T09:59:59.999999Z, true",
        "2026-11-17T10:00:00Z, false",
        "1969-12-31T23:59:59.5Z, false"
    })
    void versionsAreMadeBetweenTheTwoInstants(Instant created, boolean accepted) {
        ManifestFilter filter = ManifestFilter.none().withCreated(MONDAY, MONDAY.plus(1, ChronoUnit.DAYS));
        assertThat(filter.acceptsListed(object("a", 7, created, "STANDARD"))).isEqualTo(accepted);
        assertThat(filter.acceptsListed(deleteMarker("a", created))).isEqualTo(accepted);
    }

    @Test
    void ofADeleteMarkerOnlyKeyAndDateAreLookedAt() {
        ManifestFilter filter = ManifestFilter.none()
                .withObjectSize(1_000, 2_000)
                .withMatchAnyStorageClass(Set.of("GLACIER"))
                .withObjectReplicationStatuses(Set.of(ObjectReplicationStatus.FAILED))
                .withMatchAnyObjectEncryption(Set.of(ObjectEncryption.SSEKMS));
        assertThat(filter.acceptsListed(deleteMarker("a", MONDAY))).isTrue();
        assertThat(filter.acceptsListed(object("a"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"NONE, ''", "FAILED, FAILED", "COMPLETED, COMPLETED", "REPLICA, REPLICA"})
    void aReplicationStatusCostsAHead(ObjectReplicationStatus status, String header) {
        ManifestFilter filter = ManifestFilter.none().withObjectReplicationStatuses(Set.of(status));
        assertThat(filter.acceptsListed(object("a"))).isTrue();
        assertThat(filter.needsHead()).isTrue();
        for (String told : List.of("", "PENDING", "FAILED", "COMPLETED", "REPLICA")) {
            assertThat(filter.acceptsHead(head(Optional.of(told).filter(text -> !text.isEmpty()), "NOT-SSE")))
                    .as(told)
                    .isEqualTo(told.equals(header));
        }
    }

    @ParameterizedTest
    @CsvSource({"SSES3, SSE-S3", "SSEKMS, SSE-KMS", "DSSEKMS, DSSE-KMS", "SSEC, SSE-C", "NOTSSE, NOT-SSE"})
    void anEncryptionCostsAHead(ObjectEncryption encryption, String status) {
        ManifestFilter filter = ManifestFilter.none().withMatchAnyObjectEncryption(Set.of(encryption));
        assertThat(filter.acceptsListed(object("a"))).isTrue();
        assertThat(filter.needsHead()).isTrue();
        for (String told : List.of("SSE-S3", "SSE-KMS", "DSSE-KMS", "SSE-C", "NOT-SSE")) {
            assertThat(filter.acceptsHead(head(Optional.empty(), told)))
                    .as(told)
                    .isEqualTo(told.equals(status));
        }
    }

    @Test
    void statusAndEncryptionBothHaveToMatch() {
        ManifestFilter filter = ManifestFilter.none()
                .withObjectReplicationStatuses(Set.of(ObjectReplicationStatus.NONE, ObjectReplicationStatus.FAILED))
                .withMatchAnyObjectEncryption(Set.of(ObjectEncryption.NOTSSE));
        assertThat(filter.acceptsHead(head(Optional.empty(), "NOT-SSE"))).isTrue();
        assertThat(filter.acceptsHead(head(Optional.of("FAILED"), "NOT-SSE"))).isTrue();
        assertThat(filter.acceptsHead(head(Optional.of("FAILED"), "SSE-S3"))).isFalse();
        assertThat(filter.acceptsHead(head(Optional.of("REPLICA"), "NOT-SSE"))).isFalse();
    }

    @Test
    void boundsThatLeaveNothingAreRefused() {
        assertThatThrownBy(() -> ManifestFilter.none().withObjectSize(10, 11))
                .hasMessage("Cannot filter by size: nothing is greater than \"10\" and less than \"11\" bytes");
        assertThatThrownBy(() -> ManifestFilter.none().withObjectSize(-1, 0))
                .hasMessage("Cannot filter by size: nothing is greater than \"-1\" and less than \"0\" bytes");
        assertThatThrownBy(() -> ManifestFilter.none().withObjectSize(-2, 10))
                .hasMessage("Cannot filter by size: ObjectSizeGreaterThanBytes is \"-2\", and no size is below 0");
        assertThatThrownBy(() -> ManifestFilter.none().withCreated(MONDAY, MONDAY))
                .hasMessage("Cannot filter by date: nothing was created after \"2026-11-16T10:00:00Z\" and before"
                        + " \"2026-11-16T10:00:00Z\"");
    }

    @Test
    void aFilterTravels() throws IOException, ClassNotFoundException {
        ManifestFilter filter = new ManifestFilter(
                Set.copyOf(Arrays.asList(ObjectReplicationStatus.values())),
                KeyNameConstraint.of(List.of("ü"), List.of(".jpg"), List.of("x")),
                0,
                10,
                Set.of("GLACIER"),
                Set.of(ObjectEncryption.SSEC),
                MONDAY,
                Instant.MAX);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(filter);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(filter);
        }
    }
}
