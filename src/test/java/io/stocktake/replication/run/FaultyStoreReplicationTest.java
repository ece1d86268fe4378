package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.FaultRates;
import io.stocktake.replication.BucketImage;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.SourceBucket;
import io.stocktake.replication.run.ReplicationWorld.Distance;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stores that fail now and then: the result is the same as without failures, no version is there twice, and no upload is
 * left open.
 */
class FaultyStoreReplicationTest {
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";
    private static final int VERSIONS = 200;

    /** More errors in bodies than elsewhere, since there are fewer answers that they can be in. */
    private static final FaultRates RATES = FaultRates.none()
            .slowDown(0.05)
            .cutBefore(0.01)
            .cutAfter(0.01)
            .errorInBody(0.02)
            .errorInBodyAfter(0.02);

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = ReplicationWorld.spark();
    }

    @AfterAll
    static void stopSpark() throws Exception {
        spark.close();
    }

    static Stream<Arguments> distancesAndSeeds() {
        return Stream.of(Distance.values())
                .flatMap(distance -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(distance, seed)));
    }

    @ParameterizedTest
    @MethodSource("distancesAndSeeds")
    void failuresOfTheStoresChangeNothingAboutTheResult(Distance distance, long seed) throws Exception {
        try (ReplicationWorld world = ReplicationWorld.open(distance)) {
            SourceBucket.fill(world.client(), "filled", KMS_KEY, VERSIONS);
            EmbeddedBucket replica =
                    world.destinationServer().createBucket("replica").enableObjectLock();
            ReplicationRequest request =
                    world.request(rules(), world.near("filled"), world.far("replica"), ComparedVersions.HISTORY);
            SplittableRandom seeds = new SplittableRandom(seed);
            world.server().faults().atRates(RATES, seeds.nextLong());
            if (distance == Distance.TWO_STORES) {
                world.destinationServer().faults().atRates(RATES, seeds.nextLong());
            }

            ReplicationResult result = world.run(request);

            world.server().faults().clear();
            world.destinationServer().faults().clear();
            Map<String, List<String>> expected = BucketImage.of(world.client(), "filled", BucketImage.ETags.WHOLE);
            Map<String, List<String>> made =
                    BucketImage.of(world.destinationClient(), "replica", BucketImage.ETags.WHOLE);
            assertThat(world.failures(result)).as("failures with seed %d", seed).isEmpty();
            assertThat(BucketImage.difference(expected, made))
                    .as("what differs with seed %d", seed)
                    .isEmpty();
            assertThat(replica.versions())
                    .as("versions with seed %d, none of them there twice", seed)
                    .hasSize((int) BucketImage.size(expected));
            assertThat(result.total().copied()).as("seed %d", seed).isEqualTo(BucketImage.size(expected));
            assertThat(result.retries()).as("repeated with seed %d", seed).isPositive();
            assertThat(replica.openUploads())
                    .as("open uploads with seed %d", seed)
                    .isZero();
            assertThat(world.run(request).total())
                    .as("a second run with seed %d", seed)
                    .isEqualTo(CopyTotals.NONE);
        }
    }

    private static String rules() {
        return document("""
                {"ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Enabled"},
                 "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
                 "Destination": {"Bucket": "arn:aws:s3:::replica",
                   "EncryptionConfiguration": {"ReplicaKmsKeyID": "%s"}}}""".formatted(KMS_KEY));
    }
}
