package io.stocktake.s3.planning;

import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Which keys a bucket may be cut at. */
public final class CutPoints {
    private CutPoints() {}

    /** Those of the cuts that every store takes as a marker; ranges tile without the others as well. */
    public static List<UTF8String> safe(List<UTF8String> cuts) {
        return cuts.stream().filter(CutPoints::isSafe).toList();
    }

    /** Some stores mangle a percent sign or a control character in a marker. */
    static boolean isSafe(UTF8String cut) {
        return cut.isValid()
                && cut.toString()
                        .codePoints()
                        .noneMatch(character -> character == '%' || Character.isISOControl(character));
    }
}
