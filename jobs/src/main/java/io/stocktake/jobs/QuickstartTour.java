package io.stocktake.jobs;

import io.stocktake.inventory.InventoryDataSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Shows what is in a report, read back as a table of Spark. */
final class QuickstartTour {
    private static final int FIRST_ROWS = 8;
    private static final int WIDEST_KEY = 32;

    private final SparkSession spark;
    private final PrintWriter out;

    QuickstartTour(SparkSession spark, PrintWriter out) {
        this.spark = spark;
        this.out = out;
    }

    /**
     * Prints the storage classes and the first rows of the report of all versions that is in {@code folder}.
     *
     * @param folder the folder of an inventory configuration, a copy on this machine
     */
    void show(Path folder) {
        // Where Hadoop's default file system is another, a path without a scheme is not on this machine.
        Dataset<Row> report = spark.read().format(InventoryDataSource.NAME).load("file://" + folder.toAbsolutePath());
        out.println("of each storage class:");
        out.print(storageClasses(report));
        out.printf("%nof January 2024:%n");
        out.print(firstRows(report));
    }

    private static TextTable storageClasses(Dataset<Row> report) {
        TextTable table = new TextTable(
                TextTable.text("storage_class"),
                TextTable.number("versions"),
                TextTable.number("current"),
                TextTable.number("bytes"));
        List<Row> classes = report.where("not is_delete_marker")
                .groupBy("storage_class")
                .agg(
                        functions.count(functions.lit(1)),
                        functions.sum(functions.col("is_latest").cast("int")),
                        functions.sum("size"))
                .orderBy(functions.desc("sum(size)"))
                .collectAsList();
        classes.forEach(row -> table.row(
                row.getString(0),
                Quantity.count(row.getLong(1)),
                Quantity.count(row.getLong(2)),
                Quantity.count(row.getLong(3))));
        return table;
    }

    private static TextTable firstRows(Dataset<Row> report) {
        TextTable table = new TextTable(
                TextTable.text("key"),
                TextTable.text("is_latest"),
                TextTable.text("is_delete_marker"),
                TextTable.number("size"),
                TextTable.text("encryption_status"),
                TextTable.text("object_lock_mode"));
        List<Row> rows = report.where("key like '2024/01/%'")
                .select("key", "is_latest", "is_delete_marker", "size", "encryption_status", "object_lock_mode")
                .limit(FIRST_ROWS)
                .collectAsList();
        rows.forEach(row ->
                table.row(key(row.getString(0)), text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5)));
        return table;
    }

    private static String text(Row row, int column) {
        return row.isNullAt(column) ? "" : row.get(column).toString();
    }

    /** A key as a cell of a table. */
    static String key(String key) {
        String printable = CommandLineText.onOneLine(key);
        return printable.codePointCount(0, printable.length()) <= WIDEST_KEY
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, WIDEST_KEY - 1)) + "…";
    }
}
