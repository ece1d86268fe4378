package io.stocktake.replication.report;

/** {@code TaskExecutionStatus}. */
public enum TaskStatus {
    SUCCEEDED("succeeded"),
    FAILED("failed");

    private final String awsName;

    TaskStatus(String awsName) {
        this.awsName = awsName;
    }

    /** As the report says it. */
    public String awsName() {
        return awsName;
    }
}
