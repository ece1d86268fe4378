package io.stocktake.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingDataSourceTest {
    private static final Instant DATE = Instant.parse("2024-05-06T22:37:48.123Z");
    private static final Instant RETAINED_UNTIL = Instant.parse("9999-12-31T23:59:59Z");
    private static final Instant EXPIRES = Instant.parse("2098-12-24T00:00:00Z");

    private EmbeddedS3 server;
    private SparkSession spark;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[4]")
                .appName("listing")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    @Test
    void aVersionHasEveryColumn() {
        EmbeddedBucket bucket = server.createBucket("columns").enableObjectLock();
        StoredVersion object = bucket.put(PutRequest.of("ü/ö &+?%.txt", "hello".getBytes(StandardCharsets.UTF_8))
                .storageClass("INTELLIGENT_TIERING")
                .encryption(Encryption.kmsWithBucketKey("arn:aws:kms:us-east-1:111122223333:key/k"))
                .retention(Retention.Mode.GOVERNANCE, RETAINED_UNTIL)
                .legalHold(LegalHold.ON)
                .replicationStatus("COMPLETE")
                .archiveStatus("ARCHIVE_ACCESS")
                .expiration(EXPIRES, "rule")
                .lastModified(DATE));
        String owner = server.account().canonicalId();
        String acl = "{\"version\":\"2022-11-10\",\"status\":\"AVAILABLE\",\"grants\":[{\"canonicalId\":\"" + owner
                + "\",\"type\":\"CanonicalUser\",\"permission\":\"FULL_CONTROL\"}]}";

        Row row =
                listing(ListingOptions.all(location("columns"))).collectAsList().get(0);

        assertThat(row.schema().fieldNames()).containsExactly(ObjectColumn.columnNames(ObjectColumn.all()));
        assertThat(values(row))
                .containsExactly(
                        "columns",
                        "ü/ö &+?%.txt",
                        object.versionId(),
                        true,
                        false,
                        5L,
                        Timestamp.from(DATE),
                        object.eTag(),
                        "INTELLIGENT_TIERING",
                        false,
                        "COMPLETED",
                        "SSE-KMS",
                        Timestamp.from(RETAINED_UNTIL),
                        "GOVERNANCE",
                        "ON",
                        "ARCHIVE",
                        "ENABLED",
                        "CRC64NVME",
                        Base64.getEncoder().encodeToString(acl.getBytes(StandardCharsets.UTF_8)),
                        owner,
                        Timestamp.from(EXPIRES));
    }

    @Test
    void aDeleteMarkerHasItsVersionAndItsDateAndIsNeverAskedAbout() {
        EmbeddedBucket bucket = server.createBucket("marked").enableVersioning();
        bucket.delete("gone");
        StoredVersion marker = bucket.versions().get(0);
        server.requests().clear();

        Row row =
                listing(ListingOptions.all(location("marked"))).collectAsList().get(0);

        Map<ObjectColumn, Object> expected = new EnumMap<>(ObjectColumn.class);
        expected.put(ObjectColumn.BUCKET, "marked");
        expected.put(ObjectColumn.KEY, "gone");
        expected.put(ObjectColumn.VERSION_ID, marker.versionId());
        expected.put(ObjectColumn.IS_LATEST, true);
        expected.put(ObjectColumn.IS_DELETE_MARKER, true);
        expected.put(ObjectColumn.LAST_MODIFIED_DATE, Timestamp.from(marker.lastModified()));
        expected.put(ObjectColumn.BUCKET_KEY_STATUS, "DISABLED");
        expected.put(ObjectColumn.OBJECT_OWNER, server.account().canonicalId());
        assertThat(values(row))
                .containsExactlyElementsOf(
                        ObjectColumn.all().stream().map(expected::get).toList());
        assertThat(server.requests().count("HeadObject")).isZero();
        assertThat(server.requests().count("GetObjectAcl")).isZero();
    }

    @Test
    void theNullVersionHasNoVersionId() {
        EmbeddedBucket bucket = server.createBucket("nulls");
        bucket.put("k", new byte[1]);
        bucket.enableVersioning();
        StoredVersion newer = bucket.put("k", new byte[2]);

        assertThat(
                        listing(ListingOptions.all(location("nulls")))
                                .select("version_id", "is_latest")
                                .collectAsList()
                                .stream()
                                .map(Row::toString))
                .containsExactly("[" + newer.versionId() + ",true]", "[null,false]");
    }

    @Test
    void sizesOfTenThousandObjectsCostElevenListingsAndNoHead() {
        EmbeddedBucket bucket = server.createBucket("ten-thousand");
        for (int i = 0; i < 10_000; i++) {
            bucket.put("object-%05d".formatted(i), new byte[i % 7]);
        }
        server.requests().clear();

        Dataset<Row> sizes = listing(
                        ListingOptions.current(location("ten-thousand")).withCuts(List.of("object-05000")))
                .select("bucket", "key", "size");

        assertThat(sizes.count()).isEqualTo(10_000);
        server.requests().clear();
        assertThat(sizes.collectAsList()).hasSize(10_000);
        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectsV2", 11L));
    }

    @Test
    void onlyTheColumnsAskedForCostARequest() {
        EmbeddedBucket bucket = server.createBucket("pruned");
        for (int i = 0; i < 10; i++) {
            bucket.put("object-" + i, new byte[i]);
        }
        Dataset<Row> all = listing(ListingOptions.current(location("pruned")).withRanges(1));

        assertThat(requestsOf(all.select("key", "e_tag"))).isEqualTo(Map.of("ListObjectsV2", 1L));
        assertThat(requestsOf(all.select("key", "encryption_status")))
                .isEqualTo(Map.of("ListObjectsV2", 1L, "HeadObject", 10L));
        assertThat(requestsOf(all.select("key", "object_access_control_list")))
                .isEqualTo(Map.of("ListObjectsV2", 1L, "GetObjectAcl", 10L));
        assertThat(requestsOf(all.select("key"))).isEqualTo(Map.of("ListObjectsV2", 1L));
        assertThat(server.requests().all("ListObjectsV2").get(0).parameter("fetch-owner"))
                .isEmpty();
        assertThat(requestsOf(all.select("key", "object_owner"))).isEqualTo(Map.of("ListObjectsV2", 1L));
        assertThat(server.requests().all("ListObjectsV2").get(0).parameter("fetch-owner"))
                .contains("true");
    }

    @Test
    void explainingAQuerySendsNoRequest() {
        server.createBucket("explained").put("k", new byte[1]);
        server.requests().clear();

        listing(ListingOptions.current(location("explained")))
                .select("key")
                .queryExecution()
                .executedPlan();

        assertThat(server.requests().count()).isZero();
    }

    @Test
    void predicatesOnTheKeyBecomeAPrefixAndARange() {
        EmbeddedBucket bucket = server.createBucket("predicates");
        for (int i = 0; i < 5_000; i++) {
            bucket.put("d%d/%04d".formatted(i % 5, i), new byte[1]);
        }
        Dataset<Row> all =
                listing(ListingOptions.current(location("predicates")).withRanges(1));

        Dataset<Row> narrow = all.select("key").where("key like 'd3/%' and key >= 'd3/0010' and key < 'd3/0024'");
        assertThat(requestsOf(narrow)).isEqualTo(Map.of("ListObjectsV2", 1L));
        assertThat(narrow.collectAsList().stream().map(row -> row.getString(0)))
                .containsExactly("d3/0013", "d3/0018", "d3/0023");
        assertThat(all.select("key").where("key = 'd2/0002'").count()).isEqualTo(1);
        assertThat(all.select("key").where("key > 'd4/4994'").count()).isEqualTo(1);
        assertThat(all.select("key").where("key = ''").count()).isZero();
        assertThat(all.select("key").where("key like '%4999'").count()).isEqualTo(1);
    }

    @Test
    void rowsComeInTheOrderOfKeysAndThePlanKnowsIt() {
        EmbeddedBucket bucket = server.createBucket("ordered");
        for (String key : List.of("z😀", "z￮", "a/", "a!", "a", "a/b")) {
            bucket.put(key, new byte[1]);
        }
        Dataset<Row> sorted = listing(ListingOptions.current(location("ordered")))
                .select("key")
                .sortWithinPartitions("key");

        assertThat(sorted.queryExecution().executedPlan().toString()).doesNotContain("Sort");
        assertThat(sorted.collectAsList().stream().map(row -> row.getString(0)))
                .containsExactly("a", "a!", "a/", "a/b", "z￮", "z😀");
    }

    @Test
    void anObjectThatVanishedAfterItWasListedIsLeftOut() throws Exception {
        EmbeddedBucket bucket = server.createBucket("vanishing");
        bucket.put("a", new byte[1]);
        bucket.put("b", new byte[1]);
        try (Faults.Fault fault = server.faults()
                .beforeRequest(request -> request.operation().equals("HeadObject"), () -> bucket.delete("a"))) {
            assertThat(listing(ListingOptions.current(location("vanishing")).withRanges(1))
                            .select("key", "encryption_status")
                            .collectAsList()
                            .stream()
                            .map(Row::toString))
                    .containsExactly("[b,SSE-S3]");
        }
    }

    @Test
    void anObjectThatWasOverwrittenAfterItWasListedIsReportedAsItIsNow() throws Exception {
        EmbeddedBucket bucket = server.createBucket("overwritten");
        bucket.put("k", new byte[1]);
        Instant later = Instant.parse("2026-01-02T03:04:05Z");
        PutRequest newer = PutRequest.of("k", new byte[3])
                .encryption(Encryption.kms("arn:aws:kms:us-east-1:111122223333:key/k"))
                .lastModified(later);
        List<StoredVersion> put = new ArrayList<>();
        try (Faults.Fault fault = server.faults()
                .beforeRequest(request -> request.operation().equals("HeadObject") && put.isEmpty(), () -> {
                    put.add(bucket.put(newer));
                })) {
            Row row = listing(ListingOptions.current(location("overwritten")).withRanges(1))
                    .select("key", "size", "last_modified_date", "e_tag", "encryption_status")
                    .collectAsList()
                    .get(0);
            assertThat(values(row))
                    .containsExactly("k", 3L, Timestamp.from(later), put.get(0).eTag(), "SSE-KMS");
        }
    }

    @Test
    void anObjectUnderACustomersKeyTellsItsLockByRequestsOfItsOwn() {
        EmbeddedBucket bucket = server.createBucket("customer").enableObjectLock();
        bucket.put(PutRequest.of("secret", new byte[1])
                .encryption(Encryption.customerKey(new byte[32]))
                .retention(Retention.Mode.COMPLIANCE, RETAINED_UNTIL)
                .legalHold(LegalHold.OFF));

        Row row = listing(ListingOptions.all(location("customer")))
                .select(
                        "key",
                        "encryption_status",
                        "object_lock_mode",
                        "object_lock_retain_until_date",
                        "object_lock_legal_hold_status",
                        "bucket_key_status")
                .collectAsList()
                .get(0);

        assertThat(values(row))
                .containsExactly("secret", "SSE-C", "COMPLIANCE", Timestamp.from(RETAINED_UNTIL), "OFF", "DISABLED");
    }

    @Test
    void aRefusedHeadFailsTheRunAndNamesTheKeyAndThePermission() throws Exception {
        server.createBucket("headless").put("k", new byte[1]);
        try (Faults.Fault fault = server.faults().denied("HeadObject")) {
            assertThatThrownBy(() -> listing(ListingOptions.all(location("headless")))
                            .select("encryption_status")
                            .collectAsList())
                    .hasStackTraceContaining(
                            "Cannot get the HEAD of key \"k\" version \"null\" in bucket \"headless\" of store"
                                    + " \"embedded\": ")
                    .hasStackTraceContaining("; it needs the permission s3:GetObjectVersion");
        }
    }

    @Test
    void aRefusedAclIsUnavailableAndSoIsItsOwner() throws Exception {
        server.createBucket("acl-refused").put("k", new byte[1]);
        try (Faults.Fault fault = server.faults().denied("GetObjectAcl")) {
            Row row = listing(ListingOptions.all(location("acl-refused")))
                    .select("object_access_control_list", "object_owner")
                    .collectAsList()
                    .get(0);
            String unavailable = "{\"version\":\"2022-11-10\",\"status\":\"UNAVAILABLE\",\"grants\":[]}";
            assertThat(values(row))
                    .containsExactly(
                            Base64.getEncoder().encodeToString(unavailable.getBytes(StandardCharsets.UTF_8)),
                            "UNAVAILABLE");
        }
    }

    @Test
    void aThousandRefusedAclsAndNoneGrantedFailTheRun() throws Exception {
        EmbeddedBucket bucket = server.createBucket("acls-refused");
        for (int i = 0; i < 1_100; i++) {
            bucket.put("object-%04d".formatted(i), new byte[0]);
        }
        try (Faults.Fault fault = server.faults().denied("GetObjectAcl")) {
            assertThatThrownBy(() -> listing(ListingOptions.current(location("acls-refused"))
                                    .withRanges(1))
                            .select("object_access_control_list")
                            .collectAsList())
                    .hasStackTraceContaining("Cannot read the ACLs of bucket \"acls-refused\": all of the first 1000")
                    .hasStackTraceContaining("it needs the permission s3:GetObjectAcl. Grant it, or take"
                            + " ObjectAccessControlList out of the configuration");
        }
    }

    @Test
    void commonPrefixesAreTheRangesOfALargeBucket() {
        EmbeddedBucket bucket = server.createBucket("ranged");
        for (int i = 0; i < 3_000; i++) {
            bucket.put("only/d%d/%04d".formatted(i % 6, i), new byte[1]);
        }
        Dataset<Row> all = listing(ListingOptions.current(location("ranged")).withRanges(4));

        assertThat(all.select("key").rdd().getNumPartitions()).isEqualTo(4);
        assertThat(all.select("key").distinct().count()).isEqualTo(3_000);
        assertThat(all.select("key").count()).isEqualTo(3_000);
    }

    @Test
    void noSecretStandsInThePlanOrInTheOptions() {
        server.createBucket("secretive").put("k", new byte[1]);
        ListingOptions options = ListingOptions.all(location("secretive"));

        assertThat(options.toOptions().toString()).doesNotContain("testsecret");
        assertThat(listing(options).queryExecution().toString()).doesNotContain("testsecret");
    }

    @Test
    void badOptionsAreNamed() {
        assertThatThrownBy(() -> spark.read().format("s3-listing").load())
                .hasMessage("Cannot list a bucket: the option \"bucket\" is missing");
        assertThatThrownBy(() -> listing(ListingOptions.current(location("b")), "includedObjectVersions", "Some"))
                .hasMessage("Cannot read the option \"includedObjectVersions\": \"Some\" is neither Current nor All");
        assertThatThrownBy(() -> listing(ListingOptions.current(location("b")), "pageSize", "1001"))
                .hasMessage("Cannot read the option \"pageSize\": \"1001\" is not a number from 1 to 1000");
        assertThatThrownBy(() -> listing(ListingOptions.current(location("b")), "cuts", "a,b"))
                .hasMessage("Cannot read the option \"cuts\": it is not a JSON list of keys");
    }

    private Map<String, Long> requestsOf(Dataset<Row> query) {
        server.requests().clear();
        query.collectAsList();
        return server.requests().counts();
    }

    private Dataset<Row> listing(ListingOptions options) {
        return spark.read().format("s3-listing").options(options.toOptions()).load();
    }

    private Dataset<Row> listing(ListingOptions options, String option, String value) {
        return spark.read()
                .format("s3-listing")
                .options(options.toOptions())
                .option(option, value)
                .load();
    }

    private BucketLocation location(String bucket) {
        return new BucketLocation(
                Store.fromOptions(
                        Map.of("name", "embedded", "endpoint", server.endpoint().toString())),
                bucket,
                bucket);
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        return values;
    }
}
