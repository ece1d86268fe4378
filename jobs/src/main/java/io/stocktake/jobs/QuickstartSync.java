package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.NamedSync;
import io.stocktake.config.stores.Stores;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** Brings the reports of buckets in two accounts and three Regions together in one bucket, and asks one question of all. */
final class QuickstartSync {
    /** Spark would take an account for a number: the columns that are wanted are named, the partitions too. */
    private static final String COLUMNS =
            "Bucket string, IsDeleteMarker string, Size string, accountid string, region string";

    private static final String QUESTION = """
            select accountid, region, Bucket, count(*) as versions, sum(cast(Size as bigint)) as bytes
            from s3_object where coalesce(IsDeleteMarker, 'false') = 'false'
            group by accountid, region, Bucket order by bytes desc
            """;

    private final QuickstartDirectory directory;
    private final DefinitionDirectory definitions;
    private final EmbeddedBucket synced;
    private final CommandLine commandLine;
    private final Terminal terminal;
    private int status = ExitStatus.DONE.code();

    QuickstartSync(
            QuickstartDirectory directory,
            DefinitionDirectory definitions,
            EmbeddedBucket synced,
            CommandLine commandLine,
            Terminal terminal) {
        this.directory = directory;
        this.definitions = definitions;
        this.synced = synced;
        this.commandLine = commandLine;
        this.terminal = terminal;
    }

    /** Runs the syncs twice: what there is is brought, and then nothing is new. Then it shows an answer. */
    void show(SparkSession spark) throws IOException {
        PrintWriter out = commandLine.getOut();
        List<SyncPlan> plans = plans();
        out.printf(
                "%nResource data sync: the latest report of every bucket, of two accounts and three Regions, in one place.%n"
                        + "./spark-submit.sh resource-data-sync says%n%n");
        run(spark, plans);
        out.printf("%nA second run finds nothing new:%n%n");
        run(spark, plans);
        directory.copy(synced);
        out.printf("%nOne question to all of them, as Athena, Hive or Spark may ask it (examples/sql has more):%n%n");
        QUESTION.lines().forEach(line -> out.println("  " + line));
        out.println();
        out.print(answer(spark));
        out.flush();
    }

    /** The status for the process. */
    int status() {
        return status;
    }

    /** The keys of the captures. */
    List<String> captures() {
        return synced.objects().stream().map(StoredVersion::key).toList();
    }

    private void run(SparkSession spark, List<SyncPlan> plans) {
        ResourceDataSyncRuns runs = new ResourceDataSyncRuns(commandLine.getOut(), commandLine.getErr(), terminal);
        status = Math.max(status, ResourceDataSyncRuns.status(runs.run(spark, plans), commandLine));
    }

    private List<SyncPlan> plans() throws IOException {
        Stores stores = definitions.stores();
        List<SyncPlan> plans = new ArrayList<>();
        for (NamedSync sync : definitions.resourceDataSyncs()) {
            plans.add(new SyncPlan(sync.sync(), definitions, stores, Optional.empty()));
        }
        return plans;
    }

    private TextTable answer(SparkSession spark) {
        // Where Hadoop's default file system is another, a path without a scheme is not on this machine.
        String folder = "file://"
                + directory.file(synced.name(), "sync/Custom:S3Object").toAbsolutePath();
        spark.read().schema(COLUMNS).json(folder).createOrReplaceTempView("s3_object");
        TextTable table = new TextTable(
                TextTable.text("accountid"),
                TextTable.text("region"),
                TextTable.text("Bucket"),
                TextTable.number("versions"),
                TextTable.number("bytes"));
        for (Row row : spark.sql(QUESTION).collectAsList()) {
            table.row(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    Quantity.count(row.getLong(3)),
                    Quantity.count(row.getLong(4)));
        }
        return table;
    }
}
