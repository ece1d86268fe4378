package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void isAsWideAsTheScriptSays() {
        assertThat(Terminal.of(Map.of("STOCKTAKE_TERMINAL_COLUMNS", "132")).columns())
                .isEqualTo(OptionalInt.of(132));
    }

    @Test
    void isAtLeastFortyWideAsALineMustSaySomething() {
        assertThat(Terminal.of(Map.of("STOCKTAKE_TERMINAL_COLUMNS", "5")).columns())
                .isEqualTo(OptionalInt.of(40));
    }

    @Test
    void isNoneWhereTheScriptSaysNothingOrNonsense() {
        assertThat(Terminal.of(Map.of())).isEqualTo(Terminal.none());
        assertThat(Terminal.of(Map.of("STOCKTAKE_TERMINAL_COLUMNS", "wide"))).isEqualTo(Terminal.none());
        assertThat(Terminal.of(Map.of("STOCKTAKE_TERMINAL_COLUMNS", "-1"))).isEqualTo(Terminal.none());
    }
}
