package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of a request, read from the source while it is sent: each attempt reads it anew, and nothing is kept. Holds one
 * of the store's transfers until it is closed. Not thread-safe.
 */
final class SourceContent implements ContentStreamProvider, AutoCloseable {
    private final SourceReader reader;
    private final Ends ends;
    private final ListedVersion version;
    private final ByteSpan span;
    private SourceStream stream;
    private boolean isStarted;
    private Optional<String> expectedMd5 = Optional.empty();

    private SourceContent(SourceReader reader, Ends ends, ListedVersion version, ByteSpan span) {
        this.reader = reader;
        this.ends = ends;
        this.version = version;
        this.span = span;
        ends.source().transfers().acquireUninterruptibly();
        try {
            this.stream = reader.open(version, span);
        } catch (RuntimeException failure) {
            ends.source().transfers().release();
            throw failure;
        }
    }

    /** Opens a part of a version: the answer's headers are there, the body is not read. */
    static SourceContent open(SourceReader reader, Ends ends, ListedVersion version, ByteSpan span) {
        return new SourceContent(reader, ends, version, span);
    }

    SourceObject object() {
        return stream.object();
    }

    long length() {
        return stream.length();
    }

    /** No attempt ends with content of another MD5. */
    void expect(Optional<String> md5) {
        expectedMd5 = md5;
        stream.expect(md5);
    }

    /** The MD5 of what the last attempt read, in hexadecimal digits; empty if it did not read all. */
    String md5() {
        return stream.md5();
    }

    /** Fails as reading the source did, if that is why an attempt ended. */
    void throwIfUnreadable() {
        stream.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public InputStream newStream() {
        if (isStarted) {
            closeStream();
            stream = reader.open(version, span);
            stream.expect(expectedMd5);
        }
        isStarted = true;
        return stream;
    }

    @Override
    public void close() {
        closeStream();
        ends.source().transfers().release();
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
