package io.stocktake.inventory.file;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.Serializable;
import java.util.List;

/**
 * What the data files of a report look like: their format and their columns.
 *
 * @param format the format of every file
 * @param columns the columns in the order of reports, {@code bucket} and {@code key} among them, each once
 */
public record ReportLayout(ReportFormat format, List<ObjectColumn> columns) implements Serializable {

    public ReportLayout {
        columns = List.copyOf(columns);
        if (!columns.equals(ObjectColumn.inOrder(columns)) || !columns.containsAll(ObjectColumn.ALWAYS)) {
            throw new IllegalArgumentException(
                    "Cannot lay out a report of the columns %s: bucket and key come first, and the others in the order of reports, each once"
                            .formatted(columns));
        }
    }

    /**
     * The schema as the manifest's {@code fileSchema} tells it, byte for byte what S3 writes for this format.
     *
     * <p>Source: reports that S3 delivered; the two spaces in Parquet's are S3's.
     */
    public String fileSchema() {
        return switch (format) {
            case CSV -> columns.stream().map(ObjectColumn::csvName).collect(joining(", "));
            case ORC ->
                columns.stream()
                        .map(column -> column.columnName() + ":"
                                + ColumnType.of(column.type()).orcName())
                        .collect(joining(",", "struct<", ">"));
            case PARQUET ->
                columns.stream()
                        .map(ReportLayout::parquetField)
                        .collect(joining(";  ", "message s3.inventory {  ", ";}"));
        };
    }

    private static String parquetField(ObjectColumn column) {
        String field = ColumnType.of(column.type()).parquetField(column.columnName());
        return (column.isRequired() ? "required " : "optional ") + field;
    }
}
