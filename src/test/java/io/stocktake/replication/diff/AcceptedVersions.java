package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import java.util.Set;

/**
 * A filter that takes what a test names.
 *
 * @param versionIds of the versions that it takes by their listing
 * @param encryption what a HEAD is to say of them; empty where no HEAD is needed
 */
record AcceptedVersions(Set<String> versionIds, String encryption) implements VersionFilter {
    static AcceptedVersions of(String... versionIds) {
        return new AcceptedVersions(Set.of(versionIds), "");
    }

    AcceptedVersions encryptedWith(String status) {
        return new AcceptedVersions(versionIds, status);
    }

    @Override
    public boolean acceptsListed(ListedVersion version) {
        return versionIds.contains(version.versionId().toString());
    }

    @Override
    public boolean needsHead() {
        return !encryption.isEmpty();
    }

    @Override
    public boolean acceptsHead(ObjectHead head) {
        return head.encryptionStatus().equals(encryption);
    }
}
