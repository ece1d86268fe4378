package io.stocktake.inventory.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the values of a column are put into pages, with a dictionary and without one, and that all of them come back. */
class ParquetPagesTest {
    private static final int SIZE = ObjectColumn.all().indexOf(ObjectColumn.SIZE);
    private static final int LATEST = ObjectColumn.all().indexOf(ObjectColumn.IS_LATEST);
    private static final int STORAGE_CLASS = ObjectColumn.all().indexOf(ObjectColumn.STORAGE_CLASS);
    private static final int OWNER = ObjectColumn.all().indexOf(ObjectColumn.OBJECT_OWNER);

    private static final ReportLayout ALL = ReportRows.allColumns(ReportFormat.PARQUET);

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("report.parquet");
    }

    private ParquetFileReader open() throws IOException {
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(path().toUri()), new Configuration()));
    }

    /** So many rows with ascending keys, and these values in one of the columns; the others have none. */
    private List<List<Object>> write(int rows, int column, LongFunction<Object> values) throws IOException {
        List<List<Object>> written = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            List<Object> row = ReportRows.bare("k%08d".formatted(i));
            row.set(column, values.apply(i));
            written.add(row);
        }
        ReportRows.write(path(), ALL, written);
        return written;
    }

    private ColumnChunkMetaData onlyChunk(int column) throws IOException {
        try (ParquetFileReader reader = open()) {
            List<BlockMetaData> blocks = reader.getFooter().getBlocks();
            assertThat(blocks).hasSize(1);
            return blocks.get(0).getColumns().get(column);
        }
    }

    @SuppressWarnings("deprecation") // The name of files of version 1.
    private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    @Test
    void numbersThatRepeatStandInADictionary() throws IOException {
        List<List<Object>> rows = write(50_000, SIZE, i -> i % 7 * 1000);
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        ColumnChunkMetaData chunk = onlyChunk(SIZE);
        assertThat(chunk.getEncodings()).contains(DICTIONARY).doesNotContain(Encoding.PLAIN);
        assertThat(chunk.getStatistics().toString()).isEqualTo("min: 0, max: 6000, num_nulls: 0");
        assertThat(chunk.getTotalSize()).isLessThan(50_000);
    }

    @Test
    void numbersThatDoNotRepeatStandInNoDictionary() throws IOException {
        List<List<Object>> rows = write(50_000, SIZE, i -> i * 31);
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        assertThat(onlyChunk(SIZE).getEncodings()).contains(Encoding.PLAIN).doesNotContain(DICTIONARY);
    }

    @Test
    void aDictionaryOfNumbersWithoutRoomIsGivenUpBetweenTwoPages() throws IOException {
        // The first page repeats, so a dictionary is begun; the pages after it bring more than 32,768 others.
        List<List<Object>> rows = write(100_000, SIZE, i -> i < 20_000 ? i % 10 : i);
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        assertThat(onlyChunk(SIZE).getEncodings()).contains(DICTIONARY, Encoding.PLAIN);
    }

    @Test
    void aDictionaryOfTextsWithoutRoomIsGivenUpWithinAPage() throws IOException {
        List<List<Object>> rows = write(
                60_000,
                OWNER,
                i -> i % 3 == 0
                        ? null
                        : UTF8String.fromString(i < 9_000 ? "owner-" + (1 + i % 9) : "owner-%060d".formatted(i)));
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        ColumnChunkMetaData chunk = onlyChunk(OWNER);
        assertThat(chunk.getEncodings()).contains(DICTIONARY, Encoding.PLAIN);
        Statistics<?> statistics = chunk.getStatistics();
        assertThat(statistics.getNumNulls()).isEqualTo(20_000);
        assertThat(new String(statistics.getMinBytes(), UTF_8)).isEqualTo("owner-%060d".formatted(9_001));
        assertThat(new String(statistics.getMaxBytes(), UTF_8)).isEqualTo("owner-9");
    }

    @Test
    void theIndexTellsTheRangeOfEveryPageAndWhichHaveNoValue() throws IOException {
        write(
                60_000,
                STORAGE_CLASS,
                i -> i < 20_000
                        ? UTF8String.fromString("STANDARD")
                        : i < 40_000 ? null : UTF8String.fromString("GLACIER"));
        try (ParquetFileReader reader = open()) {
            ColumnIndex index = reader.readColumnIndex(onlyChunk(STORAGE_CLASS));
            assertThat(index.getNullCounts()).containsExactly(0L, 20_000L, 0L);
            assertThat(index.getNullPages()).containsExactly(false, true, false);
            assertThat(index.getMinValues().stream()
                            .map(value -> UTF_8.decode(value).toString()))
                    .containsExactly("STANDARD", "", "GLACIER");
            assertThat(reader.readOffsetIndex(onlyChunk(STORAGE_CLASS)).getPageCount())
                    .isEqualTo(3);
        }
    }

    @Test
    void aColumnWithoutAnyValueHasNoDictionary() throws IOException {
        List<List<Object>> rows = write(25_000, SIZE, i -> null);
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        for (int column : List.of(SIZE, LATEST, STORAGE_CLASS, OWNER)) {
            ColumnChunkMetaData chunk = onlyChunk(column);
            assertThat(chunk.hasDictionaryPage()).isFalse();
            assertThat(chunk.getEncodings()).contains(Encoding.PLAIN).doesNotContain(DICTIONARY);
            assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(25_000);
        }
    }

    @Test
    void truthsStandInSingleBits() throws IOException {
        List<List<Object>> rows = write(20_001, LATEST, i -> i % 5 == 0 ? null : i % 3 == 0);
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
        assertThat(onlyChunk(LATEST).getStatistics().toString()).isEqualTo("min: false, max: true, num_nulls: 4001");
    }

    @Test
    void manyLargeRowsMakeRowGroupsOfBoundedSize() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<List<Object>> rows = write(60_000, OWNER, i -> {
            byte[] noise = new byte[300];
            random.nextBytes(noise);
            return UTF8String.fromString(Arrays.toString(noise));
        });
        try (ParquetFileReader reader = open()) {
            List<BlockMetaData> blocks = reader.getFooter().getBlocks();
            assertThat(blocks.size()).isGreaterThan(1);
            assertThat(blocks)
                    .allSatisfy(block -> assertThat(block.getCompressedSize()).isLessThan(20L << 20));
            assertThat(blocks.stream().mapToLong(BlockMetaData::getRowCount).sum())
                    .isEqualTo(60_000);
        }
        assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows)).isTrue();
    }

    /** Columns whose values change their nature as rows go on: how many differ, how often there is none, how long. */
    @Test
    void whateverAColumnsValuesAreLikeTheyComeBackAsTheyWere() throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<Object>> rows = new ArrayList<>();
            while (rows.size() < 45_000) {
                int stretch = 1 + random.nextInt(random.nextBoolean() ? 100 : 30_000);
                int absentOf8 = random.nextInt(9);
                int distinct = 1 << random.nextInt(20);
                int length = random.nextInt(30);
                for (int i = 0; i < stretch; i++) {
                    List<Object> row = ReportRows.bare("k%08d".formatted(rows.size()));
                    if (random.nextInt(8) >= absentOf8) {
                        int value = random.nextInt(distinct);
                        row.set(SIZE, (long) value - distinct / 2);
                        row.set(LATEST, value % 2 == 0);
                        row.set(OWNER, UTF8String.fromString("o".repeat(length) + value));
                        row.set(STORAGE_CLASS, UTF8String.fromString(value == 0 ? "" : "CLASS" + value % 8));
                    }
                    rows.add(row);
                }
            }
            ReportRows.write(path(), ALL, rows);
            assertThat(ReportRows.read(ReportRows.file(path()), ALL).equals(rows))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void aDictionaryGivesEachNumberOnePlace() {
        SplittableRandom random = new SplittableRandom(7);
        NumberDictionary dictionary = new NumberDictionary(5_000);
        for (int round = 0; round < 3; round++) {
            List<Long> model = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                long number = random.nextBoolean() ? random.nextLong(8_000) << 32 : -random.nextLong(300);
                int place = dictionary.place(number);
                if (model.contains(number)) {
                    assertThat(place).isEqualTo(model.indexOf(number));
                } else if (model.size() == 5_000) {
                    assertThat(place).isEqualTo(NumberDictionary.FULL);
                } else {
                    assertThat(place).isEqualTo(model.size());
                    model.add(number);
                }
            }
            assertThat(dictionary.size()).isEqualTo(5_000);
            dictionary.clear();
        }
    }
}
