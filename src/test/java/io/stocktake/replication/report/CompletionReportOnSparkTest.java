package io.stocktake.replication.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedS3;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Results as they come from tasks, some of which fail and run again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionReportOnSparkTest {
    private static final int TASKS = 4;
    private static final int ROWS_OF_A_TASK = 2_000;

    private EmbeddedS3 server;
    private SparkSession spark;

    @BeforeAll
    void start() {
        ReportBucket.signIn();
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2,2]")
                .appName("completion reports")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    @Test
    void everyRowIsReportedOnceThoughATaskFailsAfterItHasStaged() {
        ReportBucket bucket = new ReportBucket(server, server.createBucket("reports"));
        ReportTerms terms = bucket.terms(ReportScope.ALL_TASKS);
        JavaRDD<StagedResults> tasks = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, TASKS).boxed().toList(), TASKS)
                .mapPartitions(numbers -> task(terms, numbers));
        try (CompletionReport report = CompletionReport.open(terms)) {
            tasks.toLocalIterator().forEachRemaining(report::add);
            DeliveredCompletionReport delivered = report.commit(ReportBucket.CREATION);

            assertThat(delivered.failed()).isEqualTo(TASKS * (long) ROWS_OF_A_TASK);
            assertThat(delivered.succeeded()).isEqualTo(TASKS);
            // What failed is more than a task may hand on; what succeeded is joined.
            assertThat(delivered.files()).isEqualTo(TASKS + 1);
        }
        assertThat(bucket.resultKeys().stream()
                        .flatMap(key -> bucket.text(key).lines())
                        .map(row -> row.split(",", -1)[1])
                        .sorted())
                .isEqualTo(IntStream.range(0, TASKS)
                        .boxed()
                        .flatMap(CompletionReportOnSparkTest::keys)
                        .sorted()
                        .toList());
        assertThat(bucket.bucket().openUploads()).isZero();
    }

    private static Stream<String> keys(int task) {
        return Stream.concat(
                Stream.of("task-" + task),
                IntStream.range(0, ROWS_OF_A_TASK).mapToObj(row -> "task-%d-row-%04d".formatted(task, row)));
    }

    private static Iterator<StagedResults> task(ReportTerms terms, Iterator<Integer> numbers) {
        try (ResultFiles results = ResultFiles.open(terms)) {
            int task = numbers.next();
            results.add(ReportBucket.succeeded("task-" + task));
            keys(task).skip(1).map(ReportBucket::failed).forEach(results::add);
            StagedResults staged = results.finish();
            if (task % 2 == 0 && TaskContext.get().attemptNumber() == 0) {
                throw new IllegalStateException("Cannot go on: the first attempt of task " + task + " is lost");
            }
            return List.of(staged).iterator();
        }
    }
}
