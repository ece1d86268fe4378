package io.stocktake.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar in a process of its own, on the Spark that the build resolved, as spark-submit.sh would start it. */
final class JarProcess {
    private static final List<String> OPENED =
            List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch", "java.util.concurrent");

    private JarProcess() {}

    /**
     * Starts it with the keys of embedded-s3.
     *
     * @param log gets what it prints
     * @param memory of the heap, as -Xmx takes it
     */
    static Process start(Path log, String memory, String master, String... arguments) throws IOException {
        String spark =
                Files.readString(Path.of("target", "spark-classpath.txt")).strip();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-Daws.accessKeyId=test",
                "-Daws.secretAccessKey=testsecret",
                "-Dspark.master=" + master,
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1"));
        OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-cp", Path.of("target", "stocktake.jar") + File.pathSeparator + spark, "io.stocktake.jobs.Stocktake"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
