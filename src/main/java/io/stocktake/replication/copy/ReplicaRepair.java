package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.ReplicaPlanner.Tags;
import io.stocktake.replication.copy.ReplicaProperties.Hold;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts tags, lock and ACL of a replica right where it is, by its version id; no version is made. Thread-safe. */
final class ReplicaRepair {
    private final Ends ends;
    private final SourceReader reader;
    private final ReplicaPlanner planner;
    private final ReplicaProperties properties;
    private final AccessCopier access;

    ReplicaRepair(
            Ends ends, SourceReader reader, ReplicaPlanner planner, ReplicaProperties properties, AccessCopier access) {
        this.ends = ends;
        this.reader = reader;
        this.planner = planner;
        this.properties = properties;
        this.access = access;
    }

    /** Repairs what the difference says has drifted. */
    List<CopyNote> repair(Difference difference) {
        ListedVersion version = difference.version();
        String versionId = difference
                .seen()
                .map(seen -> seen.versionId().toString())
                .orElseThrow(() -> new IllegalArgumentException("Cannot repair the replica of key \"" + version.key()
                        + "\": its difference does not say which version that is"));
        Set<String> drifted = Set.of(difference.reason().split(",", -1));
        List<CopyNote> notes = new ArrayList<>();
        if (drifted.contains("tags")) {
            Map<String, String> tags = reader.tagsAsked(version);
            properties.tag(version, versionId, tags);
        }
        if (drifted.contains("lock")) {
            Replica wanted = planner.plan(difference, reader.head(version), Tags.LEFT_TO_THE_COPY);
            notes.addAll(wanted.notes());
            lock(version, versionId, wanted.lock(), notes);
        }
        if (drifted.contains("acl") && ends.isOneStore()) {
            notes.addAll(access.copy(version, versionId, AccessCopier.Extent.DRIFTED_REPLICA));
        }
        return notes;
    }

    private void lock(ListedVersion version, String versionId, ObjectLock wanted, List<CopyNote> notes) {
        ObjectLock found = properties.head(version, versionId).lock();
        if (wanted.mode().isPresent() && !found.isAtLeast(wanted)) {
            properties.retain(version, versionId, wanted);
        } else if (!found.hasRetentionOf(wanted)) {
            // Nobody may shorten a lock without being asked to.
            notes.add(new CopyNote(
                    Kind.LOCKED_FOR_LONGER,
                    "the replica is locked until "
                            + found.retainUntil().orElseThrow()
                            + ", longer than the source, which is left as it is"));
        }
        if (wanted.isHeld() != found.isHeld()) {
            properties.hold(version, versionId, wanted.isHeld() ? Hold.ON : Hold.OFF);
        }
    }
}
