package io.stocktake.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportSchemaTest {
    @ParameterizedTest
    @EnumSource
    void whatAReportIsWrittenWithIsWhatItIsReadWith(ReportFormat format) {
        ReportLayout layout = ReportRows.allColumns(format);
        assertThat(ReportSchema.parse(format, layout.fileSchema()).structType())
                .isEqualTo(ObjectColumn.schema(ObjectColumn.all()));
    }

    @Test
    void parquetInTheSpellingOfTheDocumentationIsTheSame() {
        assertThat(ReportSchema.parse(
                                ReportFormat.PARQUET,
                                "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8);"
                                        + " optional int64 size; optional int64 last_modified_date (TIMESTAMP_MILLIS);}")
                        .structType())
                .isEqualTo(ObjectColumn.schema(List.of(
                        ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.SIZE, ObjectColumn.LAST_MODIFIED_DATE)));
    }

    @Test
    void aCsvSchemaMayHaveAnySpacesBetweenNames() {
        assertThat(ReportSchema.parse(ReportFormat.CSV, "Bucket,Key,  Size ").structType())
                .isEqualTo(ObjectColumn.schema(List.of(ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.SIZE)));
    }

    @Test
    void columnsThatAreNotKnownAreStringsUnderOneNameInAllFormats() {
        ReportField field = new ReportField(
                "object_lock_event_hold_duration", "object_lock_event_hold_duration", ColumnType.STRING, false);
        assertThat(ReportSchema.parse(
                                ReportFormat.PARQUET,
                                "message s3.inventory {  required binary key (STRING);  optional int32 object_lock_event_hold_duration;}")
                        .fields())
                .last()
                .isEqualTo(field);
        assertThat(ReportSchema.parse(ReportFormat.ORC, "struct<key:string,object_lock_event_hold_duration:int>")
                        .fields())
                .last()
                .isEqualTo(field);
        assertThat(ReportSchema.parse(ReportFormat.CSV, "Key, ObjectLockEventHoldDuration")
                        .fields())
                .last()
                .isEqualTo(new ReportField(
                        "object_lock_event_hold_duration", "ObjectLockEventHoldDuration", ColumnType.STRING, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CSV|Bucket, , Key|its \"fileSchema\" is not a schema of CSV files: \"Bucket, , Key\"",
                "ORC|struct<bucket:string|its \"fileSchema\" is not a schema of ORC files: \"struct<bucket:string\"",
                "ORC|bigint|its \"fileSchema\" is not a schema of ORC files: \"bigint\"",
                "PARQUET|Bucket, Key|its \"fileSchema\" is not a schema of Parquet files: \"Bucket, Key\"",
                "CSV|Bucket, Key, Key|its \"fileSchema\" has the column \"Key\" twice",
            })
    void aSchemaThatIsNoneIsRefused(ReportFormat format, String fileSchema, String message) {
        assertThatThrownBy(() -> ReportSchema.parse(format, fileSchema)).hasMessage(message);
    }
}
