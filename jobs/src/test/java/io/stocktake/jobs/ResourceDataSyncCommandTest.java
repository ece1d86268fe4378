package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says before it starts anything. */
class ResourceDataSyncCommandTest {
    private static final String SYNC = """
            {"SyncName": "%s", "S3Destination":
              {"BucketName": "synced", "Prefix": "all", "SyncFormat": "JsonSerDe", "Region": "us-east-2"}}
            """;

    @TempDir
    private Path directory;

    @TempDir
    private Path empty;

    private DefinitionsFixture definitions;

    @BeforeEach
    void writeStores() throws IOException {
        definitions = new DefinitionsFixture(directory);
        definitions.write("stores.yaml", """
                accountId: "111122223333"
                stores:
                  - name: ohio
                    region: us-east-2
                    accountId: "111122223333"
                    buckets: [synced]
                """);
    }

    @Test
    void helpSaysWhatItDoesAndHow() {
        assertThat(CommandLineRun.of("resource-data-sync", "--help")).isEqualTo(CommandLineRun.done("""
                        Brings the inventory of many buckets, accounts and Regions together in one bucket.

                        ./spark-submit.sh resource-data-sync --definitions DIRECTORY [--name NAME]... [--due] [--dry-run]

                        A SyncToDestination brings the latest inventory report of every bucket in its reach, as one object
                        a bucket of each type: Custom:S3Object has a record for each object version, Custom:S3Bucket one
                        for the bucket. A SyncFromSource brings the records of runs as Custom:OpsData, and what somebody
                        should look at as Custom:OpsItem. Athena, Hive and Spark read each type as one table, partitioned
                        by account and Region: examples/sql.

                        A bucket whose newest report was brought already is not read again; a capture is replaced as a
                        whole. A store that does not answer fails its own buckets and no others. A run that was killed is
                        simply run again. list-resource-data-sync shows how the last runs went.

                        Options:
                              --debug, --verbose   Shows what Spark and Stocktake log, and the stack trace of an error.
                              --definitions=DIRECTORY
                                                   The directory of definitions: a local one, or s3a://bucket/prefix.
                                                     Without it, what the environment variable STOCKTAKE_DEFINITIONS says.
                              --dry-run            Says which buckets have something new and where it would go, and writes
                                                     nothing.
                              --due                Only syncs with something new: a bucket in reach has a newer report than
                                                     the one that was brought, or newer run records.
                          -h, --help               Shows this help.
                              --name=NAME          Only the sync of this name; may be repeated.
                              --stale-after=SECONDS
                                                   How long a run's record may stand still before the run is taken for dead
                                                     and cleared: ten of its heartbeats, 50 seconds, unless it is given.
                              --version            Shows the version.

                        Examples:
                          ./spark-submit.sh create-resource-data-sync --definitions definitions --sync-name all-buckets \\
                              --s3-destination BucketName=my-data,Prefix=synced,SyncFormat=JsonSerDe,Region=us-east-2
                              makes a sync; the bucket and its Region stand in stores.yaml
                          ./spark-submit.sh resource-data-sync --definitions definitions --dry-run
                              says which buckets have something new, and writes nothing
                          ./spark-submit.sh resource-data-sync --definitions definitions --name all-buckets
                              brings what is new for one sync
                          ./spark-submit.sh resource-data-sync --definitions definitions --due
                              runs the syncs that have something new; for cron, behind inventory --due

                        Exit status: 0 everything is brought; 1 a sync failed; 2 bad command line or definitions, nothing
                        started; 3 finished, some buckets could not be brought: standard error says which and why.
                        """));
    }

    @Test
    void aNameThatNoSyncHasIsRefused() throws IOException {
        definitions.write("resource-data-syncs/all.json", SYNC.formatted("all"));
        assertThat(definitions.run("resource-data-sync", "--name", "all", "--name", "none"))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run --name \"none\": no resource data sync in \"" + directory + "\" has it."));
    }

    @Test
    void definitionsWithProblemsAreRefusedBeforeAnythingIsStarted() throws IOException {
        definitions.write("resource-data-syncs/all.json", SYNC.formatted("all").replace("JsonSerDe", "Parquet"));
        definitions.write("resource-data-syncs/other.json", SYNC.formatted("else"));
        assertThat(definitions.run("resource-data-sync"))
                .isEqualTo(
                        CommandLineRun.refused("resource-data-syncs/all.json: S3Destination.SyncFormat: \"Parquet\" is"
                                + " not JsonSerDe (400 ValidationException)\n"
                                + "resource-data-syncs/other.json: SyncName: \"else\" differs from the name that the file's"
                                + " name gives, \"other\" (400 ValidationException)\n"
                                + "Cannot use the definitions in \"" + directory + "\": 2 problems."));
    }

    @Test
    void aDirectoryWithoutSyncsIsDoneAtOnce() {
        assertThat(definitions.run("resource-data-sync"))
                .isEqualTo(CommandLineRun.done("No resource data sync is defined.\n"));
    }

    @Test
    void anEmptyDirectoryHasNoStores() {
        assertThat(CommandLineRun.of("resource-data-sync", "--definitions", empty.toString()))
                .isEqualTo(
                        CommandLineRun.refused("stores.yaml: (document): is missing; it names the stores and which of"
                                + " them has a bucket\nCannot use the definitions in \"" + empty + "\": 1 problem."));
    }

    @Test
    void whatIsNoNumberOfSecondsIsRefused() {
        assertThat(definitions.run("resource-data-sync", "--stale-after", "soon"))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run resource-data-sync: --stale-after: \"soon\" is not a number. See:"
                                + " ./spark-submit.sh resource-data-sync --help"));
    }

    @Test
    void aNameOfControlCharactersStaysOnOneLine() {
        assertThat(CommandLineText.onOneLine("two\nlines\u0007 of ü😀")).isEqualTo("two\\u000alines\\u0007 of ü😀");
    }
}
