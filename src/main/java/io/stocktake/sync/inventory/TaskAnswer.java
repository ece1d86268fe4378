package io.stocktake.sync.inventory;

import io.stocktake.s3.UploadedPart;
import java.io.Serializable;
import java.util.List;

/**
 * What a task has written of a capture. Its size does not grow with the rows, but for the parts'.
 *
 * @param end whether it wrote all
 * @param parts in order
 * @param bytes of the parts
 * @param remainder what follows them
 * @param figures of its rows
 * @param rows how many
 * @param requests sent
 * @param retries of them
 */
record TaskAnswer(
        End end,
        List<UploadedPart> parts,
        long bytes,
        Remainder remainder,
        BucketFigures figures,
        long rows,
        long requests,
        long retries)
        implements Serializable {

    /** How a task ended. */
    enum End {
        COMPLETE,
        /** It had no number left for a part: to try again would end the same. */
        TOO_MANY_PARTS
    }

    TaskAnswer {
        parts = List.copyOf(parts);
    }
}
