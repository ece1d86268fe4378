package io.stocktake.inventory.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3 adds columns without notice; a reader must not stumble over them, whatever their type. */
class UnknownColumnsTest {
    @TempDir
    private Path directory;

    private static List<List<Object>> readAll(ReportFile file, ReportSchema schema) throws IOException {
        return ReportRows.read(
                file, schema, IntStream.range(0, schema.fields().size()).toArray(), Verification.SIZE_AND_MD5);
    }

    private ReportFile parquet(MessageType schema, Group... rows) throws IOException {
        Path path = directory.resolve("report.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration()))
                .withType(schema)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return ReportRows.file(path);
    }

    @Test
    void parquetColumnsOfAnyTypeAreReadAsText() throws IOException {
        String fileSchema = "message s3.inventory { required binary key (UTF8); optional int32 size;"
                + " optional int64 last_modified_date (TIMESTAMP_MICROS); optional int32 hold_duration;"
                + " optional binary hold_unit (UTF8); optional boolean held; optional double share;"
                + " optional int64 held_since (TIMESTAMP_MILLIS); optional int64 count; optional float part;"
                + " optional int32 day (DATE);}";
        MessageType schema = MessageTypeParser.parseMessageType(fileSchema);
        Group full = new SimpleGroup(schema)
                .append("key", "k")
                .append("size", 7)
                .append("last_modified_date", 1_715_035_068_123_456L)
                .append("hold_duration", 30)
                .append("hold_unit", "DAYS")
                .append("held", true)
                .append("share", 0.5d)
                .append("held_since", 1_715_035_068_123L)
                .append("count", 9L)
                .append("part", 0.25f)
                .append("day", 19_849);
        Group bare = new SimpleGroup(schema).append("key", "l");
        assertThat(readAll(parquet(schema, full, bare), ReportSchema.parse(ReportFormat.PARQUET, fileSchema)))
                .containsExactly(
                        List.of(
                                ReportRows.text("k"),
                                7L,
                                1_715_035_068_123_456L,
                                ReportRows.text("30"),
                                ReportRows.text("DAYS"),
                                ReportRows.text("true"),
                                ReportRows.text("0.5"),
                                ReportRows.text("2024-05-06T22:37:48.123Z"),
                                ReportRows.text("9"),
                                ReportRows.text("0.25"),
                                ReportRows.text("2024-05-06")),
                        Arrays.asList(
                                ReportRows.text("l"), null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void aKnownParquetColumnOfAWrongTypeIsRefused() throws IOException {
        String fileSchema = "message s3.inventory { required binary key (UTF8); optional binary size (UTF8);}";
        MessageType schema = MessageTypeParser.parseMessageType(fileSchema);
        ReportFile file = parquet(schema, new SimpleGroup(schema).append("key", "k"));
        assertThatThrownBy(() -> readAll(file, ReportSchema.parse(ReportFormat.PARQUET, fileSchema)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot read report file \"%s\": its column \"size\" is \"optional binary size (STRING)\", which is not a bigint"
                                .formatted(file.location()));
    }

    @Test
    void aNestedParquetColumnIsRefused() throws IOException {
        String fileSchema = "message s3.inventory { required binary key (UTF8); repeated binary tags (UTF8);}";
        MessageType schema = MessageTypeParser.parseMessageType(fileSchema);
        ReportFile file = parquet(schema, new SimpleGroup(schema).append("key", "k"));
        assertThatThrownBy(() -> readAll(file, ReportSchema.parse(ReportFormat.PARQUET, fileSchema)))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read report file \"%s\": its column \"tags\" is nested".formatted(file.location()));
    }

    private ReportFile orc(String fileSchema) throws IOException {
        Path path = directory.resolve("report.orc");
        TypeDescription schema = TypeDescription.fromString(fileSchema);
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(path.toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(schema).useUTCTimestamp(true))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            batch.size = 2;
            for (int column = 0; column < batch.cols.length; column++) {
                switch (schema.getChildren().get(column).getCategory()) {
                    case STRING -> {
                        ((BytesColumnVector) batch.cols[column]).setVal(0, "k".getBytes(UTF_8));
                        ((BytesColumnVector) batch.cols[column]).setVal(1, "l".getBytes(UTF_8));
                    }
                    case DOUBLE -> ((DoubleColumnVector) batch.cols[column]).vector[0] = 0.5;
                    case TIMESTAMP -> {
                        TimestampColumnVector timestamps = (TimestampColumnVector) batch.cols[column];
                        timestamps.setIsUTC(true);
                        timestamps.time[0] = 1_715_035_068_123L;
                        timestamps.nanos[0] = 123_456_000;
                    }
                    case BOOLEAN -> ((LongColumnVector) batch.cols[column]).vector[0] = 1;
                    default -> ((LongColumnVector) batch.cols[column]).vector[0] = 30;
                }
                if (column > 0) {
                    batch.cols[column].noNulls = false;
                    batch.cols[column].isNull[1] = true;
                }
            }
            writer.addRowBatch(batch);
        }
        return ReportRows.file(path);
    }

    @Test
    void orcColumnsOfAnyTypeAreReadAsText() throws IOException {
        String fileSchema = "struct<key:string,size:int,last_modified_date:timestamp,hold_duration:int,held:boolean,"
                + "share:double,held_since:timestamp>";
        assertThat(readAll(orc(fileSchema), ReportSchema.parse(ReportFormat.ORC, fileSchema)))
                .containsExactly(
                        List.of(
                                ReportRows.text("k"),
                                30L,
                                1_715_035_068_123_456L,
                                ReportRows.text("30"),
                                ReportRows.text("true"),
                                ReportRows.text("0.5"),
                                ReportRows.text("2024-05-06T22:37:48.123456Z")),
                        Arrays.asList(ReportRows.text("l"), null, null, null, null, null, null));
    }

    @Test
    void aKnownOrcColumnOfAWrongTypeIsRefused() throws IOException {
        ReportFile file = orc("struct<key:string,size:double>");
        assertThatThrownBy(() -> readAll(file, ReportSchema.parse(ReportFormat.ORC, "struct<key:string,size:double>")))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read report file \"%s\": its column \"size\" is \"double\", which is not a bigint"
                        .formatted(file.location()));
    }
}
