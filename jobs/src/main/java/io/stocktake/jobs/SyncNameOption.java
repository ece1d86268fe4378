package io.stocktake.jobs;

import picocli.CommandLine.Option;

/** {@code --sync-name}, of the commands on one resource data sync. */
final class SyncNameOption {
    @Option(names = "--sync-name", paramLabel = "NAME", description = "The name of the sync: 1 to 64 characters.")
    String syncName;
}
