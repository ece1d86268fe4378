package io.stocktake.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.TimestampColumnStatistics;
import org.apache.orc.impl.RecordReaderImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrcReportWriterTest {
    private static final ReportLayout ALL = ReportRows.allColumns(ReportFormat.ORC);

    @TempDir
    private Path directory;

    private Reader written(List<List<Object>> rows) throws IOException {
        Path path = directory.resolve("report.orc");
        ReportRows.write(path, ALL, rows);
        return OrcFile.createReader(
                new org.apache.hadoop.fs.Path(path.toUri()),
                OrcFile.readerOptions(new Configuration()).useUTCTimestamp(true));
    }

    @Test
    void theFileIsWhatS3Writes() throws IOException {
        try (Reader reader = written(List.of(ReportRows.full("b"), ReportRows.bare("a")))) {
            assertThat(reader.getSchema().toString()).isEqualTo(ALL.fileSchema());
            assertThat(reader.getCompressionKind()).isEqualTo(CompressionKind.ZLIB);
            assertThat(reader.getRowIndexStride()).isEqualTo(10_000);
            assertThat(reader.getMetadataKeys()).isEmpty();
            assertThat(reader.getNumberOfRows()).isEqualTo(2);
            assertThat(reader.getStripes()).hasSize(1);
        }
    }

    @Test
    void theStripesSayThatTheirTimestampsAreUtc() throws IOException {
        try (Reader reader = written(List.of(ReportRows.full("b")));
                RecordReaderImpl rows = (RecordReaderImpl) reader.rows()) {
            assertThat(rows.readStripeFooter(reader.getStripes().get(0)).getWriterTimezone())
                    .isEqualTo("UTC");
        }
    }

    @Test
    void theColumnsHaveStatistics() throws IOException {
        try (Reader reader = written(List.of(ReportRows.full("b"), ReportRows.bare("a")))) {
            StringColumnStatistics keys = (StringColumnStatistics) reader.getStatistics()[2];
            assertThat(keys.getMinimum()).isEqualTo("a");
            assertThat(keys.getMaximum()).isEqualTo("b");
            IntegerColumnStatistics sizes = (IntegerColumnStatistics) reader.getStatistics()[6];
            assertThat(sizes.getMaximum()).isEqualTo(1_234_567_890_123L);
            assertThat(sizes.hasNull()).isTrue();
            TimestampColumnStatistics dates = (TimestampColumnStatistics) reader.getStatistics()[7];
            assertThat(dates.getMaximumUTC().toInstant()).hasToString("2024-05-06T22:37:48.123Z");
        }
    }

    @Test
    void aFileWithoutRowsHasItsSchemaAllTheSame() throws IOException {
        try (Reader reader = written(List.of())) {
            assertThat(reader.getNumberOfRows()).isZero();
            assertThat(reader.getSchema().toString()).isEqualTo(ALL.fileSchema());
        }
    }

    @Test
    void theEstimateIsNeverLessThanTheFileAndEndsExact() throws IOException {
        Path path = directory.resolve("report.orc");
        List<ObjectColumn> columns = ObjectColumn.all();
        SplittableRandom random = new SplittableRandom(1);
        List<Long> estimates = new ArrayList<>();
        ReportFileWriter writer =
                ReportFileWriter.open(ALL, IntStream.range(0, columns.size()).toArray(), Files.newOutputStream(path));
        for (int row = 0; row < 20_000; row++) {
            writer.write(ReportRows.internalRow(ReportRows.random(columns, random)));
            if (row % 1_000 == 999) {
                assertThat(writer.estimatedBytes()).isGreaterThanOrEqualTo(Files.size(path));
                estimates.add(writer.estimatedBytes());
            }
        }
        writer.close();
        writer.close();
        assertThat(writer.rows()).isEqualTo(20_000);
        assertThat(writer.estimatedBytes()).isEqualTo(Files.size(path));
        assertThat(estimates.get(estimates.size() - 1)).isBetween(Files.size(path) / 2, Files.size(path) * 3);
    }
}
