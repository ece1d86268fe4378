package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cut;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.s3.UploadedPart;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A data file whose parts are all uploaded, and which does not exist until the driver completes it.
 *
 * @param file what the manifest will say of it
 * @param uploadId of its multipart upload
 * @param parts in order
 * @param rows its rows
 * @param firstKey its least key
 * @param lastKey its greatest key
 * @param cuts how its rows spread over its keys; the last is its last key
 */
record StagedFile(
        ManifestFile file,
        String uploadId,
        List<UploadedPart> parts,
        long rows,
        UTF8String firstKey,
        UTF8String lastKey,
        List<Cut> cuts)
        implements Serializable {}
