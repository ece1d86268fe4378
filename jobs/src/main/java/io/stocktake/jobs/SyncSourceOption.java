package io.stocktake.jobs;

import picocli.CommandLine.Option;

/** {@code --sync-source}, of the commands that give a resource data sync its source. */
final class SyncSourceOption {
    @Option(
            names = "--sync-source",
            paramLabel = "SOURCE",
            description = "What a SyncFromSource reads: JSON, file://NAME (.json or .yaml), or"
                    + " SourceType=SingleAccountMultiRegions,SourceRegions=us-east-2,us-west-1.")
    String syncSource;
}
