package io.stocktake.replication.run;

import io.stocktake.inventory.file.KeyEncoding;
import io.stocktake.replication.Difference;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.s3.StoreException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Where a dry run writes what would be copied: files of S3BatchOperations_CSV_20180820, {@code bucket,key,version-id} with
 * percent-encoded keys, one a task. A task that runs again writes its file anew. Travels with tasks.
 */
final class PlanDirectory implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String bucket;
    private final SerializableConfiguration settings;

    /**
     * A plan for the versions of one source.
     *
     * @param directory of any file system that Hadoop knows
     * @param bucket the source's name
     */
    PlanDirectory(String directory, String bucket, Configuration settings) {
        this.directory = directory;
        this.bucket = bucket;
        this.settings = new SerializableConfiguration(settings);
    }

    /** Writes what is to be copied of all that the reader finds; no file where there is nothing. */
    void write(int partition, DiffReader reader) {
        Path file = new Path(directory, String.format("part-%05d.csv", partition));
        try {
            FileSystem files = file.getFileSystem(settings.value());
            Writer writer = null;
            try {
                while (reader.next()) {
                    if (reader.get().outcome().isToBeCopied()) {
                        if (writer == null) {
                            writer = new BufferedWriter(
                                    new OutputStreamWriter(files.create(file, true), StandardCharsets.UTF_8));
                        }
                        writer.write(line(reader.get()));
                    }
                }
            } finally {
                if (writer != null) {
                    writer.close();
                }
            }
        } catch (IOException failure) {
            throw new StoreException("Cannot write the plan \"" + file + "\": " + failure.getMessage(), failure);
        }
    }

    private String line(Difference difference) {
        String version = difference.version().versionId().toString();
        String key = KeyEncoding.encodeForEveryDecoder(difference.key().getBytes());
        return bucket + "," + key + (version.isEmpty() ? "" : "," + version) + "\n";
    }
}
