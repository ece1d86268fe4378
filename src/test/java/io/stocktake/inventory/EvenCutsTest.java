package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.VirtualKeys;
import io.stocktake.run.RunId;
import io.stocktake.s3.planning.CutPoints;
import io.stocktake.s3.planning.RangeTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class EvenCutsTest {
    private static final long KEYS = 10_000_000;

    @Test
    void theCutsOfAReportLeaveNoRangeOfMoreThanAHundredth() {
        Map<String, LongFunction<VirtualKeys>> shapes = new LinkedHashMap<>();
        shapes.put("hexHash", VirtualKeys::hexHash);
        shapes.put("datePartitions", VirtualKeys::datePartitions);
        shapes.put("zipfTenants", VirtualKeys::zipfTenants);
        shapes.put("sequentialNumbers", VirtualKeys::sequentialNumbers);
        shapes.put("partFiles", VirtualKeys::partFiles);
        shapes.put("seventyPercentInOneDirectory", VirtualKeys::seventyPercentInOneDirectory);
        shapes.forEach((name, shape) -> {
            VirtualKeys keys = shape.apply(KEYS);
            List<UTF8String> cuts = CutPoints.safe(
                    reportOf(keys).evenly(RangeTarget.forSlots(32).ofKnown(KEYS / 1000.0)).stream()
                            .map(UTF8String::fromString)
                            .toList());

            long before = 0;
            long largest = 0;
            for (UTF8String cut : cuts) {
                long end = keys.firstFrom(Arrays.copyOf(cut.getBytes(), cut.numBytes() + 1));
                largest = Math.max(largest, end - before);
                before = end;
            }
            largest = Math.max(largest, KEYS - before);

            assertThat(largest).as("the largest range of %s", name).isLessThanOrEqualTo(KEYS / 100);
            assertThat(cuts).as("ranges of %s", name).hasSizeBetween(140, 300);
        });
    }

    /** What a report of one file of three million rows after the other leaves. */
    private static Cuts reportOf(VirtualKeys keys) {
        long step = 64_000;
        List<Cut> cuts = new ArrayList<>();
        for (long before = 0; before < KEYS; before += step) {
            long end = Math.min(KEYS, before + step);
            cuts.add(new Cut(new String(keys.key(end - 1), StandardCharsets.UTF_8), end - before));
        }
        return new Cuts(new RunId("0123456789ab"), Instant.parse("2026-11-22T06:00:00Z"), KEYS, 0, 32, cuts);
    }
}
