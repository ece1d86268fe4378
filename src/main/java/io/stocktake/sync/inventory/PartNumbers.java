package io.stocktake.sync.inventory;

import java.io.Serializable;

/**
 * How the numbers of one upload are given to the tasks that fill it: to each a block of its own, ascending, and to the
 * driver the last ones, for what tasks have left over. An object's bytes follow the numbers, gaps in them do not matter.
 *
 * @param tasks how many fill the upload
 * @param limits what S3 and memory allow
 */
record PartNumbers(int tasks, Limits limits) implements Serializable {

    /**
     * What bounds an upload.
     *
     * @param parts of an object at most
     * @param bytes the least that S3 takes for a part that is not the last
     * @param largest the largest part that a task holds in memory
     */
    record Limits(int parts, int bytes, int largest) implements Serializable {
        /** S3 takes 10,000 parts of 5 MiB; with these a capture may have about 400 GB. */
        static final Limits OF_S3 = new Limits(10_000, 5 * 1024 * 1024, 64 * 1024 * 1024);
    }

    /** The numbers of a task, which is one of {@code 0} to {@code tasks - 1}. */
    PartBlock ofTask(int task) {
        return new PartBlock(1 + task * perTask(), perTask(), limits.bytes(), limits.largest());
    }

    /** The numbers after those of all tasks; enough, since each leaves less than one of these parts. */
    PartBlock ofRemainders() {
        return new PartBlock(1 + tasks * perTask(), tasks, limits.bytes(), limits.bytes());
    }

    private int perTask() {
        return (limits.parts() - tasks) / tasks;
    }
}
