package io.stocktake.replication.run;

import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.s3.KeyRange;
import java.util.Iterator;

/** Ranges of keys, one a task: both buckets are listed. */
enum RangeWork implements Work<KeyRange> {
    LISTED;

    @Override
    public Comparison open(DiffRequest request, int partition, Iterator<KeyRange> pieces) {
        return new Comparison(DiffReader.open(request, pieces.next()));
    }
}
