package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;

/**
 * What the store answered to a request that made a version.
 *
 * @param versionId empty where the store did not tell
 * @param eTag without quotes; empty where the store did not tell, and for a delete marker
 */
record Made(String versionId, String eTag) {

    static Made of(String versionId, String eTag) {
        return new Made(versionId == null ? "" : versionId, SourceObject.unquoted(eTag));
    }

    static Made of(ListedVersion entry) {
        return new Made(entry.versionId().toString(), entry.eTag().toString());
    }
}
