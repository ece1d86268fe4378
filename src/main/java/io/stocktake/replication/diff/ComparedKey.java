package io.stocktake.replication.diff;

import io.stocktake.replication.Difference;
import java.util.List;

/**
 * What the comparison of one key found.
 *
 * @param differences the oldest version first; one for each version that a rule may concern
 * @param vanished how many entries of the source were gone when they were asked about
 */
record ComparedKey(List<Difference> differences, int vanished) {
    ComparedKey {
        differences = List.copyOf(differences);
    }
}
