package io.stocktake.s3.staging;

import io.stocktake.s3.UploadedPart;
import java.io.Serializable;
import java.util.List;

/**
 * An object whose parts are all uploaded, and which does not exist until its upload is completed.
 *
 * @param key one that nothing else writes
 * @param size its bytes
 * @param md5 the MD5 of its bytes, in lower-case hexadecimal
 * @param uploadId of its multipart upload
 * @param parts in order
 */
public record StagedObject(String key, long size, String md5, String uploadId, List<UploadedPart> parts)
        implements Serializable {

    public StagedObject {
        parts = List.copyOf(parts);
    }
}
