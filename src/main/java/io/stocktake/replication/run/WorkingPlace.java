package io.stocktake.replication.run;

import io.stocktake.config.stores.BucketLocation;
import java.io.Serializable;
import java.util.Objects;

/**
 * Where runs of replications leave what outlives them: reports, records, journals.
 *
 * @param bucket the bucket
 * @param prefix empty, or with a slash at its end
 */
public record WorkingPlace(BucketLocation bucket, String prefix) implements Serializable {

    public WorkingPlace {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The folder of what runs from this source to this destination keep for one another; slash included. */
    String folder(BucketLocation source, BucketLocation destination) {
        return prefix + "replication-runs/" + source.alias() + "/" + destination.alias() + "/";
    }
}
