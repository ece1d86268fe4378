package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void countsHaveThousands() {
        assertThat(Quantity.count(0)).isEqualTo("0");
        assertThat(Quantity.count(999)).isEqualTo("999");
        assertThat(Quantity.count(100_000_000_000L)).isEqualTo("100,000,000,000");
    }

    @Test
    void bytesHaveTheUnitThatLeavesFewDigits() {
        assertThat(Quantity.bytes(0)).isEqualTo("0 bytes");
        assertThat(Quantity.bytes(1)).isEqualTo("1 byte");
        assertThat(Quantity.bytes(1023)).isEqualTo("1,023 bytes");
        assertThat(Quantity.bytes(1024)).isEqualTo("1.0 KiB");
        assertThat(Quantity.bytes(12L * 1024 * 1024 * 1024)).isEqualTo("12.0 GiB");
        assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void secondsHaveTenths() {
        assertThat(Quantity.seconds(Duration.ofMillis(27_449))).isEqualTo("27.4");
        assertThat(Quantity.seconds(Duration.ofHours(2))).isEqualTo("7,200.0");
    }

    @Test
    void aClockHasHoursOnlyWhereThereAreAny() {
        assertThat(Quantity.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Quantity.clock(Duration.ofSeconds(725))).isEqualTo("12:05");
        assertThat(Quantity.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Quantity.clock(Duration.ofHours(49))).isEqualTo("49:00:00");
    }

    @Test
    void oneIsSingular() {
        assertThat(Quantity.of(0, "store")).isEqualTo("0 stores");
        assertThat(Quantity.of(1, "store")).isEqualTo("1 store");
        assertThat(Quantity.of(1200, "store")).isEqualTo("1,200 stores");
    }
}
