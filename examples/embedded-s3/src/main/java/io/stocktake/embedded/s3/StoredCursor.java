package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.function.Function;

/** Walks a stored bucket: the newest version of each key unless that is a delete marker, or all versions. */
final class StoredCursor implements ListingCursor {
    /** What is walked. */
    enum Mode {
        OBJECTS,
        VERSIONS
    }

    private final NavigableMap<Key, List<ObjectVersion>> chains;
    private final Function<ObjectVersion, AccessControlList> acl;
    private final Mode mode;
    private final EntryStyle style;

    private Iterator<Map.Entry<Key, List<ObjectVersion>>> entries;
    private List<ObjectVersion> chain = List.of();
    private int position;

    /** @param acl whose owner an entry names */
    StoredCursor(
            NavigableMap<Key, List<ObjectVersion>> chains,
            Function<ObjectVersion, AccessControlList> acl,
            Mode mode,
            EntryStyle style) {
        this.chains = chains;
        this.acl = acl;
        this.mode = mode;
        this.style = style;
        entries = chains.entrySet().iterator();
    }

    @Override
    public void seekFrom(byte[] key) {
        start(key, true);
    }

    @Override
    public void seekAfter(byte[] key) {
        start(key, false);
    }

    private void start(byte[] key, boolean inclusive) {
        entries = chains.tailMap(Key.ofBytes(key), inclusive).entrySet().iterator();
        chain = List.of();
    }

    @Override
    public void seekAfterVersion(byte[] key, String versionId) {
        seekAfter(key);
        List<ObjectVersion> versions = chains.getOrDefault(Key.ofBytes(key), List.of());
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).versionId().equals(versionId)) {
                chain = versions;
                position = i;
                return;
            }
        }
        // The version has vanished since the page before: go on with those that are older than it was.
        OptionalLong sequence = VersionIds.sequence(versionId);
        if (sequence.isPresent()) {
            position = 0;
            while (position < versions.size() && isNewer(versions.get(position), sequence.getAsLong())) {
                position++;
            }
            chain = versions;
            position--;
        }
    }

    private static boolean isNewer(ObjectVersion version, long sequence) {
        return VersionIds.sequence(version.versionId()).orElse(Long.MAX_VALUE) > sequence;
    }

    @Override
    public boolean next() {
        if (mode == Mode.VERSIONS && ++position < chain.size()) {
            return true;
        }
        while (entries.hasNext()) {
            chain = entries.next().getValue();
            position = 0;
            if (mode == Mode.VERSIONS || !chain.get(0).deleteMarker()) {
                return true;
            }
        }
        chain = Collections.emptyList();
        return false;
    }

    @Override
    public byte[] key() {
        return chain.get(position).key().bytes();
    }

    @Override
    public int keyLength() {
        return key().length;
    }

    @Override
    public String versionId() {
        return chain.get(position).versionId();
    }

    @Override
    public void write(XmlBuffer out) {
        ObjectVersion version = chain.get(position);
        if (mode == Mode.OBJECTS) {
            out.ascii("<Contents>");
            key(out, version);
            body(out, version);
            out.ascii("</Contents>");
        } else {
            String element = version.deleteMarker() ? "DeleteMarker" : "Version";
            out.open(element);
            key(out, version);
            out.element("VersionId", version.versionId());
            out.element("IsLatest", position == 0 ? "true" : "false");
            body(out, version);
            out.close(element);
        }
    }

    private void key(XmlBuffer out, ObjectVersion version) {
        style.element(out, "Key", version.key().bytes());
    }

    /** A delete marker has an owner and a date, nothing else. */
    private void body(XmlBuffer out, ObjectVersion version) {
        out.element("LastModified", version.lastModified());
        if (!version.deleteMarker()) {
            out.ascii("<ETag>&quot;").ascii(version.eTag()).ascii("&quot;</ETag>");
            version.description().checksum().ifPresent(checksum -> {
                out.element("ChecksumAlgorithm", checksum.algorithm().name());
                out.element("ChecksumType", checksum.type().name());
            });
            out.element("Size", version.size());
        }
        if (style.owner()) {
            owner(out, acl.apply(version).owner());
        }
        if (!version.deleteMarker()) {
            out.element("StorageClass", version.description().storageClass());
        }
    }

    static void owner(XmlBuffer out, Account owner) {
        out.open("Owner")
                .element("ID", owner.canonicalId())
                .element("DisplayName", owner.displayName())
                .close("Owner");
    }
}
