package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.report.CompletedTask;
import java.util.List;

/** The comparison of a partition, under way. Not thread-safe. */
class Comparison implements AutoCloseable {
    private final DiffReader reader;

    Comparison(DiffReader reader) {
        this.reader = reader;
    }

    /** What finds the differences. */
    final DiffReader reader() {
        return reader;
    }

    /** A difference was read. */
    void seen(Difference difference) {
        // A range is done when it was read to its end.
    }

    /** After the last difference: tasks that were asked for and of which there was none. */
    List<CompletedTask> leftOver() {
        return List.of();
    }

    @Override
    public final void close() {
        reader.close();
    }
}
