package io.stocktake.replication.diff;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The facts about one key's entries, each asked once, and what asking has shown of the listing: entries that are gone, and
 * current objects that were overwritten. Not thread-safe.
 */
final class KeyFacts implements EntryFacts {
    private final EntryFacts facts;
    private final ComparedVersions versions;
    private final Map<Place, Optional<VersionHead>> heads = new HashMap<>();
    private final Map<Place, Optional<FirstPart>> firstParts = new HashMap<>();
    private final Map<Place, Optional<Map<String, String>>> tags = new HashMap<>();
    private final Map<Place, Optional<Set<String>>> grants = new HashMap<>();
    private final Map<Place, Optional<ListedVersion>> revised = new HashMap<>();

    KeyFacts(EntryFacts facts, ComparedVersions versions) {
        this.facts = facts;
        this.versions = versions;
    }

    @Override
    public Optional<VersionHead> head(Side side, ListedVersion version) {
        Place place = Place.of(side, version);
        Optional<VersionHead> head = heads.get(place);
        if (head == null) {
            head = facts.head(side, version);
            if (head.isPresent() && isOverwritten(version, head.get())) {
                noteOverwritten(place, head.get());
                head = Optional.empty();
            } else if (head.isEmpty()) {
                revised.put(place, Optional.empty());
            }
            heads.put(place, head);
        }
        return head;
    }

    @Override
    public Optional<FirstPart> firstPart(Side side, ListedVersion version) {
        return firstParts.computeIfAbsent(Place.of(side, version), place -> facts.firstPart(side, version));
    }

    @Override
    public Optional<Map<String, String>> tags(Side side, ListedVersion version) {
        return asked(tags, Place.of(side, version), place -> facts.tags(side, version));
    }

    @Override
    public Optional<Set<String>> grants(Side side, ListedVersion version) {
        return asked(grants, Place.of(side, version), place -> facts.grants(side, version));
    }

    @Override
    public boolean locksAtDestination() {
        return facts.locksAtDestination();
    }

    /** How many entries of a side are gone. */
    int vanished(Side side) {
        return (int) revised.entrySet().stream()
                .filter(entry -> entry.getKey().side == side && entry.getValue().isEmpty())
                .count();
    }

    /** The history without what is gone, and with what overwrote a current object. */
    KeyHistory revised(Side side, KeyHistory listed) {
        List<ListedVersion> now = new ArrayList<>();
        for (ListedVersion version : listed.newestFirst()) {
            Optional<ListedVersion> revision = revised.get(Place.of(side, version));
            if (revision == null) {
                now.add(version);
            } else {
                revision.ifPresent(now::add);
            }
        }
        return now.equals(listed.newestFirst()) ? listed : new KeyHistory(listed.key(), now);
    }

    private <T> Optional<T> asked(Map<Place, Optional<T>> known, Place place, Function<Place, Optional<T>> ask) {
        Optional<T> fact = known.computeIfAbsent(place, ask);
        if (fact.isEmpty()) {
            revised.put(place, Optional.empty());
        }
        return fact;
    }

    /** What has a version id of its own never changes, whatever a store makes of its ETag. */
    private boolean isOverwritten(ListedVersion version, VersionHead head) {
        boolean isOverwritable = versions == ComparedVersions.CURRENT || version.isNullVersion();
        return isOverwritable && !head.now().equals(version);
    }

    /**
     * A current object that was overwritten is compared as it is now. An overwritten null version is gone from its place
     * in the history; the next run finds the new one.
     */
    private void noteOverwritten(Place place, VersionHead head) {
        if (versions == ComparedVersions.CURRENT) {
            revised.put(place, Optional.of(head.now()));
            heads.put(Place.of(place.side, head.now()), Optional.of(head));
        } else {
            revised.put(place, Optional.empty());
        }
    }

    /** An entry of one of the two buckets; the ETag tells an overwritten object from what it was. */
    private record Place(Side side, UTF8String versionId, UTF8String eTag) {
        private static Place of(Side side, ListedVersion version) {
            return new Place(side, version.versionId(), version.eTag());
        }
    }
}
