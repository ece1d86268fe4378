package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes replicas. One serves one task of a run; its connections are the process's. Thread-safe, but for the iterators that
 * it gives.
 */
public final class Copier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);
    private static final long SECONDS_TO_STOP = 20;

    private final Ends ends;
    private final KeyAppender appender;
    private final HistoryCheck historyCheck;
    private final ExecutorService keys;
    private final ExecutorService parts;

    private Copier(CopyTerms terms, UploadJournal journal) {
        this.ends = new Ends(terms);
        SourceReader reader = new SourceReader(ends);
        DestinationSettings settings = new DestinationSettings(ends);
        ReplicaPlanner planner = new ReplicaPlanner(ends, reader, settings);
        VersionMaker maker = new VersionMaker(ends);
        ReplicaProperties properties = new ReplicaProperties(ends);
        AtomicLong number = new AtomicLong();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "stocktake-copy-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        this.keys = Executors.newFixedThreadPool(terms.keysInFlight(), factory);
        this.parts = Executors.newCachedThreadPool(factory);
        MultipartWriter multipart = new MultipartWriter(ends, maker, new PartLayouts(reader), journal, parts);
        AccessCopier access = new AccessCopier(ends);
        this.appender = new KeyAppender(
                ends,
                settings,
                new ReplicaWriter(ends, reader, planner, properties, maker, multipart),
                new DeleteMarkerWriter(ends, maker),
                new ReplicaCheck(ends, reader, properties, access),
                new ReplicaRepair(ends, reader, planner, properties, access),
                planner);
        this.historyCheck = new HistoryCheck(ends, planner);
    }

    /**
     * Takes part in the process's connections to both stores; no request is sent.
     *
     * @param journal where uploads are written down before they begin
     */
    public static Copier open(CopyTerms terms, UploadJournal journal) {
        return new Copier(terms, journal);
    }

    /**
     * Copies and repairs.
     *
     * <p>A version that cannot be copied is a failed task, and so are the versions of its key after it, since nothing can
     * be inserted below a version later; a version that is not eligible is left out, and those after it are copied.
     *
     * @param differences {@code SOURCE_ONLY} and {@code CHANGED} to be copied, {@code DRIFTED} to be repaired; the versions
     *     of one key together, the oldest first
     * @return one result for each, in the same order; a few keys are worked on ahead. It throws
     *     {@link io.stocktake.s3.StoreException} for what makes all further work senseless
     */
    public Iterator<CopyResult> copy(Iterator<Difference> differences) {
        return new CopyResults(differences, ends, appender, historyCheck, keys);
    }

    /** What was done so far. */
    public CopyCounts counts() {
        return ends.counts();
    }

    /** Stops what is under way; uploads that have begun are aborted, as far as that takes no longer than some seconds. */
    @Override
    public void close() {
        keys.shutdownNow();
        parts.shutdownNow();
        try {
            if (!keys.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.warn("A copier was closed while a request was still under way");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            ends.close();
        }
    }
}
