package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteRateTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1500B, 1500",
        "64K, 64000",
        "64KB, 64000",
        "64KiB, 65536",
        "1.5GB, 1500000000",
        "200MiB, 209715200",
        "200 MiB/s, 209715200",
        "1Ti, 1099511627776"
    })
    void aRateIsANumberWithAUnit(String text, double bytesPerSecond) {
        assertThat(read(text)).isEqualTo(new ByteRate(bytesPerSecond));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0MiB", "-1", "fast", "200mib", "1e6", "10 Mbit", "1,5GB", "MiB"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("\"" + text + "\" is not a number of bytes a second such as 200MiB or 1.5GB");
    }

    @Test
    void spacesAroundItDoNotMatter() {
        assertThat(read(" 2MB ")).isEqualTo(new ByteRate(2_000_000));
    }

    private static ByteRate read(String text) {
        return new ByteRate.Converter().convert(text);
    }
}
