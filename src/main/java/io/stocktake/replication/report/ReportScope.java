package io.stocktake.replication.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** {@code ReportScope}: which tasks a completion report lists. It counts all. */
public enum ReportScope {
    /** Every task. */
    ALL_TASKS("AllTasks"),
    /** The failed ones: enough for a later run that takes them as its manifest. */
    FAILED_TASKS_ONLY("FailedTasksOnly");

    private final String awsName;

    ReportScope(String awsName) {
        this.awsName = awsName;
    }

    /** As AWS spells it. */
    public String awsName() {
        return awsName;
    }

    /**
     * The scope that AWS spells so.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public static ReportScope parse(String awsName) {
        return Arrays.stream(values())
                .filter(scope -> scope.awsName.equals(awsName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot report with the scope \"" + awsName
                        + "\": it is one of "
                        + Arrays.stream(values()).map(ReportScope::awsName).collect(Collectors.joining(", "))));
    }

    boolean lists(TaskStatus status) {
        return this == ALL_TASKS || status == TaskStatus.FAILED;
    }
}
