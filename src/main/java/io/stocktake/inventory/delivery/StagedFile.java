package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cut;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.s3.staging.StagedObject;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A data file that is staged: it does not exist until the driver completes it.
 *
 * @param object what was uploaded
 * @param rows its rows
 * @param firstKey its least key
 * @param lastKey its greatest key
 * @param cuts how its rows spread over its keys; the last is its last key
 */
record StagedFile(StagedObject object, long rows, UTF8String firstKey, UTF8String lastKey, List<Cut> cuts)
        implements Serializable {

    /** What the manifest says of it. */
    ManifestFile file() {
        return new ManifestFile(object.key(), object.size(), object.md5());
    }
}
