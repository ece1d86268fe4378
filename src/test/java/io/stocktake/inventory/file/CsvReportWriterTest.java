package io.stocktake.inventory.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CsvReportWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String written() throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes(), UTF_8);
    }

    private static final ReportLayout ALL = ReportRows.allColumns(ReportFormat.CSV);

    @Test
    void everyValueIsQuotedAndNoRowIsAHeader() throws IOException {
        ReportRows.write(out, ALL, List.of(ReportRows.full("ü/ö &+?%.txt"), ReportRows.bare(" sp ")));
        assertThat(written()).isEqualTo("""
                        "my-bucket","%C3%BC/%C3%B6+%26%2B%3F%25.txt","3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY","true","false",\
                        "1234567890123","2024-05-06T22:37:48.123Z","d41d8cd98f00b204e9800998ecf8427e-12",\
                        "INTELLIGENT_TIERING","true","COMPLETED","SSE-KMS","2030-01-01T00:00:00.000Z","GOVERNANCE","ON",\
                        "ARCHIVE","ENABLED","CRC64NVME","eyJ2ZXJzaW9uIjoiMjAyMi0xMS0xMCJ9",\
                        "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be","2025-01-01T00:00:00.000Z"
                        "my-bucket","+sp+","","","","","","","","","","","","","","","","","","",""
                        """);
    }

    @Test
    void aQuoteInAValueIsDoubled() throws IOException {
        List<Object> row = ReportRows.bare("k");
        row.set(ObjectColumn.all().indexOf(ObjectColumn.OBJECT_OWNER), ReportRows.text("a \"b\",\nc"));
        ReportRows.write(out, ALL, List.of(row));
        assertThat(written()).isEqualTo("\"my-bucket\",\"k\"" + ",\"\"".repeat(17) + ",\"a \"\"b\"\",\nc\",\"\"\n");
    }

    @Test
    void theGzipHeaderHasNoTimeAndTheSameRowsGiveTheSameBytes() throws IOException {
        ReportRows.write(out, ALL, List.of(ReportRows.full("k")));
        byte[] first = out.toByteArray();
        out.reset();
        ReportRows.write(out, ALL, List.of(ReportRows.full("k")));
        assertThat(out.toByteArray()).isEqualTo(first);
        assertThat(Arrays.copyOf(first, 9)).isEqualTo(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void aFileWithoutRowsIsAnEmptyText() throws IOException {
        ReportRows.write(out, ALL, List.of());
        assertThat(written()).isEmpty();
    }

    @Test
    void aTimestampIsCutToMilliseconds() throws IOException {
        List<Object> row = ReportRows.bare("k");
        row.set(ObjectColumn.all().indexOf(ObjectColumn.LAST_MODIFIED_DATE), -1L);
        row.set(ObjectColumn.all().indexOf(ObjectColumn.LIFECYCLE_EXPIRATION_DATE), 1_999L);
        ReportRows.write(out, ALL, List.of(row));
        assertThat(written()).contains("\"1969-12-31T23:59:59.999Z\"").endsWith("\"1970-01-01T00:00:00.001Z\"\n");
    }

    @Test
    void aRowWithoutAKeyIsRefused() throws IOException {
        ReportLayout layout = new ReportLayout(ReportFormat.CSV, ObjectColumn.ALWAYS);
        try (ReportFileWriter writer = ReportFileWriter.open(layout, new int[] {0, 1}, out)) {
            assertThatThrownBy(() ->
                            writer.write(ReportRows.internalRow(Arrays.asList(ReportRows.text("my-bucket"), null))))
                    .hasMessage("Cannot write a row of a report: its key is missing");
        }
    }
}
