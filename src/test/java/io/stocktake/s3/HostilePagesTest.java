package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Pages that no store should send: larger, or in another encoding, than those of S3. */
class HostilePagesTest {
    private static final String START = "<ListBucketResult><IsTruncated>false</IsTruncated>";
    private static final String END = "</ListBucketResult>";

    @Test
    void aResponseWithoutEndIsRefusedAtABoundedLength() {
        AtomicLong sent = new AtomicLong();
        byte[] entry = entry("key", "1", "").getBytes(StandardCharsets.UTF_8);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int count) {
                int length = Math.min(count, entry.length);
                System.arraycopy(entry, 0, into, from, length);
                sent.addAndGet(length);
                return length;
            }
        };

        assertThatThrownBy(() -> new PageReceiver(IncludedObjectVersions.CURRENT, 512).receive(endless))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("the page is larger than 33554432 bytes");
        assertThat(sent).hasValue(33_554_432);
    }

    @Test
    void aPageOfMoreEntriesThanWereAskedForIsReadWhole() throws IOException {
        StringBuilder page = new StringBuilder(START);
        for (int i = 0; i < 50_000; i++) {
            page.append(entry("key-%05d".formatted(i), "1", ""));
        }

        Page read = received(page.append(END).toString());

        assertThat(read.entries()).hasSize(50_000);
        assertThat(read.entries().get(49_999).key()).isEqualTo(UTF8String.fromString("key-49999"));
    }

    @Test
    void valuesOfAMegabyteAreReadAsTheyAre() throws IOException {
        String megabyte = "x".repeat(1 << 20);

        Page read = received(START
                + entry(
                        megabyte,
                        "1",
                        "<ETag>" + megabyte + "</ETag><" + megabyte + ">" + megabyte + "</" + megabyte + ">")
                + END);

        assertThat(read.entries()).extracting(ListedVersion::key).containsExactly(UTF8String.fromString(megabyte));
        assertThat(read.entries()).extracting(ListedVersion::eTag).containsExactly(UTF8String.fromString(megabyte));
    }

    @Test
    void ofABadValueOfAMegabyteTheBeginningIsTold() {
        String digits = "9".repeat(1 << 20);

        assertThatThrownBy(() -> received(START + entry("a", digits, "") + END))
                .hasMessage("a Size that is not a number of bytes: \"" + "9".repeat(200) + "…\", at byte 131");
        assertThatThrownBy(() -> received("<" + digits + "/>"))
                .hasMessage("expected <ListBucketResult>, found <" + "9".repeat(100) + "…>");
        assertThatThrownBy(() ->
                        received(START + "<EncodingType>url</EncodingType>" + entry("%" + digits + "%", "1", "") + END))
                .hasMessage("a percent sign that encodes nothing: \"%" + "9".repeat(199) + "…\", at byte 97");
    }

    @Test
    void anotherEncodingThanUtf8IsRefused() throws IOException {
        String page = "<?xml version='1.0' encoding = '%s' ?>" + START + entry("ü", "1", "") + END;

        for (String encoding : new String[] {"ISO-8859-1", "UTF-16", "windows-1252"}) {
            assertThatThrownBy(() -> received(page.formatted(encoding)))
                    .hasMessage("an encoding that is not UTF-8: \"" + encoding + "\", at byte 0");
        }
        for (String encoding : new String[] {"UTF-8", "utf-8", "utf8"}) {
            assertThat(received(page.formatted(encoding)).entries())
                    .extracting(ListedVersion::key)
                    .containsExactly(UTF8String.fromString("ü"));
        }
        assertRefused(page.formatted("UTF-16"), StandardCharsets.UTF_16, "text outside of the root element, at byte 0");
        assertRefused(
                page.formatted("UTF-16"), StandardCharsets.UTF_16BE, "text outside of the root element, at byte 0");
        assertRefused(
                START + entry("ü", "1", "") + END, StandardCharsets.ISO_8859_1, "a text that is not UTF-8, at byte 65");
    }

    @Test
    void aHalfOfASurrogateIsNoText() {
        byte[] page = (START + entry("###", "1", "") + END).getBytes(StandardCharsets.UTF_8);
        int place = new String(page, StandardCharsets.UTF_8).indexOf("###");
        byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        System.arraycopy(surrogate, 0, page, place, surrogate.length);

        assertThatThrownBy(() -> parse(page)).hasMessage("a text that is not UTF-8, at byte " + place);
    }

    private static void assertRefused(String page, Charset charset, String message) {
        assertThatThrownBy(() -> parse(page.getBytes(charset)))
                .isInstanceOf(PageFormatException.class)
                .hasMessage(message);
    }

    private static Page parse(byte[] page) throws PageFormatException {
        return new PageParser(IncludedObjectVersions.CURRENT).parse(Arrays.copyOf(page, page.length + 9), page.length);
    }

    private static Page received(String page) throws IOException {
        PageReceiver receiver = new PageReceiver(IncludedObjectVersions.CURRENT, 64);
        receiver.receive(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        return receiver.take();
    }

    private static String entry(String key, String size, String more) {
        return "<Contents><Key>" + key + "</Key><LastModified>2024-05-06T22:37:48.000Z</LastModified><Size>" + size
                + "</Size>" + more + "</Contents>";
    }
}
