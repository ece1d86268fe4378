package io.stocktake.replication.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.inventory.StoreUnderTest;
import io.stocktake.replication.BucketImage;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.SourceBucket;
import io.stocktake.replication.copy.CopyTerms;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.run.WorkingPlace;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One run makes a destination equal to its source, and a second copies nothing: what is equal is what a plain loop over the
 * AWS SDK sees. On embedded-s3, also as it does what Ceph 16 does, and on the store that {@code STOCKTAKE_S3_ENDPOINT} names.
 */
class ReplicationOfAStoreTest {
    static List<String> stores() {
        return StoreUnderTest.namesAndCeph().toList();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aRunMakesTheDestinationEqualWithinOneStoreAndASecondCopiesNothing(String name) throws Exception {
        try (StoreUnderTest store = StoreUnderTest.open(name)) {
            replicate(store, store);
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aRunMakesTheDestinationEqualBetweenTwoStoresAndASecondCopiesNothing(String name) throws Exception {
        try (StoreUnderTest store = StoreUnderTest.open(name);
                StoreUnderTest other = store.openOther()) {
            replicate(store, other);
        }
    }

    private static void replicate(StoreUnderTest store, StoreUnderTest other) throws Exception {
        try (S3Client client = store.client();
                S3Client otherClient = other.client();
                SparkSession spark = store.spark()) {
            String suffix = "-" + Long.toString(System.nanoTime(), 36);
            String source = "source" + suffix;
            String destination = "replica" + suffix;
            String reports = "reports" + suffix;
            SourceBucket.fill(client, source, store.kmsKey(), store.scale() / 2);
            if (store.isExternal()) {
                SourceBucket.putInParts(client, source, "large/200-MB", Collections.nCopies(25, 8_000_000));
            }
            otherClient.createBucket(request -> request.bucket(destination).objectLockEnabledForBucket(true));
            client.createBucket(request -> request.bucket(reports));
            ReplicationTerms terms = ReplicationTerms.of(
                    location(store, source),
                    location(other, destination),
                    ReplicationConfigurations.parse(
                            "the test's rules", rules(destination, store.kmsKey()), DocumentFormat.JSON),
                    ComparedVersions.HISTORY);
            ReplicationRequest request = ReplicationRequest.of(DiffRequest.of(terms), CopyTerms.of(terms))
                    .at(new WorkingPlace(location(store, reports), "replication/"))
                    .reporting(ReportScope.ALL_TASKS);

            ReplicationResult first = ReplicationRun.run(spark, request);

            BucketImage.ETags eTags = store.tellsParts() ? BucketImage.ETags.WHOLE : BucketImage.ETags.UNLESS_MULTIPART;
            Map<String, List<String>> expected = BucketImage.of(client, source, eTags);
            Map<String, List<String>> made = BucketImage.of(otherClient, destination, eTags);
            assertThat(BucketImage.size(expected)).isGreaterThanOrEqualTo(store.isExternal() ? 5_000 : 250);
            assertThat(first.total().failed()).as("failures by code").isEmpty();
            assertThat(BucketImage.difference(expected, made))
                    .as("what differs")
                    .isEmpty();
            assertThat(first.total().copied()).isEqualTo(BucketImage.size(expected));
            assertThat(first.succeeded()).isEqualTo(BucketImage.size(expected));
            assertThat(first.report()).hasValueSatisfying(report -> {
                assertThat(report.succeeded()).isEqualTo(first.succeeded());
                assertThat(report.failed()).isZero();
            });
            assertThat(otherClient
                            .listMultipartUploads(uploads -> uploads.bucket(destination))
                            .uploads())
                    .isEmpty();

            List<String> ids = BucketImage.versionIds(otherClient, destination);
            ReplicationResult second = ReplicationRun.run(spark, request);

            assertThat(second.total()).isEqualTo(CopyTotals.NONE);
            assertThat(second.found().total().matched())
                    .isEqualTo(second.found().total().versions(Outcome.EQUAL)
                            + second.found().total().versions(Outcome.BY_SIZE_AND_DATE));
            assertThat(BucketImage.versionIds(otherClient, destination)).isEqualTo(ids);
        }
    }

    private static BucketLocation location(StoreUnderTest store, String bucket) {
        return new BucketLocation(store.store(), bucket, bucket);
    }

    private static byte[] rules(String destination, String kmsKey) {
        return """
                {"Role": "arn:aws:iam::111122223333:role/replication", "Rules": [{
                    "ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                    "DeleteMarkerReplication": {"Status": "Enabled"},
                    "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
                    "Destination": {"Bucket": "arn:aws:s3:::%s",
                        "EncryptionConfiguration": {"ReplicaKmsKeyID": "%s"}}}]}
                """.formatted(destination, kmsKey).getBytes(StandardCharsets.UTF_8);
    }
}
