package io.stocktake.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}: of Stocktake, and of the Spark and the Java that it runs on. */
final class StocktakeVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        String own = StocktakeVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "stocktake/%s Spark/%s Java/%s"
                    .formatted(own == null ? "unpackaged" : own, sparkVersion(), System.getProperty("java.version"))
        };
    }

    /** From the file that Spark carries for it; naming a class of Spark would fail where there is none. */
    private static String sparkVersion() throws IOException {
        try (InputStream properties =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("spark-version-info.properties")) {
            if (properties == null) {
                return "none";
            }
            Properties info = new Properties();
            info.load(properties);
            return info.getProperty("version", "unknown");
        }
    }
}
