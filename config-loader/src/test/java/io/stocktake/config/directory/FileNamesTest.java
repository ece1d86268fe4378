package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void whatAPathGivesAMeaningToIsEncoded() {
        assertThat(FileNames.encode("daily-1.csv_x")).isEqualTo("daily-1.csv_x");
        assertThat(FileNames.encode("../a b%é\n")).isEqualTo("%2E.%2Fa b%25é%0A");
    }

    @Test
    void everyNameIsDecodedToItself() {
        for (String name : List.of("a", ".", "..", "a/b", "%", "%2E", "\u0000", "日本語", "😀", "a.b.", "C:\\x?")) {
            assertThat(FileNames.decode(FileNames.encode(name))).contains(name);
        }
    }

    @Test
    void whatIsNoCodeIsNotDecoded() {
        assertThat(List.of("%", "%2", "a%zz", "%FF"))
                .allSatisfy(name -> assertThat(FileNames.decode(name)).isEmpty());
    }
}
