package io.stocktake.replication.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.StoreException;
import io.stocktake.s3.staging.StagedUpload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionReportTest {
    private static final ResultLimits SMALL = new ResultLimits(100, 1_000);

    private EmbeddedS3 server;
    private int buckets;

    @BeforeAll
    void start() {
        ReportBucket.signIn();
        server = EmbeddedS3.start();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private ReportBucket bucket() {
        return new ReportBucket(server, server.createBucket("reports-" + ++buckets));
    }

    private static List<CompletedTask> failedTasks(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> ReportBucket.failed("k%05d".formatted(number)))
                .toList();
    }

    @Test
    void aReportIsWhatS3BatchOperationsWrites() {
        ReportBucket bucket = bucket();

        DeliveredCompletionReport report = bucket.deliver(
                ReportScope.ALL_TASKS,
                List.of(
                        ReportBucket.succeeded("a b/c+d,e\"f\n100%.txt"),
                        new CompletedTask(
                                "photos",
                                "ü",
                                Optional.empty(),
                                TaskStatus.SUCCEEDED,
                                Optional.empty(),
                                OptionalInt.empty(),
                                "The owner is \"minerva\", not \"apollo\""),
                        new CompletedTask(
                                "photos",
                                "b",
                                Optional.of("null"),
                                TaskStatus.FAILED,
                                Optional.of("DstPutObjectNotPermitted"),
                                OptionalInt.of(403),
                                "\nAccess Denied,\r\n\ttry\u2028again\n"),
                        ReportBucket.failed("c")));

        String succeeded = bucket.keyOf(TaskStatus.SUCCEEDED);
        String failed = bucket.keyOf(TaskStatus.FAILED);
        assertThat(List.of(succeeded, failed))
                .allMatch(key -> key.matches("reports/job-" + ReportBucket.JOB + "/results/[0-9a-f]{40}\\.csv"));
        assertThat(bucket.text(succeeded)).isEqualTo("""
                photos,a%20b/c%2Bd%2Ce%22f%0A100%25.txt,v1,succeeded,,200,
                photos,%C3%BC,,succeeded,,,"The owner is ""minerva"", not ""apollo""\"
                """);
        assertThat(bucket.text(failed)).isEqualTo("""
                photos,b,null,failed,DstPutObjectNotPermitted,403,"Access Denied, try again"
                photos,c,v1,failed,SrcObjectNotFound,404,The specified key does not exist.
                """);
        String manifest = ReportBucket.ROOT + "manifest.json";
        assertThat(bucket.text(manifest))
                .isEqualTo("""
                {"Format":"Report_CSV_20180820","ReportCreationDate":"2026-11-22T10:00:00.700Z","Results":[\
                {"TaskExecutionStatus":"succeeded","Bucket":"the-reports","MD5Checksum":"%s","Key":"%s"},\
                {"TaskExecutionStatus":"failed","Bucket":"the-reports","MD5Checksum":"%s","Key":"%s"}],\
                "ReportSchema":"Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"}""".formatted(bucket.md5(succeeded), succeeded, bucket.md5(failed), failed));
        assertThat(bucket.text(manifest + ".md5")).isEqualTo(bucket.md5(manifest) + "\n");
        assertThat(bucket.keys()).containsExactlyInAnyOrder(succeeded, failed, manifest, manifest + ".md5");
        assertThat(bucket.bucket().openUploads()).isZero();
        assertThat(report)
                .isEqualTo(new DeliveredCompletionReport(
                        bucket.terms(ReportScope.ALL_TASKS).bucket(),
                        manifest,
                        2,
                        2,
                        2,
                        bucket.text(succeeded).getBytes(StandardCharsets.UTF_8).length
                                + bucket.text(failed).length()));
    }

    @Test
    void failedTasksOnlyListsTheFailedAndCountsAll() {
        ReportBucket bucket = bucket();

        DeliveredCompletionReport report = bucket.deliver(
                ReportScope.FAILED_TASKS_ONLY,
                List.of(ReportBucket.succeeded("a"), ReportBucket.failed("b"), ReportBucket.succeeded("c")));

        assertThat(bucket.resultKeys()).hasSize(1);
        assertThat(bucket.text(bucket.resultKeys().get(0)))
                .isEqualTo("photos,b,v1,failed,SrcObjectNotFound,404,The specified key does not exist.\n");
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.files()).isEqualTo(1);
    }

    @Test
    void aJobWithoutTasksHasAReportWithoutResults() {
        ReportBucket bucket = bucket();

        bucket.deliver(ReportScope.ALL_TASKS, List.of());

        assertThat(bucket.text(ReportBucket.ROOT + "manifest.json")).isEqualTo("""
                {"Format":"Report_CSV_20180820","ReportCreationDate":"2026-11-22T10:00:00.700Z","Results":[],\
                "ReportSchema":"Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"}""");
        assertThat(bucket.keys())
                .containsExactly(ReportBucket.ROOT + "manifest.json", ReportBucket.ROOT + "manifest.json.md5");
    }

    @Test
    void aThousandTasksOfAFewRowsCostOneFile() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        server.requests().clear();

        try (CompletionReport report = CompletionReport.open(terms)) {
            for (int task = 0; task < 1_000; task++) {
                report.add(ReportBucket.results(terms, failedTasks(task * 3, task * 3 + 3)));
            }
            report.commit(ReportBucket.CREATION);
        }

        assertThat(bucket.text(bucket.keyOf(TaskStatus.FAILED))).isEqualTo(rows(failedTasks(0, 3_000)));
        assertThat(server.requests().count("CreateMultipartUpload")).isEqualTo(1);
        assertThat(server.requests().count("PutObject")).isEqualTo(2);
    }

    private static String rows(List<CompletedTask> tasks) {
        StringBuilder rows = new StringBuilder();
        tasks.forEach(task -> rows.append("photos,")
                .append(task.key())
                .append(",v1,failed,SrcObjectNotFound,404,The specified key does not exist.\n"));
        return rows.toString();
    }

    @Test
    void aTaskWithMuchToReportStagesFilesThatNobodySeesBeforeTheCommit() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        try (CompletionReport report = CompletionReport.open(terms)) {
            // A row has 80 bytes: a file is full with its thirteenth row, and two rows are too many to be held.
            StagedResults results = ReportBucket.results(terms, SMALL, failedTasks(0, 31));

            assertThat(bucket.keys()).isEmpty();
            assertThat(bucket.bucket().openUploads()).isEqualTo(3);
            report.add(results);
            report.add(ReportBucket.results(terms, SMALL, failedTasks(31, 32)));
            DeliveredCompletionReport delivered = report.commit(ReportBucket.CREATION);

            assertThat(delivered.files()).isEqualTo(4);
            assertThat(delivered.failed()).isEqualTo(32);
        }
        String manifest = bucket.text(ReportBucket.ROOT + "manifest.json");
        List<String> inOrder = bucket.resultKeys().stream()
                .sorted((one, other) -> Integer.compare(manifest.indexOf(one), manifest.indexOf(other)))
                .toList();
        assertThat(inOrder.stream().map(bucket::text))
                .containsExactly(
                        rows(failedTasks(0, 13)),
                        rows(failedTasks(13, 26)),
                        rows(failedTasks(26, 31)),
                        rows(failedTasks(31, 32)));
        assertThat(bucket.bucket().openUploads()).isZero();
    }

    @Test
    void whateverTheRowsAndTheLimitsEveryRowIsThereOnceAndInOrder() {
        for (int seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ReportBucket bucket = bucket();
            ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
            List<String> expected = new ArrayList<>();
            try (CompletionReport report = CompletionReport.open(terms, random.nextInt(1, 2_000))) {
                int next = 0;
                for (int task = 0; task < 5; task++) {
                    int end = next + random.nextInt(0, 30);
                    List<CompletedTask> tasks = IntStream.range(next, end)
                            .mapToObj(number -> "k%05d".formatted(number))
                            .map(key -> random.nextBoolean() ? ReportBucket.failed(key) : ReportBucket.succeeded(key))
                            .toList();
                    tasks.forEach(row -> expected.add(row.key() + " " + row.status()));
                    report.add(ReportBucket.results(
                            terms, new ResultLimits(random.nextInt(400), random.nextInt(1, 2_000)), tasks));
                    next = end;
                }
                report.commit(ReportBucket.CREATION);
            }
            assertThat(bucket.resultKeys().stream()
                            .flatMap(key -> bucket.text(key).lines())
                            .map(row -> row.split(",", -1)[1] + (row.contains(",failed,") ? " FAILED" : " SUCCEEDED"))
                            .sorted())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            for (String key : bucket.resultKeys()) {
                assertThat(bucket.text(key)
                                .lines()
                                .map(row -> row.split(",", -1)[3])
                                .distinct())
                        .as("seed %d, %s", seed, key)
                        .hasSize(1);
            }
        }
    }

    @Test
    void resultsOfManyPartsAreUploadedInOrder() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.FAILED_TASKS_ONLY);
        int rows = 2 * StagedUpload.PART_BYTES / 80 + 1;

        bucket.deliver(terms.scope(), failedTasks(0, rows));

        assertThat(bucket.text(bucket.keyOf(TaskStatus.FAILED))).isEqualTo(rows(failedTasks(0, rows)));
    }

    @Test
    void aTaskThatFailsLeavesNoUpload() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);

        assertThatThrownBy(() -> {
                    try (ResultFiles files = ResultFiles.open(terms, SMALL)) {
                        failedTasks(0, 20).forEach(files::add);
                        assertThat(bucket.bucket().openUploads()).isEqualTo(2);
                        throw new IllegalStateException("lost");
                    }
                })
                .hasMessage("lost");

        assertThat(bucket.bucket().openUploads()).isZero();
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void finishedResultsTakeNoMore() {
        ReportTerms terms = bucket().terms(ReportScope.ALL_TASKS);
        try (ResultFiles files = ResultFiles.open(terms)) {
            files.finish();
            assertThatThrownBy(() -> files.add(ReportBucket.failed("a")))
                    .hasMessage("Cannot add to the results of a task: they are finished");
        }
    }

    @Test
    void aReportThatIsNotCommittedLeavesNothing() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        try (CompletionReport report = CompletionReport.open(terms)) {
            report.add(ReportBucket.results(terms, SMALL, failedTasks(0, 30)));
            report.add(ReportBucket.results(terms, failedTasks(30, 31)));
            assertThat(bucket.bucket().openUploads()).isEqualTo(4);
        }
        assertThat(bucket.bucket().openUploads()).isZero();
        assertThat(bucket.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "manifest.json.md5"})
    void aCommitThatFailsLeavesNothing(String refused) {
        EmbeddedBucket versioned = server.createBucket("reports-" + ++buckets).enableVersioning();
        ReportBucket bucket = new ReportBucket(server, versioned);
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        server.faults()
                .denied(request ->
                        request.operation().equals("PutObject") && request.key().equals(ReportBucket.ROOT + refused));

        assertThatThrownBy(() -> {
                    try (CompletionReport report = CompletionReport.open(terms)) {
                        report.add(ReportBucket.results(terms, failedTasks(0, 30)));
                        report.commit(ReportBucket.CREATION);
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot write \"" + ReportBucket.ROOT + refused
                        + "\" in the bucket \"the-reports\" of the store \"minerva\": ");

        assertThat(versioned.versions()).isEmpty();
        assertThat(versioned.openUploads()).isZero();
    }

    @Test
    void theChecksumIsWrittenLast() {
        ReportBucket bucket = bucket();
        server.requests().clear();

        bucket.deliver(ReportScope.ALL_TASKS, List.of(ReportBucket.succeeded("a"), ReportBucket.failed("b")));

        assertThat(server.requests().all().stream()
                        .filter(request -> request.operation().equals("PutObject")
                                || request.operation().equals("CompleteMultipartUpload"))
                        .map(request -> request.operation().equals("PutObject") ? request.key() : "result"))
                .containsExactly(
                        "result",
                        "result",
                        ReportBucket.ROOT + "manifest.json",
                        ReportBucket.ROOT + "manifest.json.md5");
    }

    @Test
    void aStoreThatFailsNowAndThenHasEveryRowInOneVersion() {
        for (int seed = 0; seed < 10; seed++) {
            EmbeddedBucket versioned =
                    server.createBucket("reports-" + ++buckets).enableVersioning();
            ReportBucket bucket = new ReportBucket(server, versioned);
            ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
            server.faults().slowDown(0.05, seed);
            server.faults().cutBefore(0.05, seed);
            server.faults().cutAfter(0.05, seed);
            server.faults().errorInBody(0.05, seed);
            try (CompletionReport report = CompletionReport.open(terms)) {
                for (int task = 0; task < 10; task++) {
                    report.add(ReportBucket.results(terms, SMALL, failedTasks(task * 10, task * 10 + 10)));
                }
                report.commit(ReportBucket.CREATION);
            }
            server.faults().clear();

            assertThat(bucket.resultKeys().stream()
                            .flatMap(key -> bucket.text(key).lines())
                            .sorted())
                    .as("seed %d", seed)
                    .isEqualTo(rows(failedTasks(0, 100)).lines().toList());
            assertThat(versioned.versions()).as("seed %d", seed).hasSameSizeAs(bucket.keys());
            assertThat(versioned.openUploads()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aDeadJobsReportIsClearedUnlessItIsComplete() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        bucket.deliver(ReportScope.ALL_TASKS, List.of(ReportBucket.failed("a")));
        // What a task left whose executor was lost.
        ReportBucket.results(terms, SMALL, failedTasks(0, 3));
        assertThat(bucket.bucket().openUploads()).isEqualTo(1);

        CompletionReport.clear(terms);

        assertThat(bucket.bucket().openUploads()).isZero();
        assertThat(bucket.keys()).hasSize(3);

        bucket.bucket().delete(ReportBucket.ROOT + "manifest.json.md5");
        bucket.bucket().put("reports/job-of-another/manifest.json", new byte[] {'{', '}'});
        CompletionReport.clear(terms);

        assertThat(bucket.keys()).containsExactly("reports/job-of-another/manifest.json");
    }

    @Test
    void uploadsOfAttemptsThatLostAreAbortedWithTheCommit() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        try (CompletionReport report = CompletionReport.open(terms)) {
            ReportBucket.results(terms, SMALL, failedTasks(0, 3));
            report.add(ReportBucket.results(terms, SMALL, failedTasks(0, 3)));
            report.commit(ReportBucket.CREATION);
        }
        assertThat(bucket.text(bucket.keyOf(TaskStatus.FAILED))).isEqualTo(rows(failedTasks(0, 3)));
        assertThat(bucket.bucket().openUploads()).isZero();
    }

    @Test
    void everyObjectIsAskedForWithTheEncryption() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS).withEncryption(RequestedEncryption.sseKms("the-key"));
        server.requests().clear();
        try (CompletionReport report = CompletionReport.open(terms)) {
            report.add(ReportBucket.results(terms, List.of(ReportBucket.failed("a"))));
            report.commit(ReportBucket.CREATION);
        }
        assertThat(Stream.of("CreateMultipartUpload", "PutObject")
                        .flatMap(operation -> server.requests().all(operation).stream())
                        .map(CompletionReportTest::encryption))
                .containsExactly("aws:kms the-key", "aws:kms the-key", "aws:kms the-key");
    }

    private static String encryption(LoggedRequest request) {
        return request.header("x-amz-server-side-encryption").orElse("none") + " "
                + request.header("x-amz-server-side-encryption-aws-kms-key-id").orElse("none");
    }

    @Test
    void aJobHasOneReport() {
        ReportBucket bucket = bucket();
        bucket.deliver(ReportScope.ALL_TASKS, List.of());
        assertThatThrownBy(() -> CompletionReport.open(bucket.terms(ReportScope.ALL_TASKS)))
                .hasMessage("Cannot begin a completion report: the job \"" + ReportBucket.JOB
                        + "\" has one, there are objects under \"" + ReportBucket.ROOT
                        + "\" in the bucket \"the-reports\"");
        assertThat(bucket.keys()).hasSize(2);
    }

    @Test
    void aBucketThatIsNotThereFailsBeforeTheRun() {
        ReportBucket bucket = bucket();
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        ReportTerms nowhere = ReportTerms.of(
                new BucketLocation(terms.bucket().store(), "nowhere", "nowhere"), "", "j-1", ReportScope.ALL_TASKS);
        assertThatThrownBy(() -> CompletionReport.open(nowhere))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(
                        "Cannot list \"job-j-1/\" in the bucket \"nowhere\" of the store \"minerva\": ");
    }

    @Test
    void aReportThatHasEndedTakesNoMore() {
        ReportTerms terms = bucket().terms(ReportScope.ALL_TASKS);
        try (CompletionReport report = CompletionReport.open(terms)) {
            report.abort();
            report.abort();
            assertThatThrownBy(() -> report.commit(ReportBucket.CREATION))
                    .hasMessage("Cannot change the completion report of the job \"" + ReportBucket.JOB
                            + "\": it has ended");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "ü", "..", "a b"})
    void aJobIdIsAPartOfAKey(String jobId) {
        ReportTerms terms = bucket().terms(ReportScope.ALL_TASKS);
        assertThatThrownBy(() -> ReportTerms.of(terms.bucket(), "", jobId, ReportScope.ALL_TASKS))
                .hasMessage("Cannot name a job \"" + jobId
                        + "\": a job's id is 1 to 64 letters, digits and dashes, such as a UUID");
    }

    @Test
    void aScopeIsSpeltAsAwsDoes() {
        assertThat(ReportScope.parse("AllTasks")).isEqualTo(ReportScope.ALL_TASKS);
        assertThat(ReportScope.parse("FailedTasksOnly")).isEqualTo(ReportScope.FAILED_TASKS_ONLY);
        assertThatThrownBy(() -> ReportScope.parse("failed"))
                .hasMessage("Cannot report with the scope \"failed\": it is one of AllTasks, FailedTasksOnly");
    }
}
