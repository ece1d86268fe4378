package io.stocktake.inventory.delivery;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.listing.ListingOptions;
import io.stocktake.run.RunId;
import io.stocktake.s3.staging.StagedUpload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesTest {
    private static final String FOLDER = "2026-11-21T22-29Z";
    private static final RunId RUN = new RunId("0123456789ab");
    private static final List<String> ODD_KEYS = List.of(
            " sp ",
            "100%25",
            "a",
            "a!",
            "a/",
            "a/b",
            "dir//x",
            "nl\nx",
            "quote\"comma,",
            "z\uFFEE",
            "z\uD83D\uDE00",
            "ü/ö &+?%.txt");

    private EmbeddedS3 server;
    private SparkSession spark;
    private int buckets;

    @BeforeAll
    void start() {
        Destination.signIn();
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2,2]")
                .appName("deliveries")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
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

    private EmbeddedBucket bucket() {
        return server.createBucket("reports-" + ++buckets);
    }

    private Destination destination() {
        return new Destination(server, bucket());
    }

    private Dataset<Row> oneTask(List<Row> rows) {
        return spark.createDataFrame(rows, Rows.SCHEMA).coalesce(1);
    }

    private Dataset<Row> twoTasks(List<Row> first, List<Row> second) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(context.parallelize(first, 1).union(context.parallelize(second, 1)), Rows.SCHEMA);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"ORC", "PARQUET"})
    void aReportOfTypedColumnsIsReadBackBySparkItself(ReportFormat format, @TempDir Path directory) {
        Destination destination = destination();
        List<Row> rows = ODD_KEYS.stream().map(Rows::row).toList();

        DeliveredReport report = Deliveries.deliver(oneTask(rows), destination.delivery(format));

        assertThat(report)
                .isEqualTo(new DeliveredReport(
                        destination.delivery(format).destination(),
                        "inventory/data/all/2026-11-21T22-29Z/",
                        "inventory/data/all/2026-11-21T22-29Z/manifest.json",
                        Instant.parse("2026-11-21T22:29:00Z"),
                        1,
                        12,
                        destination.manifest(FOLDER).files().get(0).size()));
        destination.requireNothingButCompleteReports();
        String files = destination.download(FOLDER, directory).toString();
        Dataset<Row> read = format == ReportFormat.ORC
                ? spark.read().orc(files)
                : spark.read().parquet(files);
        assertThat(read.collectAsList()).isEqualTo(rows);
    }

    @Test
    void aCsvReportIsReadBackBySparkItself(@TempDir Path directory) {
        Destination destination = destination();
        List<Row> rows =
                List.of(Rows.row("a b/c", null, 0), Rows.row("a b/c", "v1", 7), Rows.row("b+%", "v2", 1L << 40));

        Deliveries.deliver(oneTask(rows), destination.delivery(ReportFormat.CSV));

        destination.requireNothingButCompleteReports();
        assertThat(spark.read().csv(destination.download(FOLDER, directory).toString()).collectAsList().stream()
                        .map(row -> row.mkString("|")))
                .containsExactly(
                        "data|a+b/c|null|true|0|2024-05-06T22:37:48.123Z",
                        "data|a+b/c|v1|true|7|2024-05-06T22:37:48.123Z",
                        "data|b%2B%25|v2|true|1099511627776|2024-05-06T22:37:48.123Z");
    }

    @Test
    void manifestAndItsCompanionsSayWhatWasDelivered() {
        Destination destination = destination();
        InventoryDelivery delivery = withRun(destination.delivery(ReportFormat.PARQUET));

        Deliveries.deliver(twoTasks(Rows.numbered(0, 3), Rows.numbered(3, 5)), delivery);

        Manifest manifest = destination.manifest(FOLDER);
        assertThat(manifest)
                .isEqualTo(new Manifest(
                        "data",
                        "arn:aws:s3:::reports-" + buckets,
                        "2016-11-30",
                        Destination.START,
                        ReportFormat.PARQUET,
                        "message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);"
                                + "  optional binary version_id (STRING);  optional boolean is_latest;"
                                + "  optional int64 size;"
                                + "  optional int64 last_modified_date (TIMESTAMP(MILLIS,true));}",
                        manifest.files()));
        assertThat(manifest.files())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.key())
                        .matches("inventory/data/all/data/01234567-89ab-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
                                + "\\.parquet"));
        long bytes = manifest.files().stream().mapToLong(ManifestFile::size).sum();
        assertThat(destination.text(FOLDER + "/cuts.json"))
                .isEqualTo("{\"run\":\"0123456789ab\",\"started\":\"2026-11-21T22:29:24.567Z\",\"rows\":5,\"bytes\":"
                        + bytes
                        + ",\"tasks\":2,\"cuts\":[{\"key\":\"k00002\",\"rows\":3},{\"key\":\"k00004\",\"rows\":2}]}\n");
        destination.requireNothingButCompleteReports();
    }

    @Test
    void theChecksumIsWrittenLast() {
        Destination destination = destination();
        server.requests().clear();

        Deliveries.deliver(oneTask(Rows.numbered(0, 3)), destination.delivery(ReportFormat.ORC));

        assertThat(server.requests().all().stream()
                        .filter(request -> List.of("CompleteMultipartUpload", "PutObject", "DeleteObject")
                                .contains(request.operation()))
                        .map(request -> request.operation() + " "
                                + request.key().replaceAll(".*/data/all/", "").replaceAll("[0-9a-f-]{36}", "UUID"))
                        .map(line -> line.replaceAll("runs/.*", "runs/RUN"))
                        .distinct())
                .containsExactly(
                        "PutObject runs/RUN",
                        "CompleteMultipartUpload data/UUID.orc",
                        "PutObject 2026-11-21T22-29Z/manifest.json",
                        "PutObject hive/dt=2026-11-21-22-29/symlink.txt",
                        "PutObject 2026-11-21T22-29Z/cuts.json",
                        "PutObject 2026-11-21T22-29Z/manifest.checksum",
                        "DeleteObject runs/RUN");
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void noRowsGiveAReportWithoutFiles(ReportFormat format) {
        Destination destination = destination();

        DeliveredReport report = Deliveries.deliver(oneTask(List.of()), destination.delivery(format));

        assertThat(report.files()).isZero();
        assertThat(destination.manifest(FOLDER).files()).isEmpty();
        assertThat(destination.text("hive/dt=2026-11-21-22-29/symlink.txt")).isEmpty();
        destination.requireNothingButCompleteReports();
        assertThat(destination.keys()).hasSize(4);
    }

    @Test
    void twoRunsInOneMinuteGiveTwoReports() {
        Destination destination = destination();

        DeliveredReport first =
                Deliveries.deliver(oneTask(Rows.numbered(0, 1)), destination.delivery(ReportFormat.ORC));
        DeliveredReport second =
                Deliveries.deliver(oneTask(Rows.numbered(0, 2)), destination.delivery(ReportFormat.ORC));

        assertThat(first.minute()).isEqualTo(Instant.parse("2026-11-21T22:29:00Z"));
        assertThat(second.minute()).isEqualTo(Instant.parse("2026-11-21T22:30:00Z"));
        assertThat(second.rows()).isEqualTo(2);
        assertThat(destination.completeReports()).containsExactly("2026-11-21T22-29Z", "2026-11-21T22-30Z");
        destination.requireNothingButCompleteReports();
    }

    @Test
    void filesRollBetweenTwoKeysOnly() {
        Destination destination = destination();
        List<Row> rows = new ArrayList<>();
        for (int key = 0; key < 5; key++) {
            for (int version = 0; version < 4; version++) {
                rows.add(Rows.row("k" + key, "v" + version, version));
            }
        }

        DeliveredReport report = Deliveries.deliver(
                oneTask(rows),
                destination.delivery(ReportFormat.PARQUET).withFileLimits(new FileLimits(6, Long.MAX_VALUE)));

        assertThat(report.files()).isEqualTo(3);
        assertThat(destination.text(FOLDER + "/cuts.json"))
                .endsWith(
                        "\"tasks\":1,\"cuts\":[{\"key\":\"k1\",\"rows\":8},{\"key\":\"k3\",\"rows\":8},{\"key\":\"k4\",\"rows\":4}]}\n");
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aLargeFileGoesUpInParts(@TempDir Path directory) {
        Destination destination = destination();
        Random random = new Random(7);
        byte[] bits = new byte[600];
        List<Row> rows = Stream.generate(() -> {
                    random.nextBytes(bits);
                    return Base64.getUrlEncoder().encodeToString(bits);
                })
                .limit(16_000)
                .sorted()
                .map(key -> Rows.row(key, "v", 1))
                .toList();
        server.requests().clear();

        Deliveries.deliver(oneTask(rows), destination.delivery(ReportFormat.PARQUET));

        long size = destination.manifest(FOLDER).files().get(0).size();
        assertThat(server.requests().count("UploadPart"))
                .isEqualTo((size + StagedUpload.PART_BYTES - 1) / StagedUpload.PART_BYTES)
                .isGreaterThan(2);
        destination.requireNothingButCompleteReports();
        assertThat(spark.read()
                        .parquet(destination.download(FOLDER, directory).toString())
                        .collectAsList())
                .isEqualTo(rows);
    }

    @Test
    void theSparkUiShowsRowsFilesBytesAndRequests() {
        Destination destination = destination();

        PlanOf plan = PlanOf.delivering(
                spark,
                () -> Deliveries.deliver(
                        twoTasks(Rows.numbered(0, 30), Rows.numbered(30, 60)),
                        destination.delivery(ReportFormat.ORC).withFileLimits(new FileLimits(10, Long.MAX_VALUE))));

        assertThat(plan.metrics())
                .containsEntry("reportRows", 60L)
                .containsEntry("reportFiles", 6L)
                .containsEntry(
                        "reportBytes",
                        destination.manifest(FOLDER).files().stream()
                                .mapToLong(ManifestFile::size)
                                .sum())
                // For each file one request begins its upload, and one uploads its only part.
                .containsEntry("uploadRequests", 12L);
    }

    @Test
    void columnsAreFoundByNameWhateverTheirOrder(@TempDir Path directory) {
        Destination destination = destination();

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 2)).select("size", "key", "is_latest", "bucket"),
                destination.delivery(ReportFormat.ORC));

        assertThat(destination.manifest(FOLDER).fileSchema())
                .isEqualTo("struct<bucket:string,key:string,is_latest:boolean,size:bigint>");
        assertThat(spark.read().orc(destination.download(FOLDER, directory).toString()).collectAsList().stream()
                        .map(row -> row.mkString("|")))
                .containsExactly("data|k00000|true|6", "data|k00001|true|6");
    }

    @Test
    void columnsThatNoReportHasAreRefusedByName() {
        Destination destination = destination();
        Dataset<Row> rows = oneTask(Rows.numbered(0, 1))
                .select(
                        col("bucket"),
                        col("size").cast("string").as("size"),
                        col("version_id").as("version"),
                        col("is_latest"),
                        col("is_latest"));

        assertThatThrownBy(() -> Deliveries.deliver(rows, destination.delivery(ReportFormat.ORC)))
                .hasMessage("Cannot deliver these rows as a report: \"size\" is of type string, and in a report of type"
                        + " bigint; \"version\" is no column of a report; \"is_latest\" is there twice; \"key\" is"
                        + " missing. A report has the columns bucket, key, version_id, is_latest, is_delete_marker,"
                        + " size, last_modified_date, e_tag, storage_class, is_multipart_uploaded, replication_status,"
                        + " encryption_status, object_lock_retain_until_date, object_lock_mode,"
                        + " object_lock_legal_hold_status, intelligent_tiering_access_tier, bucket_key_status,"
                        + " checksum_algorithm, object_access_control_list, object_owner, lifecycle_expiration_date;"
                        + " the first two it always has.");
        assertThat(destination.keys()).isEmpty();
    }

    @Test
    void unsortedRowsAreSortedByKey(@TempDir Path directory) {
        Destination destination = destination();
        List<Row> rows = new ArrayList<>(ODD_KEYS.stream().map(Rows::row).toList());
        Collections.shuffle(rows, new Random(11));

        PlanOf plan = PlanOf.delivering(
                spark, () -> Deliveries.deliver(oneTask(rows), destination.delivery(ReportFormat.ORC)));

        assertThat(plan.text()).contains("Sort [key");
        assertThat(spark.read().orc(destination.download(FOLDER, directory).toString()).collectAsList().stream()
                        .map(row -> row.getString(1)))
                .containsExactlyElementsOf(ODD_KEYS);
    }

    @Test
    void aListingIsNotSorted() {
        Destination destination = destination();
        EmbeddedBucket source = server.createBucket("source");
        ODD_KEYS.forEach(key -> source.put(key, key.getBytes(StandardCharsets.UTF_8)));
        InventoryDelivery delivery = destination.delivery(ReportFormat.PARQUET);
        ListingOptions listing =
                ListingOptions.current(new BucketLocation(delivery.destination().store(), "source", "source"));

        PlanOf plan = PlanOf.delivering(
                spark,
                () -> Deliveries.deliver(
                        spark.read()
                                .format("s3-listing")
                                .options(listing.toOptions())
                                .load()
                                .select("bucket", "key", "size"),
                        delivery));

        assertThat(plan.text()).contains("s3-listing").doesNotContain("Sort");
        assertThat(destination.text(FOLDER + "/cuts.json")).contains("\"rows\":12,");
        destination.requireNothingButCompleteReports();
    }

    @Test
    void rowsAreWrittenAsTheyComeWhereTheirOrderIsGiven(@TempDir Path directory) {
        Destination destination = destination();
        List<Row> versions = new ArrayList<>();
        for (int key = 0; key < 20; key++) {
            for (int version = 0; version < 5; version++) {
                versions.add(Rows.row("k%02d".formatted(key), "v" + version, version));
            }
        }
        List<Row> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, new Random(13));
        Dataset<Row> rows = spark.createDataFrame(shuffled, Rows.SCHEMA)
                .repartitionByRange(1, col("key"))
                .sortWithinPartitions(col("key"), col("size"));

        PlanOf plan = PlanOf.delivering(
                spark,
                () -> Deliveries.deliver(
                        rows, destination.delivery(ReportFormat.ORC).withRowOrder(RowOrder.GIVEN)));

        assertThat(plan.text()).contains("Sort [key").contains(" ASC NULLS FIRST, size");
        assertThat(spark.read()
                        .orc(destination.download(FOLDER, directory).toString())
                        .collectAsList())
                .isEqualTo(versions);
    }

    @Test
    void rowsWhoseGivenOrderIsNoneAreRefused() {
        Destination destination = destination();

        assertThatThrownBy(() -> Deliveries.deliver(
                        oneTask(List.of(Rows.row("b"), Rows.row("a"))),
                        destination.delivery(ReportFormat.ORC).withRowOrder(RowOrder.GIVEN)))
                .hasStackTraceContaining(
                        "Cannot write a report: its rows are not sorted, the key \"a\" came after \"b\"");
        assertThat(destination.keys()).isEmpty();
        destination.requireNothingButCompleteReports();
    }

    @Test
    void filesThatOverlapAreRefusedAndNothingStays() {
        Destination destination = destination();

        assertThatThrownBy(() -> Deliveries.deliver(
                        twoTasks(Rows.numbered(5, 9), Rows.numbered(0, 6)), destination.delivery(ReportFormat.ORC)))
                .hasMessageMatching(
                        "Cannot deliver a report: its files overlap, \"inventory/data/all/data/[0-9a-f-]{36}"
                                + "\\.orc\" ends with the key \"k00005\" and \"inventory/data/all/data/[0-9a-f-]{36}\\.orc\""
                                + " begins with \"k00005\"\\. Give the rows in the order of their keys:"
                                + " repartitionByRange\\(col\\(\"key\"\\)\\), then sortWithinPartitions\\(col\\(\"key\"\\),"
                                + " col\\(\"last_modified_date\"\\)\\.desc\\(\\)\\), and the option rowOrder=given\\.");
        assertThat(destination.keys()).isEmpty();
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aTaskThatFailsForGoodLeavesNothing() {
        Destination destination = destination();
        Dataset<Row> rows = twoTasks(Rows.numbered(0, 30), Rows.numbered(30, 60))
                .mapPartitions(failing(1), Encoders.row(Rows.SCHEMA));

        assertThatThrownBy(() -> Deliveries.deliver(
                        rows,
                        destination.delivery(ReportFormat.PARQUET).withFileLimits(new FileLimits(7, Long.MAX_VALUE))))
                .hasStackTraceContaining("the disk is on fire");
        assertThat(destination.keys()).isEmpty();
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aTaskThatSucceedsTheSecondTimeLeavesNothingOfTheFirst() {
        Destination destination = destination();
        Dataset<Row> rows = twoTasks(Rows.numbered(0, 30), Rows.numbered(30, 60))
                .mapPartitions(failing(0), Encoders.row(Rows.SCHEMA));

        DeliveredReport report = Deliveries.deliver(
                rows, destination.delivery(ReportFormat.PARQUET).withFileLimits(new FileLimits(7, Long.MAX_VALUE)));

        assertThat(report.rows()).isEqualTo(60);
        assertThat(report.files()).isEqualTo(10);
        destination.requireNothingButCompleteReports();
    }

    /** Fails in the middle of the second task, in its attempts up to this one. */
    private static MapPartitionsFunction<Row, Row> failing(int lastFailingAttempt) {
        return rows -> {
            List<Row> all = new ArrayList<>();
            rows.forEachRemaining(all::add);
            return all.stream()
                    .map(row -> {
                        if (row.getString(1).equals("k00045")
                                && TaskContext.get().attemptNumber() <= lastFailingAttempt) {
                            throw new IllegalStateException("the disk is on fire");
                        }
                        return row;
                    })
                    .iterator();
        };
    }

    @Test
    void everythingDeliveredIsEncryptedAsAskedFor() {
        Destination destination = destination();
        server.requests().clear();

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 3)),
                destination.delivery(ReportFormat.ORC).withEncryption(new ReportEncryption.SseKms("key-of-reports")));

        List<LoggedRequest> writes = server.requests().all().stream()
                .filter(request -> List.of("CreateMultipartUpload", "PutObject").contains(request.operation()))
                .toList();
        assertThat(writes).hasSizeGreaterThan(5).allSatisfy(request -> {
            assertThat(request.header("x-amz-server-side-encryption")).contains("aws:kms");
            assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .contains("key-of-reports");
        });
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aStoreThatDoesNotEchoTheEncryptionIsRefused() throws Exception {
        EmbeddedBucket bucket = bucket();
        Destination destination = new Destination(server, bucket);
        try (SilentProxy proxy = new SilentProxy(server.endpoint())) {
            InventoryDelivery delivery = Destination.delivery(
                            Destination.store(proxy.endpoint(), Map.of()), bucket.name(), ReportFormat.ORC)
                    .withEncryption(new ReportEncryption.SseS3());

            assertThatThrownBy(() -> Deliveries.deliver(oneTask(Rows.numbered(0, 3)), delivery))
                    .hasMessage("Cannot deliver \"inventory/data/all/runs/" + delivery.run()
                            + ".json\" in the bucket \""
                            + bucket.name() + "\" of the store \"minerva\" encrypted: asked for SSE-S3, the store"
                            + " answered no encryption. If it encrypts at rest without saying so, give it"
                            + " \"encryption: trusted\" in stores.yaml.");
        }
        assertThat(destination.keys()).isEmpty();
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aStoreWhoseEncryptionIsTrustedNeedNotEchoIt() throws Exception {
        EmbeddedBucket bucket = bucket();
        try (SilentProxy proxy = new SilentProxy(server.endpoint())) {
            Store store = Destination.store(proxy.endpoint(), Map.of("encryption", "trusted"));

            Deliveries.deliver(
                    oneTask(Rows.numbered(0, 3)),
                    Destination.delivery(store, bucket.name(), ReportFormat.ORC)
                            .withEncryption(new ReportEncryption.SseS3()));
        }
        new Destination(server, bucket).requireNothingButCompleteReports();
    }

    @Test
    void aBucketOfAnotherAccountThanExpectedIsRefusedBeforeAnythingIsSent() {
        EmbeddedBucket bucket = bucket();
        Store store = Destination.store(server.endpoint(), Map.of("accountId", "111122223333"));
        InventoryDelivery delivery = Destination.delivery(store, bucket.name(), ReportFormat.ORC)
                .withExpectedBucketOwner(Optional.of("444455556666"));
        server.requests().clear();

        assertThatThrownBy(() -> Deliveries.deliver(oneTask(Rows.numbered(0, 3)), delivery))
                .hasMessage("Cannot deliver a report to the bucket \"" + bucket.name()
                        + "\": the expected owner of the bucket \"" + bucket.name()
                        + "\" is account \"444455556666\", and its store \"minerva\" belongs to account"
                        + " \"111122223333\"");
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void aStoreThatKnowsAnotherOwnerRefusesBeforeAnythingIsWritten() {
        EmbeddedBucket bucket = bucket();
        Store store = Destination.store(server.endpoint(), Map.of("accountId", "444455556666"));
        InventoryDelivery delivery = Destination.delivery(store, bucket.name(), ReportFormat.ORC)
                .withExpectedBucketOwner(Optional.of("444455556666"));
        server.requests().clear();

        assertThatThrownBy(() -> Deliveries.deliver(oneTask(Rows.numbered(0, 3)), delivery))
                .hasMessageStartingWith("Cannot list the uploads under \"inventory/data/all/data/\" in the bucket \""
                        + bucket.name() + "\" of the store \"minerva\": AccessDenied: Access Denied (status 403");
        assertThat(server.requests().counts()).containsOnlyKeys("ListMultipartUploads");
        assertThat(server.requests().all().get(0).header("x-amz-expected-bucket-owner"))
                .contains("444455556666");
    }

    @Test
    void theOwnerOfTheBucketIsGrantedFullControl() {
        Destination destination = destination();
        server.requests().clear();

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 3)),
                destination
                        .delivery(ReportFormat.ORC)
                        .withAcl(Optional.of(InventoryDelivery.BUCKET_OWNER_FULL_CONTROL)));

        assertThat(server.requests().all().stream()
                        .filter(request ->
                                List.of("CreateMultipartUpload", "PutObject").contains(request.operation())))
                .allSatisfy(request -> assertThat(request.header("x-amz-acl")).contains("bucket-owner-full-control"));
    }

    @Test
    void aBucketWithoutAclsGetsNone() {
        Destination destination = destination();
        server.faults().failNext("PutObject", 1, 400, "AccessControlListNotSupported");
        server.faults().failNext("CreateMultipartUpload", 1, 400, "AccessControlListNotSupported");
        server.requests().clear();

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 3)),
                destination
                        .delivery(ReportFormat.ORC)
                        .withAcl(Optional.of(InventoryDelivery.BUCKET_OWNER_FULL_CONTROL)));

        assertThat(server.requests().all().stream()
                        .filter(request -> request.header("x-amz-acl").isPresent())
                        .map(LoggedRequest::operation))
                .containsExactlyInAnyOrder("PutObject", "CreateMultipartUpload");
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aBucketWithVersionsKeepsOneVersionOfEachObjectAndNothingElse() {
        EmbeddedBucket bucket = bucket().enableVersioning();
        Destination destination = new Destination(server, bucket);

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 3)),
                destination
                        .delivery(ReportFormat.ORC)
                        .withHeartbeat(Duration.ofMillis(20), Optional.empty())
                        .withFileLimits(new FileLimits(1, 1)));

        destination.requireNothingButCompleteReports();
        assertThat(bucket.versions()).isEqualTo(bucket.objects());
    }

    @Test
    void aLostAnswerMakesNoSecondVersion() {
        EmbeddedBucket bucket = bucket().enableVersioning();
        Destination destination = new Destination(server, bucket);
        // Every write of a version takes effect, and none is answered.
        server.faults()
                .cutAfter(request ->
                        List.of("CompleteMultipartUpload", "PutObject").contains(request.operation()));

        Deliveries.deliver(twoTasks(Rows.numbered(0, 3), Rows.numbered(3, 6)), destination.delivery(ReportFormat.ORC));

        destination.requireNothingButCompleteReports();
        assertThat(bucket.versions()).isEqualTo(bucket.objects());
        assertThat(destination.manifest(FOLDER).files()).hasSize(2);
    }

    @Test
    void anErrorInTheBodyOfACompletionIsNotTakenForSuccess() {
        Destination destination = destination();
        server.faults().errorInBody(0.4, 3);

        Deliveries.deliver(
                oneTask(Rows.numbered(0, 20)),
                destination.delivery(ReportFormat.CSV).withFileLimits(new FileLimits(2, Long.MAX_VALUE)));

        destination.requireNothingButCompleteReports();
        assertThat(destination.manifest(FOLDER).files()).hasSize(10);
    }

    @Test
    void aStoreThatStumblesGetsACompleteReport() {
        EmbeddedBucket bucket = bucket().enableVersioning();
        Destination destination = new Destination(server, bucket);
        server.faults().slowDown(0.05, 5);
        server.faults().internalError(0.05, 6);
        server.faults().cutAfter(0.05, 7);
        server.faults().cutBefore(0.05, 8);

        DeliveredReport report = Deliveries.deliver(
                oneTask(Rows.numbered(0, 20)),
                destination.delivery(ReportFormat.CSV).withFileLimits(new FileLimits(2, Long.MAX_VALUE)));

        server.faults().clear();
        assertThat(report.files()).isEqualTo(10);
        destination.requireNothingButCompleteReports();
        assertThat(bucket.versions().stream().filter(version -> !version.isDeleteMarker()))
                .isEqualTo(bucket.objects());
    }

    @Test
    void aCommitThatIsRefusedHalfWayLeavesNothing() {
        Destination destination = destination();
        server.faults()
                .denied(request -> request.key().endsWith("/manifest.checksum")
                        && request.operation().equals("PutObject"));

        assertThatThrownBy(() -> Deliveries.deliver(
                        oneTask(Rows.numbered(0, 20)),
                        destination.delivery(ReportFormat.CSV).withFileLimits(new FileLimits(2, Long.MAX_VALUE))))
                .hasMessageStartingWith("Cannot write \"inventory/data/all/2026-11-21T22-29Z/manifest.checksum\" in the"
                        + " bucket \"reports-" + buckets + "\" of the store \"minerva\": AccessDenied: Access Denied"
                        + " (status 403")
                .hasMessageEndingWith("; it needs the permission s3:PutObject");
        assertThat(destination.keys()).isEmpty();
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aReportStandsThoughItsRunCannotClearUp() {
        Destination destination = destination();
        server.faults().denied(request -> request.operation().equals("DeleteObject"));

        DeliveredReport report =
                Deliveries.deliver(oneTask(Rows.numbered(0, 3)), destination.delivery(ReportFormat.ORC));

        assertThat(report.rows()).isEqualTo(3);
        assertThat(destination.completeReports()).containsExactly(FOLDER);
        server.faults().clear();
        Deliveries.deliver(
                oneTask(Rows.numbered(0, 4)),
                destination
                        .delivery(ReportFormat.ORC)
                        .withHeartbeat(InventoryDelivery.HEARTBEAT, Optional.of(Duration.ofMillis(1))));
        assertThat(destination.completeReports()).containsExactly("2026-11-21T22-29Z", "2026-11-21T22-30Z");
        destination.requireNothingButCompleteReports();
    }

    private static InventoryDelivery withRun(InventoryDelivery delivery) {
        Map<String, String> options = new HashMap<>(delivery.toOptions());
        options.put("run", RUN.text());
        return InventoryDelivery.fromOptions(options);
    }
}
