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

    /** Joins the parts in the order of their names, which is that of the keys; no file where there are none. */
    Optional<String> finish() {
        try (FileSystem files = FileSystem.newInstance(file.toUri(), settings)) {
            // Beside a file for people a second one with checksums for Hadoop is in the way.
            files.setWriteChecksum(false);
            if (!files.exists(parts)) {
                return Optional.empty();
            }
            FileStatus[] all = files.listStatus(parts);
            Arrays.sort(all);
            try (OutputStream out = files.create(file, true)) {
                for (FileStatus part : all) {
                    try (InputStream in = files.open(part.getPath())) {
                        in.transferTo(out);
                    }
                }
            }
            files.delete(parts, true);
            return Optional.of(file.toString());
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private CommandException unwritable(IOException failure) {
        return CommandException.failed("Cannot write the plan \"" + file + "\": " + failure.getMessage(), failure);
    }
}
