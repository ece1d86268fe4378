package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.FaultRates;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.Profile;
import io.stocktake.embedded.s3.StoredVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Any keys, any versions, any prefix, any pages, any cuts, on S3 and on Ceph 16, and whatever goes wrong: the rows of the
 * ranges together are the model's, or the listing fails and says where.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomListingsTest {
    private EmbeddedS3 aws;
    private EmbeddedS3 ceph;
    private StoreClient ofAws;
    private StoreClient ofCeph;
    private StoreClient unordered;
    private int buckets;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        aws = EmbeddedS3.start();
        ceph = EmbeddedS3.builder().profile(Profile.CEPH_16).start();
        ofAws = StoreClient.open(store(aws, "ordered"));
        ofCeph = StoreClient.open(store(ceph, "ordered"));
        unordered = StoreClient.open(store(aws, "unordered"));
    }

    @AfterEach
    void endFaults() {
        aws.faults().clear();
    }

    @AfterAll
    void stop() {
        ofAws.close();
        ofCeph.close();
        unordered.close();
        aws.close();
        ceph.close();
    }

    @Test
    void theRowsAreTheModelsWhateverTheKeysThePagesAndTheCuts() {
        for (long seed = 0; seed < 250; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = seed % 3 == 0 ? new World(ceph, ofCeph, random, 60) : new World(aws, ofAws, random, 60);

            assertThat(world.listed()).as("seed %d: %s", seed, world).containsExactlyElementsOf(world.expected());
        }
    }

    @Test
    void whatTheRequestsSufferChangesNoRow() {
        long retries = 0;
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(aws, ofAws, random, 120);
            List<ListedVersion> listed;
            try (Faults.Fault requests = aws.faults()
                            .atRates(
                                    FaultRates.none()
                                            .slowDown(rate(random, 0.02))
                                            .internalError(rate(random, 0.1))
                                            .cutBefore(rate(random, 0.1))
                                            .cutAfter(rate(random, 0.1)),
                                    seed);
                    Faults.Fault truncated = aws.faults().truncatedPages(rate(random, 0.2), seed);
                    Faults.Fault malformed = aws.faults().malformedPages(rate(random, 0.2), seed);
                    Faults.Fault slow = aws.faults().delay(Duration.ofMillis(random.nextInt(3)))) {
                listed = world.listed();
            }

            assertThat(listed).as("seed %d: %s", seed, world).containsExactlyElementsOf(world.expected());
            retries += world.counter.retries();
        }
        assertThat(retries).isGreaterThan(20);
    }

    @Test
    void aStoreThatListsInAnotherWayIsListedWholeOrTheErrorSaysWhere() {
        int failed = 0;
        for (long seed = 0; seed < 120; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(aws, ofAws, random, 60);
            List<ListedVersion> listed = List.of();
            String refusal = "";
            try (Faults.Fault deviation = random.nextBoolean()
                    ? aws.faults().startAfterIgnored(world.name)
                    : aws.faults().pageOutOfOrder(world.name)) {
                listed = world.listed();
            } catch (StoreException why) {
                refusal = why.getMessage();
            }

            if (refusal.isEmpty()) {
                // In which order the versions of one key are no one but the store can tell.
                assertThat(listed).as("seed %d: %s", seed, world).containsExactlyInAnyOrderElementsOf(world.expected());
            } else {
                failed++;
                assertThat(refusal)
                        .as("seed %d: %s", seed, world)
                        .startsWith("Cannot list bucket \"" + world.name + "\" of store \"embedded\"")
                        .containsAnyOf("key \"", "the page was truncated");
            }
        }
        assertThat(failed).isBetween(20, 100);
    }

    /** From its beginning: where a listing without order starts behind a key, nobody can tell what it left out. */
    @Test
    void aStoreThatListsInNoOrderIsListedWholeOrTheErrorTellsTheKeysAndTheWayOut() {
        int failed = 0;
        for (long seed = 0; seed < 60; seed++) {
            World world = new World(aws, ofAws, new SplittableRandom(seed), 20).fromBeginningToEnd();
            List<ListedVersion> listed = List.of();
            String refusal = "";
            try (Faults.Fault deviation = aws.faults().unordered(world.name)) {
                listed = world.listed();
            } catch (StoreException why) {
                refusal = why.getMessage();
            }

            if (refusal.isEmpty()) {
                assertThat(listed).as("seed %d: %s", seed, world).containsExactlyElementsOf(world.expected());
            } else {
                failed++;
                assertThat(refusal)
                        .as("seed %d: %s", seed, world)
                        .startsWith("Cannot list bucket \"" + world.name + "\" of store \"embedded\": key \"")
                        .contains("\" came after key \"")
                        .contains("; say \"listing: unordered\" of the store in stores.yaml");
            }
        }
        assertThat(failed).isBetween(20, 55);
    }

    @Test
    void aStoreThatIsSaidToListInNoOrderIsListedWhole() {
        for (long seed = 0; seed < 80; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(aws, unordered, random, 60);
            // KeyMarker is all that a listing of versions has to go on by.
            boolean mayIgnore = world.request.versions() == IncludedObjectVersions.CURRENT;
            List<ListedVersion> listed;
            try (Faults.Fault deviation =
                    switch (random.nextInt(mayIgnore ? 3 : 2)) {
                        case 0 -> aws.faults().unordered(world.name);
                        case 1 -> aws.faults().pageOutOfOrder(world.name);
                        default -> aws.faults().startAfterIgnored(world.name);
                    }) {
                listed = world.listed();
            }

            assertThat(listed).as("seed %d: %s", seed, world).containsExactlyInAnyOrderElementsOf(world.expected());
        }
    }

    private static double rate(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble(most);
    }

    /** A bucket, a request, and cuts. */
    private final class World {
        private final StoreClient client;
        private final String name;
        private final RandomBucket bucket;
        private final ListingRequest request;
        private final List<String> cuts;
        private final RequestCounter counter = new RequestCounter();

        private World(EmbeddedS3 server, StoreClient client, SplittableRandom random, int most) {
            this.client = client;
            this.name = "random-" + ++buckets;
            this.bucket = RandomBucket.fill(server.createBucket(name), random, most);
            IncludedObjectVersions versions =
                    random.nextBoolean() ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT;
            KeyRange range =
                    switch (random.nextInt(6)) {
                        case 0 -> KeyRange.after(utf8(bucket.cut()));
                        case 1 -> KeyRange.upTo(utf8(bucket.cut()));
                        case 2 -> KeyRange.between(utf8(bucket.cut()), utf8(bucket.cut()));
                        default -> KeyRange.all();
                    };
            this.request = new ListingRequest(
                    new BucketLocation(client.store(), name, name),
                    random.nextInt(3) == 0 ? bucket.prefix() : "",
                    versions,
                    random.nextBoolean() ? ListingRequest.Owners.FETCHED : ListingRequest.Owners.OMITTED,
                    range,
                    random.nextInt(4) == 0 ? 1000 : random.nextInt(1, 12));
            this.cuts = IntStream.range(0, random.nextInt(5))
                    .mapToObj(i -> bucket.cut())
                    .toList();
        }

        private World(World other) {
            this.client = other.client;
            this.name = other.name;
            this.bucket = other.bucket;
            this.request = other.request.over(KeyRange.all());
            this.cuts = List.of();
        }

        private World fromBeginningToEnd() {
            return new World(this);
        }

        private List<ListedVersion> listed() {
            // Without order there are no ranges.
            List<KeyRange> ranges = request.isOrdered()
                    ? request.range()
                            .cutAt(cuts.stream().map(RandomListingsTest::utf8).toList())
                    : List.of(request.range());
            ListingRequest listed = ranges.size() == 1 ? request.alone() : request;
            List<ListedVersion> all = new ArrayList<>();
            for (KeyRange range : ranges) {
                try (BucketListing listing = new BucketListing(client, listed.over(range), counter)) {
                    for (List<ListedVersion> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
                        all.addAll(page);
                    }
                }
            }
            return all;
        }

        private List<ListedVersion> expected() {
            String after = request.range().after().toString();
            boolean isAll = request.versions() == IncludedObjectVersions.ALL;
            boolean tellsOwner = isAll || request.owners() == ListingRequest.Owners.FETCHED;
            return bucket
                    .versions(version -> version.key().startsWith(request.prefix())
                            && RandomBucket.compare(version.key(), after) > 0
                            && request.range()
                                    .upTo()
                                    .map(end -> RandomBucket.compare(version.key(), end.toString()) <= 0)
                                    .orElse(true)
                            && (isAll || (version.isLatest() && !version.isDeleteMarker())))
                    .stream()
                    .map(version -> told(version, isAll ? version.versionId() : "", tellsOwner ? version.owner() : ""))
                    .toList();
        }

        @Override
        public String toString() {
            return request + ", cut at " + cuts;
        }
    }

    private static ListedVersion told(StoredVersion version, String versionId, String owner) {
        return new ListedVersion(
                utf8(version.key()),
                utf8(versionId),
                version.isLatest(),
                version.isDeleteMarker(),
                version.size(),
                Microseconds.of(version.lastModified()),
                utf8(version.eTag()),
                utf8(version.storageClass()),
                utf8(version.checksumAlgorithm().map(Enum::name).orElse("")),
                utf8(owner));
    }

    private static Store store(EmbeddedS3 server, String listing) {
        return Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString(), "listing", listing));
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }
}
