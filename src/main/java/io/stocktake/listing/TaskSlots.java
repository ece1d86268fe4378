package io.stocktake.listing;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * How many tasks of an application run at the same time: a bucket is cut into a multiple of that. A task takes {@code
 * spark.task.cpus} of its executor's cores.
 */
public final class TaskSlots {
    private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+)(,\\d+)?]");

    private TaskSlots() {}

    /**
     * The slots of an application: what is configured where it says so, since executors may still be on their way, else
     * what has come.
     */
    public static int of(SparkContext context) {
        SparkConf configuration = context.getConf();
        int present = Math.max(
                1, context.defaultParallelism() / (isParallelismSet(configuration) ? 1 : taskCpus(configuration)));
        return Math.max(present, configured(configuration).orElse(1));
    }

    /** The slots that an application of this configuration will have; empty where only the cluster knows. */
    public static OptionalInt configured(SparkConf configuration) {
        String master = configuration.get("spark.master", "");
        if (isParallelismSet(configuration)) {
            return OptionalInt.of(configuration.getInt("spark.default.parallelism", 1));
        }
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            return slots(configuration, Integer.parseInt(local.group(1)));
        }
        if (master.startsWith("local")) {
            return OptionalInt.empty();
        }
        int most = configuration.getInt("spark.cores.max", 0);
        if (most > 0) {
            return slots(configuration, most);
        }
        int cores = configuration.getInt("spark.executor.cores", 0);
        int executors = configuration.getInt("spark.executor.instances", 0);
        if (configuration.getBoolean("spark.dynamicAllocation.enabled", false)) {
            executors = Math.max(executors, configuration.getInt("spark.dynamicAllocation.maxExecutors", 0));
        }
        return cores > 0 && executors > 0 && executors < Integer.MAX_VALUE / cores
                ? slots(configuration, cores * executors)
                : OptionalInt.empty();
    }

    private static OptionalInt slots(SparkConf configuration, int cores) {
        return OptionalInt.of(Math.max(1, cores / taskCpus(configuration)));
    }

    private static int taskCpus(SparkConf configuration) {
        return Math.max(1, configuration.getInt("spark.task.cpus", 1));
    }

    private static boolean isParallelismSet(SparkConf configuration) {
        return configuration.contains("spark.default.parallelism");
    }
}
