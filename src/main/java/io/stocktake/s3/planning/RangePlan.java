package io.stocktake.s3.planning;

import io.stocktake.s3.KeyRange;
import java.util.List;

/**
 * How a bucket is listed side by side.
 *
 * @param ranges tile the range of the request, ascending
 * @param entries how many objects or versions there may be; an estimate, except where there is one range of one page
 * @param probes requests that it took to find out
 */
public record RangePlan(List<KeyRange> ranges, long entries, long probes) {
    public RangePlan {
        ranges = List.copyOf(ranges);
    }
}
