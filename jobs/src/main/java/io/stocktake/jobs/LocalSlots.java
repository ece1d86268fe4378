package io.stocktake.jobs;

import io.stocktake.listing.TaskSlots;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.PageProbe;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.StoreException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How many task slots a run on one machine has where nobody chose a master: as many as hide what the store takes for a
 * page, since a slot waits for its next page while the cores work on those of others.
 */
final class LocalSlots {
    /** Set by the script where nobody chose a master, and it had to. */
    static final String VARIABLE = "STOCKTAKE_MASTER";

    /** What {@link #VARIABLE} then is. */
    static final String CHOSEN_BY_SCRIPT = "default";

    /** Slots that do not wait cost: their buffers fill the heap, and their threads each other's caches. */
    private static final int LEAST_A_CORE = 4;

    /** As the script takes where the store was not asked. */
    private static final int A_CORE = 16;

    private static final int MOST_A_CORE = 64;

    /** What a page of a thousand objects costs from the listing to the report, with something to spare. */
    private static final Duration CPU_OF_A_PAGE = Duration.ofMillis(2);

    /** A slot's pages and its part of a file. */
    private static final long MEMORY_OF_A_SLOT = 32L << 20;

    private static final int MEASUREMENTS = 3;

    private final SparkConf configuration;
    private final boolean isAdaptive;

    private LocalSlots(SparkConf configuration, boolean isAdaptive) {
        this.configuration = configuration;
        this.isAdaptive = isAdaptive;
    }

    /** As spark-submit, a file of properties and the script's variables say. */
    static LocalSlots of(SparkConf configuration, Map<String, String> environment) {
        return new LocalSlots(
                configuration, CHOSEN_BY_SCRIPT.equals(environment.get(VARIABLE)) && isLocal(configuration));
    }

    /** The master that gives as many slots as the store wants for a listing; empty where the choice is somebody else's. */
    Optional<String> master(ListingRequest request) {
        if (!isAdaptive) {
            return Optional.empty();
        }
        return pageLatency(request).map(page -> "local[" + adapted(page) + ",4]");
    }

    /** The slots that a run will have. */
    int expected(ListingRequest request) {
        if (isAdaptive) {
            Optional<Duration> page = pageLatency(request);
            if (page.isPresent()) {
                return adapted(page.get());
            }
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return TaskSlots.configured(configuration).orElse(isLocal(configuration) ? cores : A_CORE * cores);
    }

    private static int adapted(Duration page) {
        return slots(
                Runtime.getRuntime().availableProcessors(),
                page,
                Runtime.getRuntime().maxMemory());
    }

    /**
     * Enough that the cores are never idle: what the store takes for a page against what a core does.
     *
     * @param memory bytes that the process may take
     */
    static int slots(int cores, Duration page, long memory) {
        long hiding = cores * (1 + page.toNanos() / CPU_OF_A_PAGE.toNanos());
        long affordable = Math.max((long) LEAST_A_CORE * cores, memory / MEMORY_OF_A_SLOT);
        return (int) Math.min(
                Math.min(affordable, (long) MOST_A_CORE * cores), Math.max((long) LEAST_A_CORE * cores, hiding));
    }

    private static boolean isLocal(SparkConf configuration) {
        return configuration.get("spark.master", "local[*]").startsWith("local");
    }

    /**
     * How long a task waits for a page, without the time that its own processor takes, much while its code is new. The
     * shortest of a few, as the first pays for the connection; empty if the store does not answer: the run says why.
     */
    private static Optional<Duration> pageLatency(ListingRequest request) {
        try (StoreClients.Lease store = StoreClients.lease(request.bucket().store())) {
            PageProbe probe = new PageProbe(store.client(), request, new RequestCounter());
            long shortest = Long.MAX_VALUE;
            for (int i = 0; i < MEASUREMENTS; i++) {
                long start = waited();
                probe.after(UTF8String.EMPTY_UTF8);
                shortest = Math.min(shortest, Math.max(0, waited() - start));
            }
            return Optional.of(Duration.ofNanos(shortest));
        } catch (StoreException unanswered) {
            return Optional.empty();
        }
    }

    /** Nanoseconds that this thread did not run, since whenever. */
    private static long waited() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return System.nanoTime() - (threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0);
    }
}
