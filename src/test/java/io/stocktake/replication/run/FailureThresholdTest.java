package io.stocktake.replication.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.replication.copy.CopyCounts;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.run.ReplicationResult.End;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job gives up once more than half of at least 1,000 tasks have failed. */
class FailureThresholdTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 999, false",
        "0, 1000, true",
        "499, 500, false",
        "499, 501, true",
        "500, 500, false",
        "500, 501, true",
        "501, 500, false",
        "1000000, 1000000, false",
        "1000000, 1000001, true"
    })
    void itIsCrossedWhereMoreThanHalfOfAThousandHaveFailed(long succeeded, long failed, boolean isCrossed) {
        assertThat(FailureThreshold.isCrossed(succeeded, failed)).isEqualTo(isCrossed);
    }

    @Test
    void tasksOfSeveralRangesAddUp() {
        ResultSum sum = new ResultSum();
        sum.add(outcome(400, 550, End.COMPLETE));
        assertThat(sum.isThresholdCrossed()).isFalse();
        sum.add(outcome(0, 50, End.COMPLETE));
        assertThat(sum.isThresholdCrossed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HistoryConflict", "NotInsertable", "SrcObjectNotEligible"})
    void whatNoRunCanCopyDoesNotStopIt(String code) {
        ResultSum sum = new ResultSum();
        sum.add(outcome(code, 0, 1_000_000, End.COMPLETE));
        assertThat(sum.isThresholdCrossed()).isFalse();
    }

    @Test
    void aRangeThatWasNotComparedToItsEndStopsTheRunHoweverMuchSucceededElsewhere() {
        ResultSum sum = new ResultSum();
        sum.add(outcome(1_000_000, 0, End.COMPLETE));
        assertThat(sum.isThresholdCrossed()).isFalse();
        sum.add(outcome(0, 1_000, End.STOPPED));
        assertThat(sum.isThresholdCrossed()).isTrue();
    }

    private static TaskOutcome outcome(long succeeded, long failed, End end) {
        return outcome("DstPutObjectNotPermitted", succeeded, failed, end);
    }

    private static TaskOutcome outcome(String code, long succeeded, long failed, End end) {
        CopyTotals totals = new CopyTotals(0, 0, 0, Map.of(code, failed), Map.of(), Map.of());
        return new TaskOutcome(
                DiffCounts.NONE,
                Map.of("all", totals),
                new CopyCounts(0, 0, 0, 0),
                succeeded,
                failed,
                0,
                end,
                List.of());
    }
}
