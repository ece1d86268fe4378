package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    private static final String[] PIECES = {
        "a",
        "/",
        "date",
        "+",
        "%2B",
        "%20",
        "%25",
        "%3D",
        "%c3%a9",
        "%E2%82%AC",
        "%F0%9F%90%98",
        "%00",
        "~",
        "0123456789"
    };

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "photos/2024/a.jpg, photos/2024/a.jpg",
        "date%3D2024-05-06/part-00000, date=2024-05-06/part-00000",
        "a+b, a b",
        "%2B, +",
        "%e2%82%AC, €",
        "é, é",
        "1234567%3D, 1234567=",
        "12345678%3D, 12345678=",
        "123456%3D, 123456="
    })
    void aTextStandsForItsBytes(String text, String key) throws Exception {
        assertThat(decoded(text)).isEqualTo(key);
    }

    @Test
    void anyTextStandsForWhatTheJdkTakesItFor() throws Exception {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            assertThat(decoded(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(URLDecoder.decode(text.toString(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"%", "%2", "a%", "%zz", "%2z", "%%20", "0123456789%4", "%20%"})
    void aPercentSignThatEncodesNothingIsRefused(String text) {
        assertThatThrownBy(() -> decoded(text))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("a percent sign that encodes nothing: \"" + text + "\", at byte 7");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"%ff", "a%C3", "%C3+", "%ED%A0%80"})
    void bytesThatAreNotUtf8AreRefused(String text) {
        assertThatThrownBy(() -> decoded(text))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("a key that is not UTF-8: \"" + text + "\", at byte 7");
    }

    private static String decoded(String text) throws PageFormatException {
        return new String(PercentEncoding.decode(text.getBytes(StandardCharsets.UTF_8), 7), StandardCharsets.UTF_8);
    }
}
