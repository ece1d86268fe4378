package io.stocktake.replication.run;

import io.stocktake.replication.diff.DiffRequest;
import java.io.Serializable;
import java.util.Iterator;

/**
 * How the pieces of work of a partition are compared. Travels with tasks.
 *
 * @param <W> a piece of work
 */
interface Work<W> extends Serializable {
    /**
     * Opens the comparison of these pieces of work.
     *
     * @param partition its number
     */
    Comparison open(DiffRequest request, int partition, Iterator<W> pieces);
}
