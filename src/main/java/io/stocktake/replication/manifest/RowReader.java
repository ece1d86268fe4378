package io.stocktake.replication.manifest;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Hands out characters, and only so many of one row: where a closing quote is missing, the rest of the file would be one
 * value, and in memory. Not thread-safe.
 */
final class RowReader extends FilterReader {
    /** A key has 1,024 bytes, each encoded in three characters at most; a message is longer. */
    static final int MOST_CHARACTERS = 1024 * 1024;

    private long ofRow;

    RowReader(Reader in) {
        super(in);
    }

    /** Takes note that a row has ended. */
    void endRow() {
        ofRow = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (ofRow > MOST_CHARACTERS) {
            throw new IOException(
                    "a row has more than %,d characters; is a quote not closed?".formatted(MOST_CHARACTERS));
        }
        int read = in.read(buffer, offset, length);
        ofRow += Math.max(0, read);
        return read;
    }
}
