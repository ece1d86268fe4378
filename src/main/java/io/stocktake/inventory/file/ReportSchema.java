package io.stocktake.inventory.file;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.orc.TypeDescription;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a report's files have, as its manifest's {@code fileSchema} says.
 *
 * <p>The columns that S3 is known to write get the types of {@link ObjectColumn}; any other is a string, for S3 adds
 * columns without notice.
 *
 * @param format the format of the files
 * @param fields their columns, in the order of the files
 */
public record ReportSchema(ReportFormat format, List<ReportField> fields) implements Serializable {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    public ReportSchema {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a manifest's {@code fileSchema}.
     *
     * @throws IllegalArgumentException if it is not a schema in the language of this format, or names a column twice; the
     *     message is to follow "Cannot read …: "
     */
    public static ReportSchema parse(ReportFormat format, String fileSchema) {
        List<ReportField> fields = fileNames(format, fileSchema).stream()
                .map(fileName -> field(format, fileName))
                .toList();
        Set<String> names = new HashSet<>();
        for (ReportField field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException(
                        "its \"fileSchema\" has the column \"%s\" twice".formatted(field.fileName()));
            }
        }
        return new ReportSchema(format, fields);
    }

    private static List<String> fileNames(ReportFormat format, String fileSchema) {
        try {
            return switch (format) {
                case CSV -> csvNames(fileSchema);
                case ORC -> List.copyOf(TypeDescription.fromString(fileSchema).getFieldNames());
                case PARQUET ->
                    MessageTypeParser.parseMessageType(fileSchema).getFields().stream()
                            .map(type -> type.getName())
                            .toList();
            };
        } catch (RuntimeException e) {
            // Each library throws what it likes at a text that it cannot parse.
            throw new IllegalArgumentException(
                    "its \"fileSchema\" is not a schema of %s files: \"%s\"".formatted(format.awsName(), fileSchema),
                    e);
        }
    }

    private static List<String> csvNames(String fileSchema) {
        List<String> names =
                Stream.of(fileSchema.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new IllegalArgumentException("a name is empty");
        }
        return names;
    }

    private static ReportField field(ReportFormat format, String fileName) {
        Optional<ObjectColumn> known =
                format == ReportFormat.CSV ? ObjectColumn.ofCsvName(fileName) : ObjectColumn.ofColumnName(fileName);
        return known.map(column -> new ReportField(
                        column.columnName(), fileName, ColumnType.of(column.type()), column.isRequired()))
                .orElseGet(() -> new ReportField(snakeCase(fileName), fileName, ColumnType.STRING, false));
    }

    /** ObjectLockEventHoldDuration in a CSV report is object_lock_event_hold_duration in the others. */
    private static String snakeCase(String name) {
        return WORD_START.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** The schema in Spark. */
    public StructType structType() {
        return new StructType(fields.stream().map(ReportField::structField).toArray(StructField[]::new));
    }

    /** Where the column of this name in Spark stands among {@link #fields}, from 0, if there is one. */
    public Optional<Integer> indexOf(String name) {
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).name().equals(name)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }
}
