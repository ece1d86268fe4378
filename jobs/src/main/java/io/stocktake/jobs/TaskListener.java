package io.stocktake.jobs;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** Hears from Spark what tasks count: with every heartbeat of an executor, and when a task ends. */
final class TaskListener extends SparkListener {
    private final TaskCounts counts;

    TaskListener(TaskCounts counts) {
        this.counts = counts;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        counts.started(start.taskInfo().taskId());
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        CollectionConverters.asJava(heartbeat.accumUpdates())
                .forEach(task -> counts.counted((Long) task._1(), values(task._4())));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        long task = end.taskInfo().taskId();
        if (end.taskInfo().successful()) {
            counts.succeeded(task, values(end.taskInfo().accumulables()));
        } else {
            counts.failed(task);
        }
    }

    private static Map<String, Long> values(Iterable<AccumulableInfo> accumulables) {
        Map<String, Long> values = new HashMap<>();
        for (AccumulableInfo accumulable : CollectionConverters.asJava(accumulables)) {
            if (accumulable.name().isDefined()
                    && accumulable.update().isDefined()
                    && accumulable.update().get() instanceof Long count) {
                values.merge(accumulable.name().get(), count, Long::sum);
            }
        }
        return values;
    }
}
