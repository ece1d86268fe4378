package io.stocktake.inventory.file;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * A data file of a report that is to be read, and what its manifest says of it.
 *
 * @param path where it is, scheme included
 * @param size its bytes
 * @param md5 the MD5 of its bytes, in lower-case hexadecimal
 */
public record ReportFile(Path path, long size, String md5) implements Serializable {

    IOException unreadable(String why) {
        return new IOException(message(why));
    }

    IOException unreadable(String why, Throwable cause) {
        return new IOException(message(why), cause);
    }

    IOException wrongSize(long actual) {
        return unreadable("it has %d bytes, its manifest says %d".formatted(actual, size));
    }

    /** Compares what was read, to the end, with what the manifest says. */
    void verify(long readSize, String readMd5) throws IOException {
        if (readSize != size) {
            throw wrongSize(readSize);
        }
        if (!readMd5.equals(md5)) {
            throw unreadable("its MD5 is %s, its manifest says %s".formatted(readMd5, md5));
        }
    }

    private String message(String why) {
        return "Cannot read report file \"%s\": %s".formatted(path, why);
    }
}
