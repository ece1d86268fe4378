package io.stocktake.inventory.delivery;

import io.stocktake.config.inventory.ReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Delivers as Spark does, without Spark: one task after the other, in a process that starts in a second and can be killed.
 * Its requests come in one order.
 */
final class PlainDelivery {
    private PlainDelivery() {}

    /** Delivers 20 rows in 4 files, in two tasks. */
    public static void main(String[] arguments) {
        Destination.signIn();
        InventoryDelivery delivery = Destination.delivery(
                Destination.store(URI.create(arguments[0]), Map.of()), arguments[1], ReportFormat.CSV);
        // No heartbeat falls between the requests, whose numbers name the moments at which the process is killed.
        deliver(
                delivery.withHeartbeat(Duration.ofHours(1), Optional.empty())
                        .withFileLimits(new FileLimits(5, Long.MAX_VALUE)),
                List.of(Rows.numbered(0, 10), Rows.numbered(10, 20)));
    }

    static void deliver(InventoryDelivery delivery, List<List<Row>> tasks) {
        InventoryBatchWrite write = new InventoryBatchWrite(delivery, ReportColumns.of(Rows.SCHEMA));
        DataWriterFactory factory = write.createBatchWriterFactory(tasks::size);
        List<WriterCommitMessage> messages = new ArrayList<>();
        try {
            for (List<Row> rows : tasks) {
                messages.add(task(factory, rows));
            }
            write.commit(messages.toArray(WriterCommitMessage[]::new));
        } catch (RuntimeException failure) {
            write.abort(messages.toArray(WriterCommitMessage[]::new));
            throw failure;
        }
    }

    private static WriterCommitMessage task(DataWriterFactory factory, List<Row> rows) {
        try (DataWriter<InternalRow> writer = factory.createWriter(0, 0)) {
            for (Row row : rows) {
                writer.write(internal(row));
            }
            return writer.commit();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InternalRow internal(Row row) {
        Object[] values = new Object[row.length()];
        for (int field = 0; field < row.length(); field++) {
            Object value = row.get(field);
            if (value instanceof String text) {
                values[field] = UTF8String.fromString(text);
            } else if (value instanceof Timestamp timestamp) {
                values[field] = DateTimeUtils.fromJavaTimestamp(timestamp);
            } else {
                values[field] = value;
            }
        }
        return new GenericInternalRow(values);
    }
}
