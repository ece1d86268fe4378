package io.stocktake.replication.diff;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import io.stocktake.s3.VersionHead;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what neither an ETag nor a date shows of a version and its replica: tags, locks, grants. */
final class Drift {
    private final EntryFacts facts;
    private final Instant now;
    private final boolean isOneStore;

    /**
     * A comparison by these facts.
     *
     * @param now retention up to this instant is none
     * @param isOneStore grantees of one store are strangers in another
     */
    Drift(EntryFacts facts, Instant now, boolean isOneStore) {
        this.facts = facts;
        this.now = now;
        this.isOneStore = isOneStore;
    }

    /** Which of these properties differ: {@code tags,lock,acl} or a part of it; empty where none does. */
    String between(
            ListedVersion source, ListedVersion replica, ReplicationRule rule, Set<ComparedProperty> properties) {
        EnumSet<ComparedProperty> drifted = EnumSet.noneOf(ComparedProperty.class);
        for (ComparedProperty property : properties) {
            boolean differs =
                    switch (property) {
                        case TAGS -> !facts.tags(Side.SOURCE, source).equals(facts.tags(Side.DESTINATION, replica));
                        case LOCK -> hasOtherLock(source, replica);
                        case ACL -> isOneStore && hasOtherGrants(source, replica, rule);
                    };
            if (differs) {
                drifted.add(property);
            }
        }
        return drifted.stream()
                .map(property -> property.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    private boolean hasOtherGrants(ListedVersion source, ListedVersion replica, ReplicationRule rule) {
        return rule.destination().accessControlTranslation().isEmpty()
                && !facts.grants(Side.SOURCE, source).equals(facts.grants(Side.DESTINATION, replica));
    }

    /** A source that never had a lock leaves the replica what the destination gave it, its default retention. */
    private boolean hasOtherLock(ListedVersion source, ListedVersion replica) {
        Optional<ObjectHead> wanted = facts.head(Side.SOURCE, source).map(VersionHead::head);
        boolean wantsRetention = wanted.flatMap(ObjectHead::retainUntilDate)
                .filter(date -> date.isAfter(now))
                .isPresent();
        Optional<String> wantedHold = wanted.flatMap(ObjectHead::legalHoldStatus);
        if ((!wantsRetention && wantedHold.isEmpty()) || !facts.locksAtDestination()) {
            return false;
        }
        Optional<ObjectHead> found = facts.head(Side.DESTINATION, replica).map(VersionHead::head);
        boolean hasOtherRetention = wantsRetention
                && !(wanted.flatMap(ObjectHead::retainUntilDate).equals(found.flatMap(ObjectHead::retainUntilDate))
                        && wanted.flatMap(ObjectHead::lockMode).equals(found.flatMap(ObjectHead::lockMode)));
        boolean hasOtherHold = wantedHold.isPresent()
                && !wantedHold
                        .get()
                        .equals(found.flatMap(ObjectHead::legalHoldStatus).orElse("OFF"));
        return hasOtherRetention || hasOtherHold;
    }
}
