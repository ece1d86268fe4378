package io.stocktake.config.directory;

import io.stocktake.config.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A definition directory on the local file system. Nothing outside of it is read or written, by whatever link. */
public final class LocalDefinitionFiles implements DefinitionFiles {

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\p{Cntrl}\\\\]");

    private final Path root;
    private final String location;

    /**
     * The directory {@code directory}.
     *
     * @throws IOException where it is none
     */
    public LocalDefinitionFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("Cannot read the definition directory \"" + directory
                    + "\": there is no such directory. Create it, or name another.");
        }
        this.root = directory.toRealPath();
        this.location = directory.toString();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> files = new ArrayList<>();
        try {
            Path start = folder.isEmpty() ? root : resolve(folder);
            if (Files.isDirectory(start)) {
                list(start, folder, new HashSet<>(), files);
            }
        } catch (IOException failed) {
            throw failure("list", folder.isEmpty() ? "." : folder, failed);
        }
        Collections.sort(files);
        return files;
    }

    /** By hand rather than by walkFileTree, which follows either no link or every one, out of the directory too. */
    private void list(Path folder, String path, Set<Path> above, List<String> files) throws IOException {
        if (!above.add(folder.toRealPath())) {
            throw new IOException("a symbolic link in \"" + path + "\" leads back to where it is");
        }
        List<Path> entries;
        try (Stream<Path> stream = Files.list(folder)) {
            entries = stream.toList();
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            String entryPath = path.isEmpty() ? name : path + "/" + name;
            requireInside(entry, entryPath);
            if (Files.isDirectory(entry)) {
                list(entry, entryPath, above, files);
            } else {
                files.add(entryPath);
            }
        }
        above.remove(folder.toRealPath());
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            Path file = resolve(path);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException("it is not a file");
            }
            try (InputStream content = Files.newInputStream(file)) {
                return Optional.of(Documents.read(content, path));
            }
        } catch (IOException failed) {
            throw failure("read", path, failed);
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        try {
            Path resolved = resolve(path);
            // A link is kept, and what it leads to is replaced.
            Path file = Files.exists(resolved) ? resolved.toRealPath() : resolved;
            Files.createDirectories(file.getParent());
            Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
            try {
                writeThrough(temporary, content);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            persist(file.getParent());
        } catch (IOException failed) {
            throw failure("write", path, failed);
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        try {
            return Files.deleteIfExists(resolve(path));
        } catch (IOException failed) {
            throw failure("delete", path, failed);
        }
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The new name is on disk only once its directory is. Where a directory cannot be opened there is no such call. */
    private static void persist(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path resolve(String path) throws IOException {
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw new IOException("a path has no empty step, \".\" or \"..\"");
            }
        }
        if (CONTROL_CHARACTER.matcher(path).find()) {
            throw new IOException("a path has no control character or backslash");
        }
        Path resolved = root.resolve(path);
        requireInside(resolved, path);
        return resolved;
    }

    private void requireInside(Path path, String name) throws IOException {
        Path existing = path;
        while (!Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                throw new IOException("\"" + name + "\" is a symbolic link that leads nowhere");
            }
            existing = existing.getParent();
        }
        if (!existing.toRealPath().startsWith(root)) {
            throw new IOException("\"" + name + "\" is a symbolic link that leaves the directory");
        }
    }

    private IOException failure(String verb, String path, IOException cause) {
        String why = cause.getMessage();
        if (cause instanceof AccessDeniedException) {
            why = "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            why = "no such file";
        }
        return new IOException(
                "Cannot " + verb + " \"" + path + "\" in the definition directory \"" + location + "\": " + why, cause);
    }
}
