package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import java.io.Serializable;

/**
 * Narrows which of the source's versions are work: those that it does not accept are neither copied nor reported. It
 * does not change what a history is aligned with. Implementations are immutable.
 */
public interface VersionFilter extends Serializable {
    /** What the listing says of an object version or a delete marker. */
    boolean acceptsListed(ListedVersion version);

    /** Whether {@link #acceptsHead} is to be asked; this costs a HEAD for each version that is missing. */
    boolean needsHead();

    /** What a HEAD says of an object version that {@link #acceptsListed} took. Delete markers have no HEAD. */
    boolean acceptsHead(ObjectHead head);

    /** Accepts every version. */
    static VersionFilter everything() {
        return Everything.INSTANCE;
    }
}
