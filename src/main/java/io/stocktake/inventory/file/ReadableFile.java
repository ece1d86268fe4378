package io.stocktake.inventory.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file whose readers seek in it.
 *
 * <p>Where the MD5 is to be checked, a local copy is taken while it is computed, and the copy is read: that is one
 * request and one transfer, where a first pass in place would be two, and what was checked is what is read, even if
 * somebody replaces the file in between. It takes the disk of one data file a task, and no memory.
 *
 * @param path where to read
 * @param fileSystem what reads it
 * @param configuration for the readers
 * @param copy the local copy, if {@code path} is one
 */
record ReadableFile(Path path, FileSystem fileSystem, Configuration configuration, Optional<java.nio.file.Path> copy)
        implements Closeable {

    static ReadableFile open(
            ReportFile file, Verification verification, FileSystem fileSystem, Configuration configuration)
            throws IOException {
        return switch (verification) {
            case SIZE -> new ReadableFile(file.path(), fileSystem, configuration, Optional.empty());
            case SIZE_AND_MD5 -> copy(file, fileSystem, configuration);
        };
    }

    private static ReadableFile copy(ReportFile file, FileSystem fileSystem, Configuration configuration)
            throws IOException {
        // The process tells whose it is, should one be killed and leave it behind.
        java.nio.file.Path copy = Files.createTempFile(
                "stocktake-report-%d-".formatted(ProcessHandle.current().pid()), ".copy");
        try {
            transfer(file, fileSystem, copy);
            LocalFileSystem local = FileSystem.getLocal(configuration);
            return new ReadableFile(new Path(copy.toUri()), local.getRaw(), configuration, Optional.of(copy));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static void transfer(ReportFile file, FileSystem fileSystem, java.nio.file.Path copy) throws IOException {
        long count;
        String md5;
        try (Md5InputStream in = new Md5InputStream(fileSystem.open(file.path()));
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(out);
            count = in.count();
            md5 = in.md5();
        } catch (IOException e) {
            throw file.unreadable("it cannot be copied to \"%s\": %s".formatted(copy, e.getMessage()), e);
        }
        file.verify(count, md5);
    }

    @Override
    public void close() throws IOException {
        if (copy.isPresent()) {
            Files.deleteIfExists(copy.get());
        }
    }
}
