package io.stocktake.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a dry run leaves what would be copied: one file for each source and destination, as S3 Batch Operations wants its
 * manifests. Tasks write parts beside it, which are joined when all are there.
 */
final class PlanFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final Path parts;
    private final Configuration settings;

    private PlanFile(Path file, Path parts, Configuration settings) {
        this.file = file;
        this.parts = parts;
        this.settings = settings;
    }

    /**
     * The file {@code <directory>/<source>/<destination>.csv}.
     *
     * @param directory of any file system that Hadoop knows
     */
    static PlanFile of(String directory, ReplicationPlan plan, Configuration settings) {
        Path folder = new Path(directory, plan.terms().source().alias());
        String name = plan.terms().destination().alias();
        return new PlanFile(new Path(folder, name + ".csv"), new Path(folder, name + ".parts"), settings);
    }

    /** Takes away what an earlier dry run has left, and returns the directory for the parts. */
    String begin() {
        try (FileSystem files = FileSystem.newInstance(file.toUri(), settings)) {
            files.delete(file, false);
            files.delete(parts, true);
            return parts.toString();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /**
     * Joins the parts in the order of their names, which is that of the keys.
     *
     * @param versions how many lines the parts have together; without any there is no file
     */
    Optional<String> finish(long versions) {
        try (FileSystem files = FileSystem.newInstance(file.toUri(), settings)) {
            // Beside a file for people a second one with checksums for Hadoop is in the way.
            files.setWriteChecksum(false);
            FileStatus[] all = files.exists(parts) ? files.listStatus(parts) : new FileStatus[0];
            Arrays.sort(all);
            long lines = all.length == 0 ? 0 : join(files, all);
            if (lines != versions) {
                files.delete(file, false);
                throw CommandException.failed(
                        "Cannot write the plan \"" + file + "\": of " + Quantity.of(versions, "line") + " only "
                                + Quantity.count(lines)
                                + " can be found. On a cluster name a directory that every machine"
                                + " reaches, such as s3a://BUCKET/PREFIX.",
                        null);
            }
            files.delete(parts, true);
            return lines == 0 ? Optional.empty() : Optional.of(file.toString());
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private long join(FileSystem files, FileStatus[] all) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long lines = 0;
        try (OutputStream out = files.create(file, true)) {
            for (FileStatus part : all) {
                try (InputStream in = files.open(part.getPath())) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        out.write(buffer, 0, read);
                        for (int i = 0; i < read; i++) {
                            lines += buffer[i] == '\n' ? 1 : 0;
                        }
                    }
                }
            }
        }
        return lines;
    }

    private CommandException unwritable(IOException failure) {
        return CommandException.failed("Cannot write the plan \"" + file + "\": " + failure.getMessage(), failure);
    }
}
