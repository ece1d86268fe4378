package io.stocktake.jobs;

import io.stocktake.config.stores.Stores;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.report.DeliveredCompletionReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** Replicates a small bucket under rules with tags and delete markers, and shows both buckets before and after. */
final class QuickstartReplication {
    private static final String REPORT = "s3a://" + QuickstartBuckets.REPORTS + "/replication";

    private final EmbeddedS3 server;
    private final PrintWriter out;
    private final ReplicationRuns runs;
    private int status = ExitStatus.DONE.code();

    QuickstartReplication(EmbeddedS3 server, Stores stores, CommandLine commandLine, Terminal terminal) {
        ReplicationWork work = ReplicationWork.reportedAt(REPORT);
        this.server = server;
        this.out = commandLine.getOut();
        this.runs = new ReplicationRuns(
                commandLine,
                terminal,
                ReplicationJob.of(work, work.place(stores)),
                RunRecording.of(stores, commandLine.getErr()));
    }

    /** Runs the plans twice: what is missing is copied, and then nothing is missing. */
    void show(SparkSession spark, List<ReplicationPlan> plans) {
        out.printf(
                "%nReplication: what the bucket documents-copy lacks of documents, by the rules \"signed-contracts\" (a"
                        + " tag)%nand \"notes\" (with delete markers). Sizes of versions, oldest first, before:%n%n");
        out.print(buckets());
        out.printf("%n./spark-submit.sh replication --report %s says%n%n", REPORT);
        status = runs.copy(spark, plans);
        out.printf("%nAfterwards:%n%n");
        out.print(buckets());
        out.printf("%nA second run finds everything in place:%n");
        status = Math.max(status, runs.copy(spark, plans));
        out.flush();
    }

    /** The status for the process. */
    int status() {
        return status;
    }

    /** The completion reports of both runs. */
    List<DeliveredCompletionReport> reports() {
        return runs.reports();
    }

    private TextTable buckets() {
        Map<String, List<String>> source = histories(server.bucket(QuickstartBuckets.DOCUMENTS));
        Map<String, List<String>> copy = histories(server.bucket(QuickstartBuckets.DOCUMENTS_COPY));
        TextTable table = new TextTable(
                TextTable.text("key"),
                TextTable.text(QuickstartBuckets.DOCUMENTS),
                TextTable.text(QuickstartBuckets.DOCUMENTS_COPY));
        source.forEach((key, versions) ->
                table.row(key, String.join(", ", versions), String.join(", ", copy.getOrDefault(key, List.of()))));
        return table;
    }

    private static Map<String, List<String>> histories(EmbeddedBucket bucket) {
        Map<String, List<String>> histories = new TreeMap<>();
        for (StoredVersion version : bucket.versions()) {
            histories
                    .computeIfAbsent(version.key(), key -> new ArrayList<>())
                    .add(0, version.isDeleteMarker() ? "deleted" : Quantity.count(version.size()));
        }
        return histories;
    }
}
