package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketListingTest {
    private EmbeddedS3 server;
    private StoreClient client;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        client = StoreClient.open(store());
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aPrefixAndARangeAreBothObeyed() {
        EmbeddedBucket bucket = server.createBucket("prefixed");
        for (String key : List.of("a", "b", "b/", "b/1", "b/2", "b/3", "b0", "c")) {
            bucket.put(key, new byte[1]);
        }
        ListingRequest request = new ListingRequest(
                location("prefixed"),
                "b/",
                IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.OMITTED,
                KeyRange.between(UTF8String.fromString("b/"), UTF8String.fromString("b/2")),
                1000);

        assertThat(read(request).stream().map(entry -> entry.key().toString())).containsExactly("b/1", "b/2");
    }

    @Test
    void anEmptyBucketAndAnEmptyRangeHaveNoEntries() {
        server.createBucket("empty");
        ListingRequest request = request("empty", IncludedObjectVersions.ALL, 1000);

        assertThat(read(request)).isEmpty();
        server.requests().clear();
        assertThat(read(request.over(KeyRange.upTo(UTF8String.EMPTY_UTF8)))).isEmpty();
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void throttlingCutConnectionsAndTruncatedPagesChangeNothing() throws Exception {
        EmbeddedBucket bucket = server.createBucket("faulty");
        for (int i = 0; i < 300; i++) {
            bucket.put("key-%03d".formatted(i), new byte[1]);
        }
        RequestCounter counter = new RequestCounter();
        List<ListedVersion> listed;
        try (Faults.Fault slow = server.faults().slowDown(0.05, 1);
                Faults.Fault error = server.faults().internalError(0.05, 2);
                Faults.Fault before = server.faults().cutBefore(0.05, 3);
                Faults.Fault after = server.faults().cutAfter(0.05, 4);
                Faults.Fault truncated = server.faults().truncatedPages(0.05, 5);
                Faults.Fault malformed = server.faults().malformedPages(0.05, 6)) {
            listed = read(request("faulty", IncludedObjectVersions.CURRENT, 5), counter);
        }

        assertThat(listed.stream().map(BucketListingTest::text))
                .containsExactlyElementsOf(expected(bucket, IncludedObjectVersions.CURRENT));
        assertThat(counter.retries()).isPositive();
        assertThat(counter.requests()).isEqualTo(60 + counter.retries());
    }

    @Test
    void keysOutOfOrderFailTheListing() throws Exception {
        EmbeddedBucket bucket = server.createBucket("unordered");
        for (String key : List.of("a", "b", "c", "d")) {
            bucket.put(key, new byte[1]);
        }
        try (Faults.Fault fault = server.faults().pageOutOfOrder("unordered")) {
            assertThatThrownBy(() -> read(request("unordered", IncludedObjectVersions.CURRENT, 1000)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching(
                            "Cannot list bucket \"unordered\" of store \"embedded\": key \"[abcd]\" came after"
                                    + " key \"[abcd]\", which is not the order of S3, and entries would be lost;"
                                    + " say \"listing: unordered\" of the store in stores.yaml and its buckets are listed"
                                    + " whole, each in one stream");
        }
    }

    @Test
    void aStoreThatIgnoresStartAfterFailsTheListing() throws Exception {
        EmbeddedBucket bucket = server.createBucket("ignorant");
        for (String key : List.of("a", "b", "c", "d")) {
            bucket.put(key, new byte[1]);
        }
        ListingRequest request = request("ignorant", IncludedObjectVersions.CURRENT, 1000)
                .over(KeyRange.after(UTF8String.fromString("b")));
        try (Faults.Fault fault = server.faults().startAfterIgnored("ignorant")) {
            assertThatThrownBy(() -> read(request))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "Cannot list bucket \"ignorant\" of store \"embedded\" after key \"b\": the store answered"
                                    + " with the earlier key \"a\", so it does not know StartAfter and its buckets cannot be"
                                    + " listed in ranges; say \"listing: unordered\" of the store in stores.yaml and"
                                    + " its buckets are listed whole, each in one stream");
        }
    }

    @Test
    void aRefusalNamesTheBucketAndThePermission() throws Exception {
        server.createBucket("closed");
        try (Faults.Fault fault = server.faults().denied("ListObjectVersions")) {
            assertThatThrownBy(() -> read(request("closed", IncludedObjectVersions.ALL, 1000)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching(
                            "Cannot list bucket \"closed\" of store \"embedded\": AccessDenied: Access Denied"
                                    + " \\(status 403, request [^)]+\\); it needs the permission s3:ListBucketVersions");
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read(request("nowhere", IncludedObjectVersions.CURRENT, 1000)))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(
                        "Cannot list bucket \"nowhere\" of store \"embedded\": NoSuchBucket: The specified bucket"
                                + " does not exist \\(status 404, request [^)]+\\)");
    }

    private static List<String> expected(EmbeddedBucket bucket, IncludedObjectVersions versions) {
        boolean isAll = versions == IncludedObjectVersions.ALL;
        return (isAll ? bucket.versions() : bucket.objects())
                .stream().map(version -> text(version, isAll)).toList();
    }

    private static String text(StoredVersion version, boolean hasVersionId) {
        return String.join(
                " ",
                version.key(),
                hasVersionId ? version.versionId() : "",
                Boolean.toString(version.isLatest()),
                Boolean.toString(version.isDeleteMarker()),
                Long.toString(version.size()),
                version.lastModified().toString(),
                version.eTag());
    }

    private static String text(ListedVersion version) {
        return String.join(
                " ",
                version.key().toString(),
                version.versionId().toString(),
                Boolean.toString(version.isLatest()),
                Boolean.toString(version.isDeleteMarker()),
                Long.toString(version.size()),
                java.time.Instant.EPOCH
                        .plus(version.lastModified(), java.time.temporal.ChronoUnit.MICROS)
                        .toString(),
                version.eTag().toString());
    }

    private List<ListedVersion> read(ListingRequest request) {
        return read(request, new RequestCounter());
    }

    private List<ListedVersion> read(ListingRequest request, RequestCounter counter) {
        List<ListedVersion> all = new ArrayList<>();
        try (BucketListing listing = new BucketListing(client, request, counter)) {
            List<ListedVersion> page = listing.nextPage();
            while (!page.isEmpty()) {
                all.addAll(page);
                page = listing.nextPage();
            }
        }
        return all;
    }

    private ListingRequest request(String bucket, IncludedObjectVersions versions, int pageSize) {
        return new ListingRequest(
                location(bucket), "", versions, ListingRequest.Owners.OMITTED, KeyRange.all(), pageSize);
    }

    private BucketLocation location(String bucket) {
        return new BucketLocation(store(), bucket, bucket);
    }

    private Store store() {
        return Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
    }
}
