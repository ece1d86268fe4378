package io.stocktake.replication.diff;

import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is asked of an entry where its listing is not enough. All are empty where the entry is no longer there. */
interface EntryFacts {
    Optional<VersionHead> head(Side side, ListedVersion version);

    /** Empty as well where the store does not tell. */
    Optional<FirstPart> firstPart(Side side, ListedVersion version);

    Optional<Map<String, String>> tags(Side side, ListedVersion version);

    /** Who else than the owner has which permission. */
    Optional<Set<String>> grants(Side side, ListedVersion version);

    /** Whether the destination has Object Lock. */
    boolean locksAtDestination();
}
