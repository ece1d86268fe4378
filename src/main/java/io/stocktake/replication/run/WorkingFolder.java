package io.stocktake.replication.run;

import io.stocktake.replication.ReplicationTerms;
import io.stocktake.run.RunId;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.DestinationBucket;
import java.io.Serializable;

/**
 * What one run keeps of itself for the runs after it, in the folder of its source and destination. Travels with tasks.
 *
 * @param place the bucket
 * @param folder the folder, slash included
 * @param run the run's id
 */
record WorkingFolder(WorkingPlace place, String folder, String run) implements Serializable {

    /** The folder of a run from one bucket to another. */
    static WorkingFolder of(WorkingPlace place, ReplicationTerms terms, RunId run) {
        String folder = place.prefix() + "replication-runs/" + terms.source().alias() + "/"
                + terms.destination().alias() + "/";
        return new WorkingFolder(place, folder, run.text());
    }

    /** The bucket of the place; to be closed. */
    DestinationBucket open() {
        return place.open();
    }

    /** Where this run journals its uploads; slash included. */
    String journal() {
        return folder + "journal/" + run + "/";
    }

    /** Where runs have their records; slash included. */
    String records() {
        return folder + "runs/";
    }

    /** What stands there from the start of a run until no replica is unfinished. */
    String unfinished() {
        return folder + "unfinished";
    }

    /** The same folder as another run sees it. */
    WorkingFolder of(RunId other) {
        return new WorkingFolder(place, folder, other.text());
    }
}
