package io.stocktake.jobs;

import io.stocktake.s3.ListingRequest;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark for a command that needs it. */
final class JobSession {
    private JobSession() {}

    /**
     * A session under {@code name}; what spark-submit or a file of properties has set stays as it is.
     *
     * @throws CommandException where Spark does not start
     */
    static SparkSession start(String name) {
        return start(name, Map.of());
    }

    /** The same, on one machine with as many task slots as this listing wants, where nobody chose them. */
    static SparkSession start(String name, ListingRequest request) {
        SparkConf configuration = configuration(Map.of());
        LocalSlots.of(configuration, System.getenv())
                .master(request)
                .ifPresent(master -> configuration.set("spark.master", master));
        return start(name, configuration);
    }

    /** The same with {@code defaults} for settings of Spark that nobody has set. */
    static SparkSession start(String name, Map<String, String> defaults) {
        return start(name, configuration(defaults));
    }

    private static SparkConf configuration(Map<String, String> defaults) {
        SparkConf configuration = new SparkConf()
                // A heartbeat carries what a task has counted; progress is as live as they are.
                .setIfMissing("spark.executor.heartbeatInterval", "2s")
                .setIfMissing("spark.ui.showConsoleProgress", "false")
                .setIfMissing("spark.master", "local[*]");
        defaults.forEach(configuration::setIfMissing);
        return configuration;
    }

    private static SparkSession start(String name, SparkConf configuration) {
        try {
            return SparkSession.builder().config(configuration).appName(name).getOrCreate();
        } catch (RuntimeException unusable) {
            throw CommandException.failed(
                    "Cannot start Spark on " + configuration.get("spark.master") + ": " + unusable.getMessage(),
                    unusable);
        }
    }
}
