package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class LocalSlotsTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final Map<String, String> BY_SCRIPT = Map.of("STOCKTAKE_MASTER", "default");

    @Test
    void aStoreNearbyGetsFourACore() {
        assertThat(LocalSlots.slots(2, Duration.ofMillis(1), 2 * GIBIBYTE)).isEqualTo(8);
        assertThat(LocalSlots.slots(2, Duration.ofMillis(5), 2 * GIBIBYTE)).isEqualTo(8);
    }

    @Test
    void aStoreFarAwayGetsAsManyAsHideItsAnswers() {
        assertThat(LocalSlots.slots(2, Duration.ofMillis(20), 2 * GIBIBYTE)).isEqualTo(22);
        assertThat(LocalSlots.slots(2, Duration.ofMillis(50), 2 * GIBIBYTE)).isEqualTo(52);
        assertThat(LocalSlots.slots(16, Duration.ofMillis(50), 32 * GIBIBYTE)).isEqualTo(416);
    }

    @Test
    void noMoreThanSixtyFourACoreAndThanTheMemoryHolds() {
        assertThat(LocalSlots.slots(2, Duration.ofSeconds(1), 64 * GIBIBYTE)).isEqualTo(128);
        assertThat(LocalSlots.slots(2, Duration.ofSeconds(1), 2 * GIBIBYTE)).isEqualTo(64);
        assertThat(LocalSlots.slots(2, Duration.ofSeconds(1), GIBIBYTE / 2)).isEqualTo(16);
    }

    @Test
    void whoChoseAMasterKeepsItAndTheStoreIsNotAsked() {
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            ListingRequest listing = listing(server);

            assertThat(LocalSlots.of(master("local[8]"), Map.of()).master(listing))
                    .isEmpty();
            assertThat(LocalSlots.of(master("local[8]"), Map.of()).expected(listing))
                    .isEqualTo(8);
            assertThat(LocalSlots.of(master("yarn"), BY_SCRIPT).master(listing)).isEmpty();
            assertThat(server.requests().count()).isZero();
        }
    }

    @Test
    void whereNobodyChoseTheStoreIsAskedThreeTimes() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            server.createBucket("measured");

            assertThat(LocalSlots.of(master("local[32,4]"), BY_SCRIPT).master(listing(server)))
                    .hasValueSatisfying(master -> assertThat(master).matches("local\\[[0-9]+,4]"));
            assertThat(server.requests().all())
                    .allSatisfy(
                            request -> assertThat(request.parameter("prefix")).hasValue("photos/"));
            assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectVersions", 3L));
        }
    }

    @Test
    void aBucketThatCannotBeListedLeavesTheDefault() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            LocalSlots slots = LocalSlots.of(master("local[32,4]"), BY_SCRIPT);

            assertThat(slots.master(listing(server))).isEmpty();
            assertThat(slots.expected(listing(server))).isEqualTo(32);
        }
    }

    private static SparkConf master(String master) {
        return new SparkConf(false).set("spark.master", master);
    }

    private static ListingRequest listing(EmbeddedS3 server) {
        Store store = Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
        return new ListingRequest(
                new BucketLocation(store, "measured", "measured"),
                "photos/",
                IncludedObjectVersions.ALL,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                ListingRequest.LARGEST_PAGE);
    }
}
