package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandAtTheRight() {
        TextTable table = new TextTable(
                        TextTable.text("configuration"), TextTable.number("objects"), TextTable.text("at"))
                .row("photos/weekly-parquet", "1,234,567", "s3://reports/a")
                .row("ü/1", "0", "");
        assertThat(table).hasToString("""
                configuration            objects  at
                photos/weekly-parquet  1,234,567  s3://reports/a
                ü/1                            0
                """);
    }

    @Test
    void aTableWithoutRowsHasItsHeadings() {
        assertThat(new TextTable(TextTable.text("a"), TextTable.number("b"))).hasToString("a  b\n");
    }

    @Test
    void aRowHasACellForEveryColumn() {
        TextTable table = new TextTable(TextTable.text("a"), TextTable.text("b"));
        assertThatThrownBy(() -> table.row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells in a table of 2 columns");
    }
}
