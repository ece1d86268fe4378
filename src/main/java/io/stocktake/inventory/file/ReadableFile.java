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
 * somebody replaces the file in between. It takes the disk of one data file a task, and no memory. Where only the size is
 * checked, the file is read in place, if it is anywhere that Hadoop's readers reach.
 *
 * @param path where to read
 * @param fileSystem what reads it
 * @param configuration for the readers
 * @param copy the local copy, if {@code path} is one
 */
record ReadableFile(Path path, FileSystem fileSystem, Configuration configuration, Optional<java.nio.file.Path> copy)
        implements Closeable {

    static ReadableFile open(ReportFile file, Verification verification, ReadableFiles files) throws IOException {
        Optional<Path> inPlace = verification == Verification.SIZE ? files.inPlace(file.location()) : Optional.empty();
        if (inPlace.isEmpty()) {
            return copy(file, verification, files);
        }
        Configuration configuration = files.configuration();
        try {
            return new ReadableFile(
                    inPlace.get(), inPlace.get().getFileSystem(configuration), configuration, Optional.empty());
        } catch (IOException e) {
            throw file.unreadable(e.getMessage(), e);
        }
    }

    private static ReadableFile copy(ReportFile file, Verification verification, ReadableFiles files)
            throws IOException {
        // The process tells whose it is, should one be killed and leave it behind.
        java.nio.file.Path copy = Files.createTempFile(
                "stocktake-report-%d-".formatted(ProcessHandle.current().pid()), ".copy");
        try {
            transfer(file, verification, files, copy);
            LocalFileSystem local = FileSystem.getLocal(files.configuration());
            return new ReadableFile(new Path(copy.toUri()), local.getRaw(), files.configuration(), Optional.of(copy));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static void transfer(
            ReportFile file, Verification verification, ReadableFiles files, java.nio.file.Path copy)
            throws IOException {
        long count;
        String md5;
        try (Md5InputStream in = new Md5InputStream(files.open(file.location()));
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(out);
            count = in.count();
            md5 = in.md5();
        } catch (IOException e) {
            throw file.unreadable("it cannot be copied to \"%s\": %s".formatted(copy, e.getMessage()), e);
        }
        switch (verification) {
            case SIZE -> file.verifySize(count);
            case SIZE_AND_MD5 -> file.verify(count, md5);
        }
    }

    @Override
    public void close() throws IOException {
        if (copy.isPresent()) {
            Files.deleteIfExists(copy.get());
        }
    }
}
