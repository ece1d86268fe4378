package io.stocktake.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that every command has. */
@Command(versionProvider = StocktakeVersion.class)
final class StandardOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    boolean version;

    @Option(
            names = {"--verbose", "--debug"},
            description = "Shows what Spark and Stocktake log, and the stack trace of an error.")
    boolean verbose;
}
