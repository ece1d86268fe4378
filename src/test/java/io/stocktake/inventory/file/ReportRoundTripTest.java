package io.stocktake.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportRoundTripTest {
    @TempDir
    private Path directory;

    private List<List<Object>> roundTrip(ReportLayout layout, List<List<Object>> rows) throws IOException {
        Path path = directory.resolve("report");
        ReportRows.write(path, layout, rows);
        return ReportRows.read(ReportRows.file(path), layout);
    }

    @ParameterizedTest
    @EnumSource
    void oddKeysComeBackAsTheyWere(ReportFormat format) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (String key : ReportRows.ODD_KEYS) {
            rows.add(ReportRows.full(key));
            rows.add(ReportRows.bare(key));
        }
        assertThat(roundTrip(ReportRows.allColumns(format), rows)).isEqualTo(rows);
    }

    @ParameterizedTest
    @EnumSource
    void aFileWithoutRowsHasNone(ReportFormat format) throws IOException {
        assertThat(roundTrip(ReportRows.allColumns(format), List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anyRowsComeBackAsTheyWere(ReportFormat format) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ObjectColumn> columns = ObjectColumn.all().stream()
                    .filter(column -> column.isRequired() || random.nextBoolean())
                    .toList();
            List<List<Object>> rows = new ArrayList<>();
            int count = seed == 0 ? 12_000 : random.nextInt(200);
            for (int row = 0; row < count; row++) {
                rows.add(ReportRows.random(columns, random));
            }
            assertThat(roundTrip(new ReportLayout(format, columns), rows).equals(rows))
                    .as("%s, seed %d", format, seed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheWantedColumnsAreReadInTheWantedOrder(ReportFormat format) throws IOException {
        Path path = directory.resolve("report");
        ReportLayout layout = ReportRows.allColumns(format);
        ReportRows.write(path, layout, List.of(ReportRows.full("a"), ReportRows.bare("b")));
        ReportSchema schema = ReportSchema.parse(format, layout.fileSchema());
        assertThat(ReportRows.read(ReportRows.file(path), schema, new int[] {5, 1, 3}, Verification.SIZE_AND_MD5))
                .containsExactly(
                        List.of(1_234_567_890_123L, ReportRows.text("a"), true),
                        Arrays.asList(null, ReportRows.text("b"), null));
        assertThat(ReportRows.read(ReportRows.file(path), schema, new int[0], Verification.SIZE))
                .containsExactly(List.of(), List.of());
    }

    @ParameterizedTest
    @EnumSource
    void theOrdinalsSayWhereInARowTheColumnsAre(ReportFormat format) throws IOException {
        Path path = directory.resolve("report");
        ReportLayout layout =
                new ReportLayout(format, List.of(ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.SIZE));
        try (ReportFileWriter writer =
                ReportFileWriter.open(layout, new int[] {3, 1, 0}, Files.newOutputStream(path))) {
            writer.write(ReportRows.internalRow(
                    Arrays.asList(7L, ReportRows.text("k"), "not a column of the report", ReportRows.text("b"))));
        }
        assertThat(ReportRows.read(ReportRows.file(path), layout))
                .containsExactly(List.of(ReportRows.text("b"), ReportRows.text("k"), 7L));
    }

    @ParameterizedTest
    @EnumSource
    void timesAreUtcWhateverTheZonesOfWriterAndReader(ReportFormat format) throws IOException {
        Path path = directory.resolve("report");
        ReportLayout layout = ReportRows.allColumns(format);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            ReportRows.write(path, layout, List.of(ReportRows.full("k")));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            assertThat(ReportRows.read(ReportRows.file(path), layout)).containsExactly(ReportRows.full("k"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCopyOfAFileIsLeftBehind(ReportFormat format) throws IOException {
        roundTrip(ReportRows.allColumns(format), List.of(ReportRows.full("k")));
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String copies =
                    "stocktake-report-%d-".formatted(ProcessHandle.current().pid());
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(copies)))
                    .isEmpty();
        }
    }
}
