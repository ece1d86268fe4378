package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A version's content, or a part of it: goes on with a Range where the connection was cut, keeps to the pace, counts, and
 * computes the MD5 of what passes. Not thread-safe.
 */
final class SourceStream extends InputStream {
    private static final int BUFFER = 64 << 10;
    private static final int CUTS_WITHOUT_PROGRESS = 8;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final SourceReader reader;
    private final Ends ends;
    private final ListedVersion version;
    private final ByteSpan span;
    private final SourceObject object;
    private final long length;
    private final MessageDigest digest = newMd5();
    private final byte[] buffer;
    private ResponseInputStream<GetObjectResponse> current;
    private Optional<String> expectedMd5 = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private int filled;
    private int taken;
    private long fetched;
    private String md5 = "";

    SourceStream(
            SourceReader reader,
            Ends ends,
            ListedVersion version,
            ByteSpan span,
            ResponseInputStream<GetObjectResponse> first) {
        this.reader = reader;
        this.ends = ends;
        this.version = version;
        this.span = span;
        this.current = first;
        this.object = SourceObject.of(version, first.response());
        this.length = first.response().contentLength();
        this.buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
    }

    /** What the answer told of the object; of the whole one where the whole was asked for. */
    SourceObject object() {
        return object;
    }

    /** How many bytes there are. */
    long length() {
        return length;
    }

    /** From now on the last byte is given only if all bytes have this MD5, so that no wrong content is ever completed. */
    void expect(Optional<String> newExpectedMd5) {
        expectedMd5 = newExpectedMd5;
    }

    /** The MD5 of all bytes, in hexadecimal digits; empty before the last was fetched. */
    String md5() {
        return md5;
    }

    /** Why the source could not be read, where that is why reading ended. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[taken++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int given = Math.min(count, filled - taken);
        System.arraycopy(buffer, taken, bytes, offset, given);
        taken += given;
        return given;
    }

    /** Gives the connection back, or cuts it where bytes are left. */
    @Override
    public void close() throws IOException {
        if (fetched == length) {
            current.close();
        } else {
            current.abort();
        }
    }

    private boolean fill() throws IOException {
        if (taken < filled) {
            return true;
        }
        if (fetched == length) {
            finish();
            return false;
        }
        filled = fetch();
        taken = 0;
        digest.update(buffer, 0, filled);
        fetched += filled;
        ends.countStreamed(filled);
        ends.throttle().takeBytes(filled);
        if (fetched == length) {
            finish();
        }
        return true;
    }

    private void finish() throws IOException {
        if (md5.isEmpty()) {
            md5 = HexFormat.of().formatHex(digest.digest());
        }
        if (expectedMd5.isPresent() && !expectedMd5.get().equals(md5)) {
            throw new IOException(
                    "the content that was read has the MD5 " + md5 + ", and its ETag is " + expectedMd5.get());
        }
    }

    private int fetch() throws IOException {
        int wanted = (int) Math.min(buffer.length, length - fetched);
        for (int cuts = 0; ; cuts++) {
            try {
                int count = current.read(buffer, 0, wanted);
                if (count > 0) {
                    return count;
                }
                if (cuts == CUTS_WITHOUT_PROGRESS) {
                    throw new IOException("the store sent " + fetched + " bytes of " + length);
                }
            } catch (IOException cut) {
                if (cuts == CUTS_WITHOUT_PROGRESS) {
                    throw cut;
                }
            }
            pause(cuts);
            resume();
        }
    }

    private void resume() throws IOException {
        current.abort();
        try {
            current = reader.get(version, span.after(fetched, length + span.offset()));
        } catch (SdkException refusal) {
            try {
                failure = Optional.of(ends.failure(Request.READ_OBJECT, version, refusal));
            } catch (RuntimeException useless) {
                failure = Optional.of(useless);
            }
            throw new IOException(failure.get().getMessage(), refusal);
        }
    }

    private static void pause(int cuts) throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE_MILLIS << cuts);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the task was stopped", stopped);
        }
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
