package io.stocktake.replication.manifest;

import io.stocktake.replication.report.TaskStatus;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * Where the columns of an entry stand in a row.
 *
 * @param count how many columns a row has
 * @param bucket the place of the bucket, from 0
 * @param key the place of the key
 * @param versionId the place of the version id, {@link #NONE} without
 * @param status the place of the task's status, {@link #NONE} without
 */
record EntryColumns(int count, int bucket, int key, int versionId, int status) {
    static final int NONE = -1;

    private static final EntryColumns CURRENT = new EntryColumns(2, 0, 1, NONE, NONE);
    private static final EntryColumns VERSIONS = new EntryColumns(3, 0, 1, 2, NONE);

    /** Of a manifest whose first row is this. */
    static EntryColumns ofManifest(CSVRecord first) {
        return switch (first.size()) {
            case 2 -> CURRENT;
            case 3 -> VERSIONS;
            default ->
                throw new MalformedEntryException(
                        "has %s, not bucket,key or bucket,key,version-id".formatted(columns(first)));
        };
    }

    /**
     * Of a completion report.
     *
     * @throws IllegalArgumentException if a column is missing; the message is to follow "Cannot read …: "
     */
    static EntryColumns ofReport(List<String> schema) {
        return new EntryColumns(
                schema.size(),
                place(schema, "Bucket"),
                place(schema, "Key"),
                place(schema, "VersionId"),
                place(schema, "TaskStatus"));
    }

    private static int place(List<String> schema, String name) {
        int place = schema.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "its \"ReportSchema\" is \"%s\", which has no %s".formatted(String.join(", ", schema), name));
        }
        return place;
    }

    boolean isWork(CSVRecord row) {
        return status == NONE || row.get(status).equals(TaskStatus.FAILED.awsName());
    }

    /** As a message says how many columns a row has. */
    static String columns(CSVRecord row) {
        return row.size() == 1 ? "1 column" : row.size() + " columns";
    }

    /** A row that is CSV and no entry; its message is to follow "its line 7 ". */
    static final class MalformedEntryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedEntryException(String message) {
            super(message);
        }
    }
}
