package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Takes the page of a listing request out of the SDK's hands. It travels with the request; a retry fills it anew. One
 * listing has one, since its pages are asked for one after the other, and the page's bytes are read into the same buffer
 * each time.
 */
final class PageReceiver {
    static final ExecutionAttribute<PageReceiver> ATTRIBUTE = new ExecutionAttribute<>("StocktakePageReceiver");

    /**
     * A body that is larger is not a page: a thousand entries of the longest keys that S3 takes, percent-encoded, are a
     * tenth of this, and tens of thousands of usual ones fit.
     */
    private static final int LARGEST_PAGE = 32 << 20;

    /** Longer than any page takes, however slowly it comes. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final PageParser parser;
    private final Duration longestWait;
    private byte[] buffer;
    private Optional<Page> page = Optional.empty();
    private Optional<SdkHttpRequest> request = Optional.empty();

    /**
     * Receives pages of this size or thereabouts.
     *
     * @param versions what is asked for: pages of ListObjectVersions, or of ListObjectsV2
     * @param size in bytes; a larger page takes more
     */
    PageReceiver(IncludedObjectVersions versions, int size) {
        this(versions, size, LONGEST_WAIT);
    }

    /** The same with a page that takes longer than this to come being an error. */
    PageReceiver(IncludedObjectVersions versions, int size, Duration longestWait) {
        this.parser = new PageParser(versions);
        this.buffer = new byte[size];
        this.longestWait = longestWait;
    }

    /** The page in the answer to a request of the SDK's pipeline. */
    void receive(SdkHttpRequest sent, InputStream body) throws IOException {
        receive(body);
        request = Optional.of(sent);
    }

    /** The last request of the pipeline that brought a page. */
    Optional<SdkHttpRequest> request() {
        return request;
    }

    /** The page in the body of an answer. */
    void receive(InputStream body) throws IOException {
        page = Optional.empty();
        int length = 0;
        long start = System.nanoTime();
        while (true) {
            int count = body.read(buffer, length, buffer.length - length);
            if (count < 0) {
                break;
            }
            length += count;
            if (System.nanoTime() - start > longestWait.toNanos()) {
                throw new IOException("the page did not come within " + longestWait.toMinutes() + " minutes");
            }
            if (length == LARGEST_PAGE) {
                throw new PageFormatException("the page is larger than " + LARGEST_PAGE + " bytes");
            }
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(LARGEST_PAGE, buffer.length * 2));
            }
        }
        page = Optional.of(parser.parse(buffer, length));
    }

    /** The page of the last request, once. */
    Page take() {
        Page taken = page.orElseThrow(() -> new IllegalStateException("no page was received"));
        page = Optional.empty();
        return taken;
    }
}
