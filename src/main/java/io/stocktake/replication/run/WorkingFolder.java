package io.stocktake.replication.run;

import io.stocktake.run.RunId;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What one run keeps of itself for the runs after it, in the folder of its source and destination. Travels with tasks.
 *
 * @param place the bucket
 * @param folder the folder, slash included
 * @param run the run's id
 */
record WorkingFolder(WorkingPlace place, String folder, String run) implements Serializable {

    /** The bucket of the place; to be closed. */
    DestinationBucket open() {
        return DestinationBucket.open(new WriteTerms(
                place.bucket(), Optional.empty(), RequestedEncryption.none(), Optional.empty(), Map.of()));
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
