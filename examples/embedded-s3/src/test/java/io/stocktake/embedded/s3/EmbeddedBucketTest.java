package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ArchiveStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ReplicationStatus;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

class EmbeddedBucketTest {
    private static final Account OTHER = Account.of("444455556666", "other", "other", "othersecret");

    private final EmbeddedS3 server =
            EmbeddedS3.builder().account(Account.standard()).account(OTHER).start();
    private final S3Client s3 = Clients.of(server);

    @AfterEach
    void close() {
        s3.close();
        server.close();
    }

    @Test
    void everythingThatIsPutDirectlyIsToldByHead() {
        EmbeddedBucket bucket = server.createBucket("data").enableObjectLock();
        Instant written = Instant.parse("2020-02-29T12:34:56.789Z");
        Instant until = Instant.parse("2021-01-01T00:00:00Z");
        StoredVersion stored = bucket.put(PutRequest.of("a", "hello world".getBytes(UTF_8))
                .partSizes(6, 5)
                .storageClass("INTELLIGENT_TIERING")
                .metadata("Colour", "blue")
                .header("Content-Type", "text/plain")
                .encryption(Encryption.kmsWithBucketKey("key-1"))
                .retention(Retention.Mode.COMPLIANCE, until)
                .legalHold(LegalHold.OFF)
                .replicationStatus("COMPLETED")
                .archiveStatus("DEEP_ARCHIVE_ACCESS")
                .expiration(Instant.parse("2030-01-01T00:00:00Z"), "old things")
                .tag("a", "1")
                .checksum(ChecksumAlgorithm.SHA256)
                .owner(OTHER)
                .lastModified(written));

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket("data").key("a").checksumMode(ChecksumMode.ENABLED));

        assertThat(head.lastModified()).isEqualTo(Instant.parse("2020-02-29T12:34:56Z"));
        assertThat(head.eTag()).endsWith("-2\"");
        assertThat(head.versionId()).isEqualTo(stored.versionId());
        assertThat(head.storageClass()).isEqualTo(StorageClass.INTELLIGENT_TIERING);
        assertThat(head.metadata()).containsEntry("colour", "blue");
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo("key-1");
        assertThat(head.bucketKeyEnabled()).isTrue();
        assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
        assertThat(head.objectLockRetainUntilDate()).isEqualTo(until);
        assertThat(head.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.OFF);
        assertThat(head.replicationStatus()).isEqualTo(ReplicationStatus.COMPLETED);
        assertThat(head.archiveStatus()).isEqualTo(ArchiveStatus.DEEP_ARCHIVE_ACCESS);
        assertThat(head.expiration())
                .isEqualTo("expiry-date=\"Tue, 01 Jan 2030 00:00:00 GMT\", rule-id=\"old things\"");
        assertThat(head.checksumSHA256()).endsWith("-2");
        S3Object listed = s3.listObjectsV2(list -> list.bucket("data").fetchOwner(true))
                .contents()
                .get(0);
        assertThat(listed.owner().id()).isEqualTo(OTHER.canonicalId());
        assertThat(listed.lastModified()).isEqualTo(written);
    }

    @Test
    void anotherAccountOwnsWhatItWrites() {
        server.createBucket("data");
        try (S3Client other = Clients.plain(server.endpoint(), "other", "othersecret")) {
            other.putObject(
                    put -> put.bucket("data").key("a").acl("bucket-owner-full-control"), RequestBody.fromString("1"));
        }

        assertThat(server.bucket("data").versions())
                .extracting(StoredVersion::owner)
                .containsExactly(OTHER.canonicalId());
        assertThat(s3.getObjectAcl(get -> get.bucket("data").key("a")).grants())
                .extracting(grant -> grant.grantee().id())
                .containsExactly(OTHER.canonicalId(), server.account().canonicalId());
    }

    @Test
    void theBucketsOwnerOwnsWhatOthersWriteWhereItIsEnforcedOrPreferred() {
        EmbeddedBucket bucket = server.createBucket("data");
        try (S3Client other = Clients.plain(server.endpoint(), "other", "othersecret")) {
            other.putObject(put -> put.bucket("data").key("a"), RequestBody.fromString("1"));
            bucket.ownership(ObjectOwnership.BUCKET_OWNER_PREFERRED);
            other.putObject(put -> put.bucket("data").key("b"), RequestBody.fromString("1"));
            other.putObject(
                    put -> put.bucket("data").key("c").acl("bucket-owner-full-control"), RequestBody.fromString("1"));
            assertThat(bucket.versions())
                    .extracting(StoredVersion::owner)
                    .containsExactly(
                            OTHER.canonicalId(),
                            OTHER.canonicalId(),
                            server.account().canonicalId());
            bucket.ownership(ObjectOwnership.BUCKET_OWNER_ENFORCED);
            other.putObject(put -> put.bucket("data").key("d"), RequestBody.fromString("1"));
        }

        assertThat(bucket.versions())
                .extracting(StoredVersion::owner)
                .hasSize(4)
                .containsOnly(server.account().canonicalId());
        assertThat(s3.listObjectsV2(list -> list.bucket("data").fetchOwner(true))
                        .contents())
                .extracting(object -> object.owner().id())
                .hasSize(4)
                .containsOnly(server.account().canonicalId());
    }

    @Test
    void aDeleteMarkerHasTheDateThatItIsGiven() {
        EmbeddedBucket bucket = server.createBucket("data").enableVersioning();
        bucket.put("a", new byte[] {1});
        bucket.delete("a", Instant.parse("2020-02-29T12:34:56.789Z"));

        assertThat(s3.listObjectVersions(list -> list.bucket("data")).deleteMarkers())
                .extracting(marker -> marker.lastModified().toString() + " " + marker.isLatest())
                .containsExactly("2020-02-29T12:34:56.789Z true");
    }

    @Test
    void aListingGoesOnAfterAVersionThatHasVanished() {
        EmbeddedBucket bucket = server.createBucket("data").enableVersioning();
        String first = bucket.put("a", new byte[] {1}).versionId();
        String second = bucket.put("a", new byte[] {2}).versionId();
        bucket.put("a", new byte[] {3});
        bucket.delete("a", second);

        assertThat(s3.listObjectVersions(
                                list -> list.bucket("data").keyMarker("a").versionIdMarker(second))
                        .versions())
                .extracting(software.amazon.awssdk.services.s3.model.ObjectVersion::versionId)
                .containsExactly(first);
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(Account.standard().toString())
                .isEqualTo("Account[accountId=111122223333, canonicalId="
                        + Account.standard().canonicalId() + ", displayName=test, accessKey=test]");
    }

    @Test
    void partsHaveToAddUp() {
        assertThatThrownBy(() -> PutRequest.of("a", new byte[3]).partSizes(1, 1))
                .hasMessage("Cannot put \"a\": its parts have 2 bytes together and its content has 3");
    }

    @Test
    void halfASurrogateIsNoKey() {
        assertThatThrownBy(() -> PutRequest.of("a\uD83D", new byte[0]))
                .hasMessage(
                        "Cannot use the key \"a\uD83D\": it holds half a surrogate pair, which UTF-8 cannot encode");
    }

    @Test
    void aBucketIsNamedAsS3Allows() {
        assertThatThrownBy(() -> server.createBucket("UPPER"))
                .hasMessage("Cannot create the bucket \"UPPER\": The specified bucket is not valid.");
        assertThatThrownBy(() -> server.bucket("none"))
                .hasMessage("Cannot use the bucket \"none\": The specified bucket does not exist");
    }
}
