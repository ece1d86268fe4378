package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory with spark-submit.sh in it, and a PATH on which there is only what a test puts there. */
final class ScriptHome {
    private static final Path SCRIPT =
            Path.of("..", "spark-submit.sh").toAbsolutePath().normalize();

    /** What the script calls beside Java, Maven and Spark; all of it is on any system. */
    private static final List<String> TOOLS = List.of(
            "awk",
            "bash",
            "cat",
            "cmp",
            "cp",
            "cut",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mv",
            "nproc",
            "readlink",
            "rm",
            "sed",
            "stty",
            "tail",
            "touch");

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Path home;
    private final Path path;
    private final Map<String, String> environment = new HashMap<>();

    private ScriptHome(Path home, Path path) {
        this.home = home;
        this.path = path;
    }

    /** What a run printed and how it ended. */
    record Outcome(int status, String out, String err) {}

    /** A fresh clone: sources, and nothing built. */
    static ScriptHome unbuilt(Path directory) throws IOException {
        Path home = Files.createDirectories(directory.resolve("my stocktake"));
        Files.copy(SCRIPT, home.resolve("spark-submit.sh"));
        ScriptHome scriptHome = new ScriptHome(home, Files.createDirectories(directory.resolve("path")));
        scriptHome.source("pom.xml").source("src/main/java/Engine.java");
        for (String tool : TOOLS) {
            Files.createSymbolicLink(scriptHome.path.resolve(tool), onPath(tool));
        }
        return scriptHome;
    }

    /** A clone whose jar is newer than its sources. */
    static ScriptHome built(Path directory) throws IOException {
        ScriptHome scriptHome = unbuilt(directory);
        scriptHome.write("jobs/target/stocktake.jar", "");
        scriptHome.write("jobs/target/spark-classpath.txt", "");
        return scriptHome;
    }

    /** Only the script and the jar, as somebody copies them to a cluster. */
    static ScriptHome copied(Path directory) throws IOException {
        ScriptHome scriptHome = unbuilt(directory);
        Files.delete(scriptHome.home.resolve("pom.xml"));
        return scriptHome;
    }

    Path directory() {
        return home;
    }

    ScriptHome source(String name) throws IOException {
        return source(name, "");
    }

    /** Adds a file that is older than any build. */
    ScriptHome source(String name, String content) throws IOException {
        write(name, content);
        Path current = home.resolve(name);
        while (!current.equals(home)) {
            Files.setLastModifiedTime(current, FileTime.from(LONG_AGO));
            current = current.getParent();
        }
        return this;
    }

    ScriptHome write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    ScriptHome with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Puts a program on the PATH that runs {@code body} in bash. */
    ScriptHome program(String name, String body) throws IOException {
        executable(path.resolve(name), body);
        return this;
    }

    /** A SPARK_HOME of {@code version} in {@code directory}, whose spark-submit prints its arguments, one a line, in brackets. */
    static Path spark(Path directory, String version) throws IOException {
        Files.createDirectories(directory.resolve("jars"));
        Files.createFile(directory.resolve("jars/spark-core_2.13-" + version + ".jar"));
        executable(directory.resolve("bin/spark-submit"), "printf '[%s]\\n' \"$@\"; exit ${SPARK_STATUS:-0}");
        return directory;
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(home.resolve("spark-submit.sh"), home, arguments);
    }

    Outcome run(Path script, Path workingDirectory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", path.toString());
            builder.environment().put("HOME", System.getProperty("user.home"));
            builder.environment().putAll(environment);
            int status = builder.start().waitFor();
            return new Outcome(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static void executable(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(new IOException("no " + tool + " on the PATH")));
    }
}
