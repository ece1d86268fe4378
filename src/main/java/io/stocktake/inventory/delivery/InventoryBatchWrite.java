package io.stocktake.inventory.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** A delivery as Spark carries it out. It begins when the first task is about to. */
final class InventoryBatchWrite implements BatchWrite {
    private final InventoryDelivery delivery;
    private final ReportColumns columns;
    private Optional<DeliveryRun> run = Optional.empty();

    InventoryBatchWrite(InventoryDelivery delivery, ReportColumns columns) {
        this.delivery = delivery;
        this.columns = columns;
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        run = Optional.of(DeliveryRun.begin(delivery));
        return new InventoryWriterFactory(delivery, columns);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        List<StagedFiles> tasks =
                Arrays.stream(messages).map(StagedFiles.class::cast).toList();
        run.orElseThrow().commit(tasks, columns.columns());
    }

    /** Spark calls this where a task has failed for good and where the commit has; the messages may lack a sibling's. */
    @Override
    public void abort(WriterCommitMessage[] messages) {
        run.ifPresent(DeliveryRun::abort);
    }

    @Override
    public String toString() {
        return "delivery of " + delivery.destination().alias() + "/"
                + delivery.location().root();
    }
}
