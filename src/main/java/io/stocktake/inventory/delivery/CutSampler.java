package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cut;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Notes how a file's rows spread over its keys, at a few evenly spaced points, however many rows come. */
final class CutSampler {
    /** A report has thousands of files, and the driver holds the cuts of all. */
    private static final int MOST = 64;

    private static final long FIRST_INTERVAL = 1_000;

    private final List<Cut> cuts = new ArrayList<>();
    private long interval = FIRST_INTERVAL;
    private long rows;

    /** Takes note that a row came. */
    void row() {
        rows++;
    }

    /** Takes note that another key comes after all rows of this one. */
    void end(UTF8String key) {
        if (rows >= interval) {
            cut(key);
        }
    }

    /** The cuts, ended by the last key. */
    List<Cut> finish(UTF8String lastKey) {
        if (rows > 0) {
            cut(lastKey);
        }
        return List.copyOf(cuts);
    }

    private void cut(UTF8String key) {
        cuts.add(new Cut(key.toString(), rows));
        rows = 0;
        if (cuts.size() == MOST) {
            halve(cuts);
            interval *= 2;
        }
    }

    /** Joins each pair of neighbours; the last cut stays. */
    static void halve(List<Cut> cuts) {
        List<Cut> joined = new ArrayList<>();
        int first = cuts.size() % 2;
        if (first == 1) {
            joined.add(cuts.get(0));
        }
        for (int i = first; i < cuts.size(); i += 2) {
            joined.add(new Cut(
                    cuts.get(i + 1).key(), cuts.get(i).rows() + cuts.get(i + 1).rows()));
        }
        cuts.clear();
        cuts.addAll(joined);
    }
}
