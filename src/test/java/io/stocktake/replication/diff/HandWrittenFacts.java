package io.stocktake.replication.diff;

import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import io.stocktake.s3.VersionHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Facts that a test writes down by version id, and a record of what was asked. What it does not write down is the least:
 * no encryption, no checksum, no lock, no tag, no grant.
 */
final class HandWrittenFacts implements EntryFacts {
    private final List<String> asked = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, String> encryption = new HashMap<>();
    private final Map<String, Map<String, String>> checksums = new HashMap<>();
    private final Map<String, String> checksumTypes = new HashMap<>();
    private final Map<String, FirstPart> firstParts = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final Map<String, Set<String>> grants = new HashMap<>();
    private final Map<String, Instant> retention = new HashMap<>();
    private final Map<String, String> holds = new HashMap<>();
    private final Map<String, ListedVersion> overwritten = new HashMap<>();
    private boolean locksAtDestination;

    HandWrittenFacts gone(String versionId) {
        gone.add(versionId);
        return this;
    }

    HandWrittenFacts overwritten(String versionId, ListedVersion now) {
        overwritten.put(versionId, now);
        return this;
    }

    HandWrittenFacts encrypted(String versionId, String status) {
        encryption.put(versionId, status);
        return this;
    }

    HandWrittenFacts checksum(String versionId, String type, String algorithm, String value) {
        checksumTypes.put(versionId, type);
        checksums.computeIfAbsent(versionId, absent -> new HashMap<>()).put(algorithm, value);
        return this;
    }

    HandWrittenFacts firstPart(String versionId, int parts, long length) {
        firstParts.put(versionId, new FirstPart(parts, length));
        return this;
    }

    HandWrittenFacts tagged(String versionId, String key, String value) {
        tags.computeIfAbsent(versionId, absent -> new HashMap<>()).put(key, value);
        return this;
    }

    HandWrittenFacts granted(String versionId, String... grant) {
        grants.put(versionId, Set.of(grant));
        return this;
    }

    HandWrittenFacts retained(String versionId, Instant until) {
        retention.put(versionId, until);
        return this;
    }

    HandWrittenFacts held(String versionId, String status) {
        holds.put(versionId, status);
        return this;
    }

    HandWrittenFacts lockingDestination() {
        locksAtDestination = true;
        return this;
    }

    /** What was asked, in order: {@code HEAD s1}, {@code part s1}, {@code tags s1}, {@code grants s1}, {@code lock}. */
    List<String> asked() {
        return asked;
    }

    @Override
    public Optional<VersionHead> head(Side side, ListedVersion version) {
        String id = ask("HEAD", version);
        ObjectHead head = new ObjectHead(
                Optional.empty(),
                encryption.getOrDefault(id, "NOT-SSE"),
                Optional.ofNullable(retention.get(id)),
                Optional.ofNullable(retention.get(id)).map(until -> "GOVERNANCE"),
                Optional.ofNullable(holds.get(id)),
                Optional.empty(),
                ObjectHead.BUCKET_KEY_DISABLED,
                Optional.empty());
        return there(
                id,
                new VersionHead(
                        overwritten.getOrDefault(id, version),
                        head,
                        checksums.getOrDefault(id, Map.of()),
                        Optional.ofNullable(checksumTypes.get(id))));
    }

    @Override
    public Optional<FirstPart> firstPart(Side side, ListedVersion version) {
        return Optional.ofNullable(firstParts.get(ask("part", version)));
    }

    @Override
    public Optional<Map<String, String>> tags(Side side, ListedVersion version) {
        String id = ask("tags", version);
        return there(id, tags.getOrDefault(id, Map.of()));
    }

    @Override
    public Optional<Set<String>> grants(Side side, ListedVersion version) {
        String id = ask("grants", version);
        return there(id, grants.getOrDefault(id, Set.of()));
    }

    @Override
    public boolean locksAtDestination() {
        asked.add("lock");
        return locksAtDestination;
    }

    private String ask(String what, ListedVersion version) {
        asked.add(what + " " + version.versionId());
        return version.versionId().toString();
    }

    private <T> Optional<T> there(String versionId, T fact) {
        return gone.contains(versionId) ? Optional.empty() : Optional.of(fact);
    }
}
