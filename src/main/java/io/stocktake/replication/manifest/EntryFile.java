package io.stocktake.replication.manifest;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A CSV file of entries: a manifest, or a result file of a completion report.
 *
 * @param path where it is, scheme included
 * @param kind what messages call it: "manifest", "result file"
 * @param schema the names of its columns; empty for a manifest, whose first row tells
 * @param md5 the MD5 of its bytes in lower-case hexadecimal; empty where nobody has said it
 */
record EntryFile(Path path, String kind, List<String> schema, String md5) implements Serializable {

    EntryFile {
        schema = List.copyOf(schema);
    }

    UncheckedIOException unreadable(String why, Throwable cause) {
        String message = "Cannot read %s \"%s\": %s".formatted(kind, path, why);
        return new UncheckedIOException(message, new IOException(message, cause));
    }

    UncheckedIOException unreadable(String why) {
        String message = "Cannot read %s \"%s\": %s".formatted(kind, path, why);
        return new UncheckedIOException(message, new IOException(message));
    }
}
