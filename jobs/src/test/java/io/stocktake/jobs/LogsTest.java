package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    @AfterEach
    void configureAsSparkDoes() throws Exception {
        URI defaults = LogsTest.class
                .getResource("/org/apache/spark/log4j2-defaults.properties")
                .toURI();
        Configurator.reconfigure(defaults);
    }

    @Test
    void aCommandIsQuietOnASparkThatNobodyHasConfigured() {
        validate();
        assertThat(levels())
                .isEqualTo(Map.of(
                        "org.apache.spark.SparkContext", Level.WARN,
                        "io.stocktake.s3.Pages", Level.INFO,
                        "io.stocktake.shaded.software.amazon.awssdk", Level.WARN,
                        "org.apache.hadoop.util.NativeCodeLoader", Level.ERROR));
    }

    @Test
    void verboseShowsTheStepsOfSparkAndTheDetailsOfStocktake() {
        validate("--verbose");
        assertThat(levels())
                .isEqualTo(Map.of(
                        "org.apache.spark.SparkContext", Level.INFO,
                        "io.stocktake.s3.Pages", Level.DEBUG,
                        "io.stocktake.shaded.software.amazon.awssdk", Level.INFO,
                        "org.apache.hadoop.util.NativeCodeLoader", Level.INFO));
    }

    @Test
    void theConfigurationOfTheUserStays() throws IOException {
        Path own = Files.writeString(directory.resolve("log4j2.properties"), "rootLogger.level = trace\n");
        Configurator.reconfigure(own.toUri());
        validate();
        assertThat(levels().values()).containsOnly(Level.TRACE);
    }

    private void validate(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "validate";
        arguments[1] = "--definitions";
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        CommandLineRun.of(arguments);
    }

    private static Map<String, Level> levels() {
        return Map.of(
                "org.apache.spark.SparkContext", level("org.apache.spark.SparkContext"),
                "io.stocktake.s3.Pages", level("io.stocktake.s3.Pages"),
                "io.stocktake.shaded.software.amazon.awssdk", level("io.stocktake.shaded.software.amazon.awssdk"),
                "org.apache.hadoop.util.NativeCodeLoader", level("org.apache.hadoop.util.NativeCodeLoader"));
    }

    private static Level level(String logger) {
        return LogManager.getLogger(logger).getLevel();
    }
}
