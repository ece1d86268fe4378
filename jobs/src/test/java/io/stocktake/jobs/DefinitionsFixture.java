package io.stocktake.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A definition directory that a test fills and runs commands on. */
record DefinitionsFixture(Path directory) {
    /** Runs a command with {@code --definitions} behind its name. */
    CommandLineRun run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add(1, "--definitions");
        line.add(2, directory.toString());
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    /** Writes a file of the directory and returns it. */
    Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    String read(String path) throws IOException {
        return Files.readString(directory.resolve(path));
    }
}
