package io.stocktake.jobs;

import java.net.URI;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;

/** How much is logged to the console. What the user has configured stays, but for {@code --verbose}. */
final class Logs {
    private static final String OWN = "io.stocktake";
    private static final String SHADED = "io.stocktake.shaded";
    private static final String SPARKS_DEFAULTS = "org/apache/spark/log4j2-defaults.properties";

    private Logs() {}

    /** Without a configuration of the user's own Spark logs every step; only what needs attention is left. */
    static void quieten() {
        configure();
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            URI location = context.getConfigLocation();
            if (location != null && location.toString().endsWith(SPARKS_DEFAULTS)) {
                Configurator.setRootLevel(Level.WARN);
                Configurator.setLevel(OWN, Level.INFO);
                Configurator.setLevel(SHADED, Level.WARN);
                // Two warnings of every start, about what nothing here needs: a native library, and a file of metrics.
                Configurator.setLevel("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);
                Configurator.setLevel("org.apache.hadoop.metrics2.impl.MetricsConfig", Level.ERROR);
            }
        }
    }

    /** Spark's steps and Stocktake's details. Not the SDK's: on DEBUG it logs what it signs. */
    static void verbose() {
        configure();
        Configurator.setRootLevel(Level.INFO);
        Configurator.setLevel(OWN, Level.DEBUG);
        Configurator.setLevel(SHADED, Level.INFO);
    }

    /** Spark configures the logs at its first line, over whatever was set before; so it has to have done that. */
    private static void configure() {
        new SparkConf(false).initializeLogIfNecessary(false, true);
    }
}
