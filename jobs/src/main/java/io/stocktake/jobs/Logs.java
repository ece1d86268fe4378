package io.stocktake.jobs;

import java.net.URI;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/** How much is logged to the console. What the user has configured stays. */
final class Logs {
    private Logs() {}

    /** Without a configuration of the user's own Spark logs every step; only what needs attention is left. */
    static void quieten() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            URI location = context.getConfigLocation();
            if (location != null && location.toString().endsWith("org/apache/spark/log4j2-defaults.properties")) {
                Configurator.setRootLevel(Level.WARN);
            }
        }
    }

    /** Spark's steps and Stocktake's details. Not the SDK's: on DEBUG it logs what it signs. */
    static void verbose() {
        Configurator.setRootLevel(Level.INFO);
        Configurator.setLevel("io.stocktake", Level.DEBUG);
        Configurator.setLevel("io.stocktake.shaded", Level.INFO);
    }
}
