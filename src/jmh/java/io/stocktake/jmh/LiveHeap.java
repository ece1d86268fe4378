package io.stocktake.jmh;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/** Writes what lives in the heap of a driver when its application ends, and the most that a collection left. */
public final class LiveHeap extends SparkListener {
    private static final int COLLECTIONS = 3;

    private final Path file;
    private final Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final AtomicLong mostLeft = new AtomicLong();

    /** Made by Spark, for {@code spark.extraListeners}. */
    public LiveHeap(SparkConf configuration) {
        this.file = Path.of(configuration.get("spark.stocktake.liveHeap"));
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> collected(
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())),
                            null,
                            null);
        }
    }

    private void collected(GarbageCollectionNotificationInfo collection) {
        long left = collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heap.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        mostLeft.accumulateAndGet(left, Math::max);
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
        MemoryUsage live = null;
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        }
        try {
            Files.writeString(
                    file,
                    String.format(Locale.ROOT, "%.1f %.1f%n", live.getUsed() / 1048576.0, mostLeft.get() / 1048576.0));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
