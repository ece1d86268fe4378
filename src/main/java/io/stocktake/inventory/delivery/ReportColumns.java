package io.stocktake.inventory.delivery;

import io.stocktake.listing.ObjectColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns a report has, found by name in the rows to write, and where in such a row each stands. */
final class ReportColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<ObjectColumn> columns;
    private final int[] ordinals;

    private ReportColumns(Map<ObjectColumn, Integer> found) {
        this.columns = ObjectColumn.inOrder(found.keySet());
        this.ordinals = columns.stream().mapToInt(found::get).toArray();
    }

    /**
     * The columns of the rows, whatever their order.
     *
     * @throws IllegalArgumentException naming every column that is missing, unknown, there twice, or of the wrong type
     */
    static ReportColumns of(StructType schema) {
        Map<ObjectColumn, Integer> found = new EnumMap<>(ObjectColumn.class);
        List<String> problems = new ArrayList<>();
        StructField[] fields = schema.fields();
        for (int ordinal = 0; ordinal < fields.length; ordinal++) {
            StructField field = fields[ordinal];
            Optional<ObjectColumn> column = ObjectColumn.ofColumnName(field.name());
            if (column.isEmpty()) {
                problems.add("\"" + field.name() + "\" is no column of a report");
            } else if (!column.get().type().equals(field.dataType())) {
                problems.add("\"" + field.name() + "\" is of type "
                        + field.dataType().simpleString() + ", and in a report of type "
                        + column.get().type().simpleString());
            } else if (found.put(column.get(), ordinal) != null) {
                problems.add("\"" + field.name() + "\" is there twice");
            }
        }
        for (ObjectColumn column : ObjectColumn.ALWAYS) {
            if (problems.stream().noneMatch(problem -> problem.startsWith("\"" + column.columnName() + "\""))
                    && !found.containsKey(column)) {
                problems.add("\"" + column.columnName() + "\" is missing");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot deliver these rows as a report: " + String.join("; ", problems)
                    + ". A report has the columns "
                    + ObjectColumn.all().stream().map(ObjectColumn::columnName).collect(Collectors.joining(", "))
                    + "; the first two it always has.");
        }
        return new ReportColumns(found);
    }

    List<ObjectColumn> columns() {
        return columns;
    }

    /** For each of the columns its place in a row. */
    int[] ordinals() {
        return ordinals.clone();
    }

    int keyOrdinal() {
        return ordinals[columns.indexOf(ObjectColumn.KEY)];
    }
}
