package io.stocktake.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetReportWriterTest {
    private static final ReportLayout ALL = ReportRows.allColumns(ReportFormat.PARQUET);

    @TempDir
    private Path directory;

    private ParquetMetadata footer(Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration()))) {
            return reader.getFooter();
        }
    }

    private ParquetMetadata written(List<List<Object>> rows) throws IOException {
        Path path = directory.resolve("report.parquet");
        ReportRows.write(path, ALL, rows);
        return footer(path);
    }

    @Test
    void theFileIsWhatS3Writes() throws IOException {
        ParquetMetadata footer = written(List.of(ReportRows.full("b"), ReportRows.bare("a")));
        assertThat(footer.getFileMetaData().getSchema())
                .isEqualTo(MessageTypeParser.parseMessageType(ALL.fileSchema()));
        assertThat(footer.getFileMetaData().getSchema().getName()).isEqualTo("s3.inventory");
        assertThat(footer.getFileMetaData()
                        .getSchema()
                        .toString()
                        .replace(";\n", ";")
                        .replace("{\n", "{"))
                .isEqualTo(ALL.fileSchema() + "\n");
        assertThat(footer.getFileMetaData().getKeyValueMetaData()).isEmpty();
        assertThat(footer.getBlocks())
                .singleElement()
                .satisfies(block -> assertThat(block.getColumns())
                        .hasSize(21)
                        .extracting(ColumnChunkMetaData::getCodec)
                        .containsOnly(CompressionCodecName.SNAPPY));
    }

    @Test
    void theColumnsHaveStatistics() throws IOException {
        BlockMetaData block = written(List.of(ReportRows.full("ü"), ReportRows.bare("a")))
                .getBlocks()
                .get(0);
        assertThat(block.getColumns().get(1).getStatistics().toString()).isEqualTo("min: a, max: ü, num_nulls: 0");
        assertThat(block.getColumns().get(5).getStatistics().toString())
                .isEqualTo("min: 1234567890123, max: 1234567890123, num_nulls: 1");
        assertThat(block.getColumns().get(6).getStatistics().toString())
                .isEqualTo("min: 2024-05-06T22:37:48.123+0000, max: 2024-05-06T22:37:48.123+0000, num_nulls: 1");
    }

    @Test
    void aFileWithoutRowsHasItsSchemaAllTheSame() throws IOException {
        ParquetMetadata footer = written(List.of());
        assertThat(footer.getBlocks()).isEmpty();
        assertThat(footer.getFileMetaData().getSchema())
                .isEqualTo(MessageTypeParser.parseMessageType(ALL.fileSchema()));
    }

    @Test
    void theEstimateIsNeverLessThanTheFileAndEndsExact() throws IOException {
        Path path = directory.resolve("report.parquet");
        List<ObjectColumn> columns = ObjectColumn.all();
        SplittableRandom random = new SplittableRandom(1);
        ReportFileWriter writer =
                ReportFileWriter.open(ALL, IntStream.range(0, columns.size()).toArray(), Files.newOutputStream(path));
        for (int row = 0; row < 20_000; row++) {
            writer.write(ReportRows.internalRow(ReportRows.random(columns, random)));
            if (row % 1_000 == 999) {
                assertThat(writer.estimatedBytes()).isGreaterThanOrEqualTo(Files.size(path));
            }
        }
        long estimate = writer.estimatedBytes();
        writer.close();
        writer.close();
        assertThat(writer.rows()).isEqualTo(20_000);
        assertThat(writer.estimatedBytes()).isEqualTo(Files.size(path));
        assertThat(estimate).isBetween(Files.size(path) / 2, Files.size(path) * 3);
        assertThat(footer(path).getBlocks().stream()
                        .mapToLong(BlockMetaData::getRowCount)
                        .sum())
                .isEqualTo(20_000);
    }
}
