package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.sync.CaptureLocation;
import io.stocktake.sync.SyncRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one resource data sync asks for.
 *
 * @param sync its definition
 * @param definitions the directory that it is of
 * @param stores of that directory
 * @param staleAfter how old the record of a run that was killed is; empty: as that run said
 */
record SyncPlan(ResourceDataSync sync, DefinitionDirectory definitions, Stores stores, Optional<Duration> staleAfter) {

    /** The sync's name on one line: it may hold any characters. */
    String name() {
        return CommandLineText.onOneLine(sync.syncName());
    }

    /** What a run that begins now is to do. */
    SyncRequest request(Instant now) {
        return new SyncRequest(sync, definitions, stores, now, staleAfter);
    }

    /** Where the captures go, as {@code s3a://bucket/prefix/}: a SyncFromSource may leave that to stores.yaml. */
    String destination() {
        Optional<String> named =
                sync.s3Destination().map(destination -> "s3a://" + destination.bucketName() + "/" + root(destination));
        return CommandLineText.onOneLine(
                named.or(() -> stores.operations().map(SyncPlan::folder)).orElse("-"));
    }

    private static String root(S3Destination destination) {
        return new CaptureLocation(destination.prefix().orElse("")).root();
    }

    private static String folder(String location) {
        return location.endsWith("/") ? location : location + "/";
    }
}
