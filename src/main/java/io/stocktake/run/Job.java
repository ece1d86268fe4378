package io.stocktake.run;

import java.util.Arrays;
import java.util.Optional;

/** The jobs that leave a record of each of their runs, by the names of their commands. */
public enum Job {
    /** Delivers a report. */
    INVENTORY("inventory"),
    /** Copies what a destination lacks. */
    REPLICATION("replication"),
    /** Brings reports, or records of runs, together. */
    RESOURCE_DATA_SYNC("resource-data-sync");

    private final String commandName;

    Job(String commandName) {
        this.commandName = commandName;
    }

    /** The name of its command, as it stands in keys and documents. */
    public String commandName() {
        return commandName;
    }

    /** The job of this command, if it is one. */
    public static Optional<Job> of(String commandName) {
        return Arrays.stream(values())
                .filter(job -> job.commandName.equals(commandName))
                .findFirst();
    }
}
