package io.stocktake.replication.report;

/**
 * How the results of a task, or those that the driver joins, are cut into files.
 *
 * @param heldBytes what does not have more is held, and no file of its own
 * @param fileBytes a file that has so many is followed by the next
 */
record ResultLimits(int heldBytes, long fileBytes) {
    static final long FILE_BYTES = 128L * 1024 * 1024;

    /** Of a task: a thousand tasks of a few rows make two files, not two thousand. */
    static final ResultLimits TASK = new ResultLimits(64 * 1024, FILE_BYTES);
}
