package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.embedded.s3.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionRequestsTest {
    private static final Instant UNTIL = Instant.parse("2099-01-02T03:04:05Z");
    private static final Instant DATE = Instant.parse("2024-05-06T22:37:48Z");

    private EmbeddedS3 server;
    private StoreClient client;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        client = StoreClient.open(Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString())));
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aHeadTellsEncryptionLocksAndChecksums() {
        EmbeddedBucket bucket = server.createBucket("heads").enableObjectLock();
        bucket.put(PutRequest.of("k", new byte[3])
                .encryption(Encryption.kms("key"))
                .retention(Retention.Mode.GOVERNANCE, UNTIL)
                .legalHold(LegalHold.ON));
        ListedVersion listed = listed(bucket);

        VersionHead head =
                requests(bucket, IncludedObjectVersions.ALL).head(listed).orElseThrow();

        assertThat(head.now()).isEqualTo(listed);
        assertThat(head.head().encryptionStatus()).isEqualTo("SSE-KMS");
        assertThat(head.hasContentInETag()).isFalse();
        assertThat(head.head().retainUntilDate()).contains(UNTIL);
        assertThat(head.head().legalHoldStatus()).contains("ON");
        assertThat(head.checksums()).containsOnlyKeys("CRC64NVME");
        assertThat(head.checksumType()).contains("FULL_OBJECT");
    }

    @Test
    void aCurrentObjectThatWasOverwrittenIsToldAsItIsNow() {
        EmbeddedBucket bucket = server.createBucket("overwritten");
        bucket.put("k", new byte[3]);
        ListedVersion listed = listed(bucket);
        StoredVersion now = bucket.put(PutRequest.of("k", new byte[5]).lastModified(DATE));

        assertThat(requests(bucket, IncludedObjectVersions.CURRENT)
                        .head(listed)
                        .orElseThrow()
                        .now())
                .isEqualTo(new ListedVersion(
                        listed.key(),
                        listed.versionId(),
                        true,
                        false,
                        5,
                        DATE.getEpochSecond() * 1_000_000,
                        UTF8String.fromString(now.eTag()),
                        UTF8String.fromString("STANDARD"),
                        UTF8String.EMPTY_UTF8,
                        listed.ownerId()));
    }

    @Test
    void theHeadOfAnObjectWithACustomersKeySaysNoMore() {
        EmbeddedBucket bucket = server.createBucket("customer-key");
        bucket.put(PutRequest.of("k", new byte[3]).encryption(Encryption.customerKey(new byte[32])));

        VersionHead head = requests(bucket, IncludedObjectVersions.CURRENT)
                .head(listed(bucket))
                .orElseThrow();

        assertThat(head.head().encryptionStatus()).isEqualTo("SSE-C");
        assertThat(head.hasContentInETag()).isFalse();
        assertThat(head.checksums()).isEmpty();
    }

    @Test
    void theFirstPartIsKnownOfMultipartObjectsOnly() {
        EmbeddedBucket bucket = server.createBucket("parts");
        bucket.put(PutRequest.of("k", new byte[100]).partSizes(60, 40));
        VersionRequests requests = requests(bucket, IncludedObjectVersions.CURRENT);
        assertThat(requests.firstPart(listed(bucket))).contains(new FirstPart(2, 60));

        bucket.put("k", new byte[100]);
        assertThat(requests.firstPart(listed(bucket))).isEmpty();
        assertThat(requests.heads()).isEqualTo(2);
    }

    @Test
    void tagsAndGrantsAreToldWithoutTheOwnersOwn() {
        EmbeddedBucket bucket = server.createBucket("tags");
        bucket.put(PutRequest.of("k", new byte[1]).tag("a", "1").tag("b", "").acl("public-read"));
        VersionRequests requests = requests(bucket, IncludedObjectVersions.CURRENT);

        assertThat(requests.tags(listed(bucket))).contains(Map.of("a", "1", "b", ""));
        assertThat(requests.grants(listed(bucket)))
                .contains(Set.of("http://acs.amazonaws.com/groups/global/AllUsers READ"));
    }

    @Test
    void whatIsNoLongerThereIsEmpty() {
        EmbeddedBucket bucket = server.createBucket("vanished").enableVersioning();
        StoredVersion version = bucket.put("k", new byte[1]);
        ListedVersion listed = listed(bucket);
        bucket.delete("k", version.versionId());
        VersionRequests requests = requests(bucket, IncludedObjectVersions.ALL);

        assertThat(requests.head(listed)).isEmpty();
        assertThat(requests.firstPart(listed)).isEmpty();
        assertThat(requests.tags(listed)).isEmpty();
        assertThat(requests.grants(listed)).isEmpty();
    }

    @Test
    void aStoreThatDoesNotKnowTagsOrGrantsHasNone() throws Exception {
        EmbeddedBucket bucket = server.createBucket("unknown");
        bucket.put("k", new byte[1]);
        VersionRequests requests = requests(bucket, IncludedObjectVersions.CURRENT);

        try (Faults.Fault tags = server.faults().failNext("GetObjectTagging", 1, 501, "NotImplemented");
                Faults.Fault grants = server.faults().failNext("GetObjectAcl", 1, 501, "NotImplemented");
                Faults.Fault lock = server.faults().failNext("GetObjectLockConfiguration", 1, 501, "NotImplemented")) {
            assertThat(requests.tags(listed(bucket))).contains(Map.of());
            assertThat(requests.grants(listed(bucket))).contains(Set.of());
            assertThat(requests.hasObjectLock()).isFalse();
        }
        try (Faults.Fault tags = server.faults().failNext("GetObjectTagging", 1, 404, "NoSuchTagSet")) {
            assertThat(requests.tags(listed(bucket))).contains(Map.of());
        }
    }

    @Test
    void aBucketHasObjectLockOrNot() {
        EmbeddedBucket locked = server.createBucket("locked").enableObjectLock();
        EmbeddedBucket plain = server.createBucket("not-locked");

        assertThat(requests(locked, IncludedObjectVersions.ALL).hasObjectLock()).isTrue();
        assertThat(requests(plain, IncludedObjectVersions.ALL).hasObjectLock()).isFalse();
    }

    @Test
    void aRefusalNamesTheVersionAndThePermission() {
        EmbeddedBucket bucket = server.createBucket("refused").enableVersioning();
        StoredVersion version = bucket.put("k", new byte[1]);
        ListedVersion listed = listed(bucket);
        VersionRequests all = requests(bucket, IncludedObjectVersions.ALL);
        VersionRequests current = requests(bucket, IncludedObjectVersions.CURRENT);
        String ofVersion = " of key \"k\" version \"" + version.versionId() + "\"";

        assertRefused("GetObjectTagging", () -> all.tags(listed), "the tags" + ofVersion, "s3:GetObjectVersionTagging");
        assertRefused("GetObjectAcl", () -> all.grants(listed), "the ACL" + ofVersion, "s3:GetObjectVersionAcl");
        assertRefused("HeadObject", () -> all.head(listed), "the HEAD" + ofVersion, "s3:GetObjectVersion");
        assertRefused("HeadObject", () -> current.head(listed), "the HEAD of key \"k\"", "s3:GetObject");
        assertRefused(
                "GetObjectLockConfiguration",
                all::hasObjectLock,
                "the Object Lock configuration",
                "s3:GetBucketObjectLockConfiguration");
    }

    private void assertRefused(String operation, Runnable request, String what, String permission) {
        server.faults().denied(operation);
        assertThatThrownBy(request::run)
                .isInstanceOf(StoreException.class)
                .hasMessageMatching("\\QCannot get " + what + " in bucket \"refused\" of store \"embedded\": \\E.*"
                        + " \\(status 403.*\\); it needs the permission " + permission);
        server.faults().clear();
    }

    private VersionRequests requests(EmbeddedBucket bucket, IncludedObjectVersions versions) {
        return new VersionRequests(client, location(bucket), versions, new RequestCounter());
    }

    private BucketLocation location(EmbeddedBucket bucket) {
        return new BucketLocation(client.store(), bucket.name(), bucket.name());
    }

    /** The first entry of a listing of all versions. */
    private ListedVersion listed(EmbeddedBucket bucket) {
        ListingRequest request = new ListingRequest(
                location(bucket), "", IncludedObjectVersions.ALL, ListingRequest.Owners.OMITTED, KeyRange.all(), 1000);
        try (BucketListing listing = new BucketListing(client, request, new RequestCounter())) {
            List<ListedVersion> page = listing.nextPage();
            return page.get(0);
        }
    }
}
