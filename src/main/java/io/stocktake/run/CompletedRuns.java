package io.stocktake.run;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The records of completed runs at stores.yaml's {@code operations}: one small object a run, which nobody changes. They
 * may be deleted, by a lifecycle rule for one, and are then forgotten. Thread-safe.
 *
 * <p>Every failure of the store is a {@link StoreException}.
 */
public final class CompletedRuns implements AutoCloseable {
    private final WorkingPlace operations;
    private final DestinationBucket bucket;

    private CompletedRuns(WorkingPlace operations) {
        this.operations = operations;
        this.bucket = operations.open();
    }

    /** The records at this place; no request is sent. */
    public static CompletedRuns open(WorkingPlace operations) {
        return new CompletedRuns(operations);
    }

    /** Leaves a record. A second call for the same run replaces it. */
    public void put(CompletedRun run) {
        bucket.put(key(run.name()), CompletedRunDocument.write(run), "application/json");
    }

    /** Gives the name of every run of an account's buckets in a Region, a bucket's names one after the other. */
    public void names(String accountId, String region, Consumer<RunName> consumer) {
        list(accountId, region, "", consumer);
    }

    /** Gives the name of every run of one bucket, sorted by job, definition and start. */
    public void names(String accountId, String region, String bucketName, Consumer<RunName> consumer) {
        list(accountId, region, bucketName + "/", consumer);
    }

    private void list(String accountId, String region, String within, Consumer<RunName> consumer) {
        String folder = operations.prefix() + RunName.folder(accountId, region);
        // Other keys are not looked at.
        bucket.keys(
                folder + within,
                key -> RunName.of(accountId, region, key.substring(folder.length()))
                        .ifPresent(consumer));
    }

    /**
     * The record of a run; empty where it was deleted meanwhile.
     *
     * @throws RunException if it is not what {@link #put} writes
     */
    public Optional<CompletedRun> read(RunName name) {
        String key = key(name);
        return bucket.read(key).map(stored -> parse(name, key, stored.text()));
    }

    /**
     * Asks the store for a listing of the place.
     *
     * @throws StoreException if it cannot be listed
     */
    public void requireReachable() {
        bucket.isEmpty(operations.prefix());
    }

    /** Counts every request that is sent here. */
    public RequestCounter requests() {
        return bucket.requests();
    }

    @Override
    public void close() {
        bucket.close();
    }

    private CompletedRun parse(RunName name, String key, String text) {
        String record = "the run record \"" + key + "\" in the bucket \""
                + operations.bucket().alias() + "\" of the store \""
                + operations.bucket().store().name() + "\"";
        CompletedRun run;
        try {
            run = CompletedRunDocument.parse(text, record);
        } catch (InvalidDefinitionException damaged) {
            throw new RunException(damaged.getMessage() + "\nDelete it; its run is then forgotten.", damaged);
        }
        if (!run.name().equals(name)) {
            throw new RunException("Cannot read " + record + ": it is that of another run, \""
                    + run.name().key() + "\". Delete it; its run is then forgotten.");
        }
        return run;
    }

    private String key(RunName name) {
        return operations.prefix() + name.key();
    }
}
