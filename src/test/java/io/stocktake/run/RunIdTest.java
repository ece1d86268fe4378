package io.stocktake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunIdTest {
    @Test
    void everyFileOfARunBeginsWithItsBits() {
        for (int i = 0; i < 1_000; i++) {
            RunId run = RunId.random();

            UUID file = run.newFile();

            assertThat(file.toString())
                    .startsWith(run.filePrefix())
                    .isNotEqualTo(run.newFile().toString());
            assertThat(file.version()).as(file.toString()).isEqualTo(4);
            assertThat(file.variant()).as(file.toString()).isEqualTo(2);
            assertThat(RunId.ofFile(file + ".parquet")).contains(run);
        }
    }

    @Test
    void theBitsAreTheFirst48() {
        RunId run = new RunId("fedcba987654");

        assertThat(run.filePrefix()).isEqualTo("fedcba98-7654-");
        assertThat(run.newFile().getMostSignificantBits() >>> 16).isEqualTo(0xfedcba987654L);
    }

    @Test
    void aNameThatNoRunGivesBelongsToNone() {
        assertThat(RunId.ofFile("report.csv")).isEmpty();
        assertThat(RunId.ofFile("fedcba98-7654-1def-8000-000000000000.csv.gz")).isEmpty();
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertThatThrownBy(() -> new RunId("FEDCBA987654"))
                .hasMessage("Cannot name a run \"FEDCBA987654\": a run is 12 hexadecimal digits in lower case");
    }
}
