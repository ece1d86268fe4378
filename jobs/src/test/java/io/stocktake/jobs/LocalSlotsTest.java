package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
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
            BucketLocation bucket = bucket(server);

            assertThat(LocalSlots.of(master("local[8]"), Map.of()).master(bucket))
                    .isEmpty();
            assertThat(LocalSlots.of(master("local[8]"), Map.of()).expected(bucket))
                    .isEqualTo(8);
            assertThat(LocalSlots.of(master("yarn"), BY_SCRIPT).master(bucket)).isEmpty();
            assertThat(server.requests().count()).isZero();
        }
    }

    @Test
    void whereNobodyChoseTheStoreIsAskedThreeTimes() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            server.createBucket("measured");

            assertThat(LocalSlots.of(master("local[32,4]"), BY_SCRIPT).master(bucket(server)))
                    .hasValueSatisfying(master -> assertThat(master).matches("local\\[[0-9]+,4]"));
            assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectsV2", 3L));
        }
    }

    @Test
    void aBucketThatCannotBeListedLeavesTheDefault() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            LocalSlots slots = LocalSlots.of(master("local[32,4]"), BY_SCRIPT);

            assertThat(slots.master(bucket(server))).isEmpty();
            assertThat(slots.expected(bucket(server))).isEqualTo(32);
        }
    }

    private static SparkConf master(String master) {
        return new SparkConf(false).set("spark.master", master);
    }

    private static BucketLocation bucket(EmbeddedS3 server) {
        Store store = Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
        return new BucketLocation(store, "measured", "measured");
    }
}
