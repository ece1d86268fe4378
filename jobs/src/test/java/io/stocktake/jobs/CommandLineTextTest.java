package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineTextTest {
    @Test
    void aPlainPathStaysAsItIs() {
        assertThat(CommandLineText.quoted(Path.of("stocktake-quickstart/definitions")))
                .isEqualTo("stocktake-quickstart/definitions");
    }

    @Test
    void aPathThatAShellWouldTakeApartIsQuoted() {
        assertThat(CommandLineText.quoted(Path.of("my quickstart"))).isEqualTo("'my quickstart'");
        assertThat(CommandLineText.quoted(Path.of("it's $HOME"))).isEqualTo("'it'\\''s $HOME'");
    }
}
