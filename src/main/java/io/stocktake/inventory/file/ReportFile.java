package io.stocktake.inventory.file;

import java.io.IOException;
import java.io.Serializable;

/**
 * A data file of a report that is to be read, and what its manifest says of it.
 *
 * @param location where it is, scheme included
 * @param size its bytes
 * @param md5 the MD5 of its bytes, in lower-case hexadecimal
 */
public record ReportFile(String location, long size, String md5) implements Serializable {

    IOException unreadable(String why) {
        return new IOException(message(why));
    }

    IOException unreadable(String why, Throwable cause) {
        return new IOException(message(why), cause);
    }

    /** Compares a size with what the manifest says. */
    void verifySize(long actual) throws IOException {
        if (actual != size) {
            throw unreadable("it has %d bytes, its manifest says %d".formatted(actual, size));
        }
    }

    /** Compares what was read, to the end, with what the manifest says. */
    void verify(long readSize, String readMd5) throws IOException {
        verifySize(readSize);
        if (!readMd5.equals(md5)) {
            throw unreadable("its MD5 is %s, its manifest says %s".formatted(readMd5, md5));
        }
    }

    private String message(String why) {
        return "Cannot read report file \"%s\": %s".formatted(location, why);
    }
}
