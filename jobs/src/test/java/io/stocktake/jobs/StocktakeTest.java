package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StocktakeTest {
    @Test
    void helpShowsWhatItIsForAndExamples() {
        CommandLineRun help = CommandLineRun.of("--help");
        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("""
                        S3 Inventory, S3 Replication and Resource Data Sync for any S3-compatible store.

                        ./spark-submit.sh [spark-submit options --] COMMAND [options]

                        """)
                .contains("  ./spark-submit.sh inventory --definitions definitions --due\n")
                .contains("Exit status: 0 done; 1 the run failed; 2 bad command line or definitions, nothing started;");
    }

    @Test
    void aCommandLineWithoutACommandShowsTheHelpAndIsRefused() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run)
                .isEqualTo(new CommandLineRun(2, "", CommandLineRun.of("--help").out()));
    }

    @Test
    void versionNamesSparkAndJava() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("stocktake/\\S+ Spark/4\\.\\S+ Java/\\S+\n");
    }

    @Test
    void anUnknownCommandIsRefused() {
        assertThat(CommandLineRun.of("photograph"))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run Stocktake: \"photograph\" is not a command. See: ./spark-submit.sh --help"));
    }

    @Test
    void aSlipOfTheFingersIsCorrected() {
        assertThat(CommandLineRun.of("valdiate"))
                .isEqualTo(CommandLineRun.refused("Cannot run Stocktake: \"valdiate\" is not a command; the nearest is"
                        + " validate. See: ./spark-submit.sh --help"));
    }

    @Test
    void anOptionOfSparkSubmitWithoutItsDashesIsExplained() {
        assertThat(CommandLineRun.of("--master", "yarn", "--due"))
                .isEqualTo(CommandLineRun.refused("Cannot run Stocktake: it has no option \"--master\"; options of"
                        + " spark-submit stand first and end with \"--\", as in ./spark-submit.sh --master ... --"
                        + " COMMAND. See: ./spark-submit.sh --help"));
    }

    @Test
    void anArgumentWithALeadingAtIsNoFile() {
        assertThat(CommandLineRun.of("@/etc/hostname"))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run Stocktake: \"@/etc/hostname\" is not a command. See: ./spark-submit.sh --help"));
    }
}
