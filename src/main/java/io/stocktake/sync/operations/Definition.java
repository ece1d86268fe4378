package io.stocktake.sync.operations;

import io.stocktake.run.Job;
import io.stocktake.run.RunName;
import io.stocktake.run.RunSubject;

/**
 * What runs are runs of.
 *
 * @param job the job
 * @param name the definition's name, unique in its job
 */
record Definition(Job job, String name) {
    static Definition of(RunName run) {
        return new Definition(run.job(), run.definition());
    }

    static Definition of(RunSubject subject) {
        return new Definition(subject.job(), subject.definition());
    }

    /** For example {@code inventory photos/everything}. */
    @Override
    public String toString() {
        return job.commandName() + " " + name;
    }
}
