package io.stocktake.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's content to its last byte: where the connection is cut in the middle of the body, which the SDK does not
 * repair, it goes on with a Range of the same object. Not thread-safe.
 */
final class ReportStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ReportStream.class);
    private static final int CUTS_WITHOUT_PROGRESS = 8;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final ReportBucket bucket;
    private final String key;
    private final Optional<String> eTag;
    private final long length;
    private ResponseInputStream<GetObjectResponse> current;
    private long fetched;

    private ReportStream(
            ReportBucket bucket, String key, long length, ResponseInputStream<GetObjectResponse> beginning) {
        this.bucket = bucket;
        this.key = key;
        this.eTag = Optional.ofNullable(beginning.response().eTag());
        this.length = length;
        this.current = beginning;
    }

    /**
     * Asks for an object.
     *
     * @throws java.io.FileNotFoundException if there is no such object
     */
    static ReportStream open(ReportBucket bucket, String key) throws IOException {
        ResponseInputStream<GetObjectResponse> beginning = bucket.get(key);
        Long length = beginning.response().contentLength();
        if (length == null) {
            beginning.abort();
            throw bucket.failure("it does not say how long the object is");
        }
        return new ReportStream(bucket, key, length, beginning);
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (fetched == length) {
            return -1;
        }
        for (int cuts = 0; ; cuts++) {
            try {
                int read = current.read(buffer, offset, (int) Math.min(count, length - fetched));
                if (read > 0) {
                    fetched += read;
                    return read;
                }
                throw bucket.failure("it sent %d bytes of %d".formatted(fetched, length));
            } catch (IOException cut) {
                if (cuts == CUTS_WITHOUT_PROGRESS || eTag.isEmpty()) {
                    throw cut;
                }
                LOG.debug("Going on with \"{}\" at byte {} of {}: {}", key, fetched, length, cut.getMessage());
            } catch (SdkException failure) {
                throw new IOException(failure.getMessage(), failure);
            }
            pause(cuts);
            current.abort();
            current = bucket.get(key, eTag.get(), fetched);
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

    /** Gives the connection back, or cuts it where bytes are left. */
    @Override
    public void close() throws IOException {
        if (fetched == length) {
            current.close();
        } else {
            current.abort();
        }
    }
}
