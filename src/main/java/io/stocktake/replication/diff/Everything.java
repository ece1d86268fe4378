package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;

/** The filter that accepts every version. */
enum Everything implements VersionFilter {
    INSTANCE;

    @Override
    public boolean acceptsListed(ListedVersion version) {
        return true;
    }

    @Override
    public boolean needsHead() {
        return false;
    }

    @Override
    public boolean acceptsHead(ObjectHead head) {
        return true;
    }
}
