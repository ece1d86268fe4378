package io.stocktake.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The statements of examples/sql, run as they stand but for the places that a reader replaces as well. */
final class ExampleSql {
    private static final Path FOLDER =
            Path.of("..", "examples", "sql").toAbsolutePath().normalize();

    private final SparkSession spark;

    ExampleSql(SparkSession spark) {
        this.spark = spark;
    }

    /** Makes the tables that are wanted, with the destination of a sync and the folder of completion reports. */
    void makeTables(List<String> wanted, String synced, String completionReports) throws IOException {
        String statements = Files.readString(FOLDER.resolve("spark/tables.sql"))
                .replace("s3a://reports/sync", synced)
                .replace("s3a://reports/replication", completionReports);
        for (String statement : statements.split(";\n", -1)) {
            if (wanted.stream()
                    .anyMatch(table ->
                            statement.contains("view " + table + "\n") || statement.contains("view " + table + " "))) {
                spark.sql(statement);
            }
        }
    }

    /** The answer to a question, a list of values a row. */
    List<List<Object>> answer(String question) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (Row row :
                spark.sql(Files.readString(FOLDER.resolve(question + ".sql"))).collectAsList()) {
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < row.length(); column++) {
                values.add(row.get(column));
            }
            rows.add(values);
        }
        return rows;
    }
}
