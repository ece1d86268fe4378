package io.stocktake.inventory.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Takes the MD5 and the number of the bytes that are read through it. Not thread-safe. */
public final class Md5InputStream extends FilterInputStream {
    private final MessageDigest md5;
    private long count;
    private Optional<IOException> failure = Optional.empty();

    public Md5InputStream(InputStream in) {
        super(in);
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot check a report: this Java has no MD5", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
        if (read > 0) {
            md5.update(buffer, offset, read);
            count += read;
        }
        return read;
    }

    /** Reads what it skips, else it would be missing in the MD5. */
    @Override
    public long skip(long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    /**
     * Always some: the JDK's gzip takes 0 for the end of the file, where a stream from a store only means that the next
     * byte would have to be waited for, and would drop every gzip member after the first.
     */
    @Override
    public int available() {
        return 1;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads to the end. */
    public void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    /** What reading failed with, if it did: then it is not what was read that is at fault. */
    public Optional<IOException> failure() {
        return failure;
    }

    /** The bytes read so far. */
    public long count() {
        return count;
    }

    /** The MD5 of what was read, in lower-case hexadecimal; to be asked for once, at the end. */
    public String md5() {
        return HexFormat.of().formatHex(md5.digest());
    }
}
