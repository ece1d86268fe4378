package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts the versions that a manifest names, if another filter does. It knows the keys of one partition, which are few.
 * Thread-safe.
 */
final class NamedVersions implements VersionFilter {
    private static final long serialVersionUID = 1L;

    private final VersionFilter other;
    private final Map<String, Set<String>> pending = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> named = new ConcurrentHashMap<>();

    NamedVersions(VersionFilter other) {
        this.other = other;
    }

    /** A key is about to be compared. */
    void add(NamedKey key) {
        named.put(key.key(), key.versionIds());
        pending.put(key.key(), ConcurrentHashMap.newKeySet());
        pending.get(key.key()).addAll(key.versionIds());
    }

    /** Something was said of a version. */
    void seen(Difference difference) {
        Set<String> ids = pending.getOrDefault(difference.key().toString(), new HashSet<>());
        ids.remove(difference.version().versionId().toString());
        if (difference.version().isLatest()) {
            ids.remove(NamedKey.CURRENT);
        }
    }

    /** What was named and nothing was said of. */
    List<NamedKey> leftOver() {
        List<NamedKey> left = new ArrayList<>();
        pending.forEach((key, ids) -> {
            if (!ids.isEmpty()) {
                left.add(new NamedKey(key, ids));
            }
        });
        return left;
    }

    @Override
    public boolean acceptsListed(ListedVersion version) {
        Set<String> ids = named.getOrDefault(version.key().toString(), Set.of());
        boolean isNamed =
                ids.contains(version.versionId().toString()) || (version.isLatest() && ids.contains(NamedKey.CURRENT));
        return isNamed && other.acceptsListed(version);
    }

    @Override
    public boolean needsHead() {
        return other.needsHead();
    }

    @Override
    public boolean acceptsHead(ObjectHead head) {
        return other.acceptsHead(head);
    }
}
