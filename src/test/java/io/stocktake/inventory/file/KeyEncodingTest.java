package io.stocktake.inventory.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.listing.ObjectColumn;
import java.net.URI;
import java.net.URLEncoder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncodingTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a!,a%21",
                "a/,a/",
                "z😀,z%F0%9F%98%80",
                "| sp |,+sp+",
                "dir//x,dir//x",
                "100%25,100%2525",
                "ü/ö &+?%.txt,%C3%BC/%C3%B6+%26%2B%3F%25.txt",
                "a.b-c*d_e~f,a.b-c*d_e%7Ef",
            })
    void encodesAsS3Does(String key, String encoded) {
        assertThat(KeyEncoding.encode(key.getBytes(UTF_8))).isEqualTo(encoded);
        assertThat(KeyEncoding.decode(encoded)).hasValue(key.getBytes(UTF_8));
    }

    @Test
    void encodesWhatQuotingAndLinesWouldTripOver() {
        assertThat(KeyEncoding.encode("\"q\",x\nnl".getBytes(UTF_8))).isEqualTo("%22q%22%2Cx%0Anl");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a b,a%20b", "a+b,a%2Bb", "| sp |,%20sp%20", "100%20,100%2520"})
    void everyDecoderAgreesOnAKeyEncodedForAll(String key, String encoded) {
        assertThat(KeyEncoding.encodeForEveryDecoder(key.getBytes(UTF_8))).isEqualTo(encoded);
        assertThat(KeyEncoding.decode(encoded)).hasValue(key.getBytes(UTF_8));
        assertThat(URI.create("k:" + encoded).getSchemeSpecificPart()).isEqualTo(key);
    }

    @Test
    void encodesLikeJavaButForTheSlash() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String key = ReportRows.random(ObjectColumn.ALWAYS, random).get(1).toString();
            assertThat(KeyEncoding.encode(key.getBytes(UTF_8)))
                    .as("seed %d", seed)
                    .isEqualTo(URLEncoder.encode(key, UTF_8).replace("%2F", "/"));
            assertThat(KeyEncoding.decode(KeyEncoding.encode(key.getBytes(UTF_8))))
                    .as("seed %d", seed)
                    .hasValue(key.getBytes(UTF_8));
        }
    }

    @Test
    void takesWhatAnotherWriterLeftUnencoded() {
        assertThat(KeyEncoding.decode("a!~ü%c3%bc")).hasValue("a!~üü".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "%4", "%zz", "%-1", "%FF", "%C3"})
    void whatIsNotAnEncodedKeyIsNotGuessedAt(String encoded) {
        assertThat(KeyEncoding.decode(encoded)).isEmpty();
    }
}
