package io.stocktake.inventory.delivery;

import io.stocktake.listing.ObjectColumn;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of a small report of all versions. */
final class Rows {
    static final List<ObjectColumn> COLUMNS = List.of(
            ObjectColumn.BUCKET,
            ObjectColumn.KEY,
            ObjectColumn.VERSION_ID,
            ObjectColumn.IS_LATEST,
            ObjectColumn.SIZE,
            ObjectColumn.LAST_MODIFIED_DATE);

    static final StructType SCHEMA = ObjectColumn.schema(COLUMNS);

    private static final Instant DATE = Instant.parse("2024-05-06T22:37:48.123Z");

    private Rows() {}

    static Row row(String key, String versionId, long size) {
        return RowFactory.create("data", key, versionId, true, size, Timestamp.from(DATE));
    }

    static Row row(String key) {
        return row(key, "v-" + key, key.length());
    }

    /** Rows of the keys {@code k00000}, {@code k00001} and so on. */
    static List<Row> numbered(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int number = from; number < to; number++) {
            rows.add(row("k%05d".formatted(number)));
        }
        return rows;
    }
}
