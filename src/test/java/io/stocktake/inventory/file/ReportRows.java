package io.stocktake.inventory.file;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.inventory.HadoopReportFiles;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows for tests: a row is the list of Spark's internal values of its columns. */
public final class ReportRows {
    /** Keys that something has tripped over before. */
    public static final List<String> ODD_KEYS = List.of(
            "a",
            "a!",
            "a/",
            "a/b",
            "z😀",
            "z￮",
            " sp ",
            "dir//x",
            "nl\nx",
            "cr\r\nx",
            "100%25",
            "ü/ö &+?%.txt",
            "\"q\",x",
            "'",
            "\\",
            "\t",
            "NULL",
            "=1+1",
            "k".repeat(1024));

    /** Read once: a fresh one reads Hadoop's defaults again. */
    private static final ReadableFiles FILES = new HadoopReportFiles(new Configuration());

    private ReportRows() {}

    /** A row of all 21 columns, each with a value. */
    public static List<Object> full(String key) {
        return Arrays.asList(
                text("my-bucket"),
                text(key),
                text("3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"),
                true,
                false,
                1_234_567_890_123L,
                1_715_035_068_123_000L,
                text("d41d8cd98f00b204e9800998ecf8427e-12"),
                text("INTELLIGENT_TIERING"),
                true,
                text("COMPLETED"),
                text("SSE-KMS"),
                1_893_456_000_000_000L,
                text("GOVERNANCE"),
                text("ON"),
                text("ARCHIVE"),
                text("ENABLED"),
                text("CRC64NVME"),
                text("eyJ2ZXJzaW9uIjoiMjAyMi0xMS0xMCJ9"),
                text("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
                1_735_689_600_000_000L);
    }

    /** A row of all 21 columns, with nothing but what a row must have. */
    public static List<Object> bare(String key) {
        List<Object> row =
                new ArrayList<>(Collections.nCopies(ObjectColumn.all().size(), null));
        row.set(0, text("my-bucket"));
        row.set(1, text(key));
        return row;
    }

    /** Any row of these columns. */
    public static List<Object> random(Collection<ObjectColumn> columns, SplittableRandom random) {
        List<Object> row = new ArrayList<>();
        for (ObjectColumn column : columns) {
            row.add(
                    column.isRequired() || random.nextInt(4) > 0
                            ? switch (ColumnType.of(column.type())) {
                                case STRING -> text(randomText(random, column.isRequired() ? 1 : 0));
                                case BOOLEAN -> random.nextBoolean();
                                case LONG -> random.nextLong(Long.MAX_VALUE) >> random.nextInt(63);
                                // Milliseconds of 1970 to 2100; reports have no finer ones.
                                case TIMESTAMP -> random.nextLong(4_102_444_800_000L) * 1000;
                            }
                            : null);
        }
        return row;
    }

    private static String randomText(SplittableRandom random, int least) {
        int length = least + random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
        StringBuilder text = new StringBuilder();
        while (text.length() < Math.max(length, 1)) {
            int point =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x10000, 0x10FFFF);
                        case 1 -> random.nextInt(0x80, 0xD800);
                        default -> random.nextInt(1, 0x80);
                    };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    public static UTF8String text(String value) {
        return UTF8String.fromString(value);
    }

    public static InternalRow internalRow(List<Object> values) {
        return new GenericInternalRow(values.toArray());
    }

    /** Writes a file of these rows, whose values stand in the layout's order. */
    public static void write(Path path, ReportLayout layout, List<List<Object>> rows) throws IOException {
        write(Files.newOutputStream(path), layout, rows);
    }

    static void write(OutputStream out, ReportLayout layout, List<List<Object>> rows) throws IOException {
        int[] ordinals = IntStream.range(0, layout.columns().size()).toArray();
        try (ReportFileWriter writer = ReportFileWriter.open(layout, ordinals, out)) {
            for (List<Object> row : rows) {
                writer.write(internalRow(row));
            }
        }
    }

    /** This file as a true manifest would name it. */
    public static ReportFile file(Path path) throws IOException {
        return new ReportFile(new org.apache.hadoop.fs.Path(path.toUri()).toString(), Files.size(path), md5(path));
    }

    public static String md5(Path path) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(path)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads all columns of a file. */
    static List<List<Object>> read(ReportFile file, ReportLayout layout) throws IOException {
        return read(
                file,
                ReportSchema.parse(layout.format(), layout.fileSchema()),
                IntStream.range(0, layout.columns().size()).toArray(),
                Verification.SIZE_AND_MD5);
    }

    static List<List<Object>> read(ReportFile file, ReportSchema schema, int[] columns, Verification verification)
            throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (ReportFileReader reader = ReportFileReader.open(file, schema, columns, verification, FILES)) {
            while (reader.next()) {
                List<Object> row = new ArrayList<>();
                for (int place = 0; place < columns.length; place++) {
                    row.add(reader.row()
                            .get(
                                    place,
                                    schema.fields().get(columns[place]).type().sparkType()));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    static ReportLayout allColumns(ReportFormat format) {
        return new ReportLayout(format, ObjectColumn.all());
    }
}
