package io.stocktake.replication.copy;

import io.stocktake.config.replication.ReplicationDestination;
import io.stocktake.config.replication.ReplicationDestination.EncryptionConfiguration;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import io.stocktake.config.replication.SourceSelectionCriteria;
import io.stocktake.replication.DestinationRules;
import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.RequestedEncryption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Decides what a replica is to be, by its source and the rule that replicates it. Thread-safe. */
final class ReplicaPlanner {
    private static final String STANDARD = "STANDARD";
    private static final String COMPLIANCE = "COMPLIANCE";

    private final Ends ends;
    private final SourceReader reader;
    private final DestinationSettings settings;
    private final DestinationRules rules;
    private final Set<String> unknownStorageClasses = ConcurrentHashMap.newKeySet();

    ReplicaPlanner(Ends ends, SourceReader reader, DestinationSettings settings) {
        this.ends = ends;
        this.reader = reader;
        this.settings = settings;
        this.rules = ends.terms().replication().rules();
    }

    /** Whether the tags have to be known. */
    enum Tags {
        READ,
        /** The store copies them with the object; that there are enough of them is checked afterwards. */
        LEFT_TO_THE_COPY
    }

    /**
     * The replica that this version is to have.
     *
     * @throws TaskFailure if it is to have none
     */
    Replica plan(Difference difference, SourceObject source, Tags tags) {
        List<CopyNote> notes = new ArrayList<>();
        Optional<ReplicationRule> rule = difference.rule().flatMap(rules::rule);
        Optional<ReplicationDestination> destination = rule.map(ReplicationRule::destination);
        return new Replica(
                source,
                encryption(rule, source),
                storageClass(destination, source, notes),
                tags == Tags.LEFT_TO_THE_COPY && source.tagCount().isPresent() ? Map.of() : reader.tags(source),
                lock(source, notes),
                destination.flatMap(ReplicationDestination::account),
                ends.isOneStore() && !hasOwnerOverride(difference)
                        ? Replica.Access.OF_SOURCE
                        : Replica.Access.OF_DESTINATION,
                List.copyOf(notes));
    }

    /**
     * Remembers that the destination did not take this storage class.
     *
     * @return whether it is the source's, and so may be left out; a rule's may not
     */
    boolean leaveOut(Difference difference, String storageClass) {
        boolean isOfRule = difference
                .rule()
                .flatMap(rules::rule)
                .flatMap(rule -> rule.destination().storageClass())
                .isPresent();
        if (!isOfRule) {
            unknownStorageClasses.add(storageClass);
        }
        return !isOfRule;
    }

    /** It was not the storage class. */
    void takeBack(String storageClass) {
        unknownStorageClasses.remove(storageClass);
    }

    /** Whether the replica's owner is to be the destination's, whoever owned the source. */
    boolean hasOwnerOverride(Difference difference) {
        return difference
                .rule()
                .flatMap(rules::rule)
                .flatMap(rule -> rule.destination().accessControlTranslation())
                .isPresent();
    }

    private RequestedEncryption encryption(Optional<ReplicationRule> rule, SourceObject source) {
        if (!source.isKmsEncrypted()) {
            return RequestedEncryption.none();
        }
        boolean isOptedIn = rule.flatMap(ReplicationRule::sourceSelectionCriteria)
                .flatMap(SourceSelectionCriteria::sseKmsEncryptedObjects)
                .equals(Optional.of(RuleStatus.ENABLED));
        Optional<String> key = rule.map(ReplicationRule::destination)
                .flatMap(ReplicationDestination::encryptionConfiguration)
                .flatMap(EncryptionConfiguration::replicaKmsKeyId);
        if (!isOptedIn || key.isEmpty()) {
            throw new TaskFailure(
                    TaskFailure.NOT_ELIGIBLE,
                    cannotCopy(source) + "it is encrypted with a KMS key, and "
                            + rule.flatMap(ReplicationRule::id)
                                    .map(id -> "rule \"" + id + "\"")
                                    .orElse("no rule")
                            + (rule.isPresent() ? " does not opt in to such objects" : " opts in to such objects")
                            + " (SseKmsEncryptedObjects)");
        }
        // Of two layers stay two.
        return new RequestedEncryption(source.encryption(), key);
    }

    private Optional<String> storageClass(
            Optional<ReplicationDestination> destination, SourceObject source, List<CopyNote> notes) {
        Optional<String> ofRule = destination.flatMap(ReplicationDestination::storageClass);
        if (ofRule.isPresent()) {
            return ofRule.filter(name -> !name.equals(STANDARD));
        }
        return source.storageClass().filter(name -> {
            boolean isKnown = !unknownStorageClasses.contains(name);
            if (!isKnown) {
                notes.add(new CopyNote(
                        Kind.STORAGE_CLASS_DIFFERS,
                        "the destination does not take the source's storage class \"" + name + "\""));
            }
            return isKnown;
        });
    }

    private ObjectLock lock(SourceObject source, List<CopyNote> notes) {
        ObjectLock lock = source.lock();
        Optional<Instant> ended = lock.retainUntil().filter(until -> !until.isAfter(Instant.now()));
        if (ended.isPresent()) {
            notes.add(new CopyNote(
                    Kind.RETENTION_ENDED, "the source's retention ended at " + ended.get() + " and was not repeated"));
            lock = lock.withoutRetention();
        }
        if (lock.isNone()) {
            return ObjectLock.NONE;
        }
        if (!settings.hasObjectLock(source.listed())) {
            throw new TaskFailure(
                    "DstBucketObjectLockConfigMissing",
                    cannotCopy(source) + "it is locked, and bucket \""
                            + ends.destinationBucket().alias() + "\" of store \""
                            + ends.destinationBucket().store().name() + "\" has no Object Lock");
        }
        if (lock.mode().equals(Optional.of(COMPLIANCE)) && ends.terms().complianceLocks() == ComplianceLocks.REFUSED) {
            throw new TaskFailure(
                    "DstPutRetentionNotPermitted",
                    cannotCopy(source) + "it is locked in mode COMPLIANCE until "
                            + lock.retainUntil().orElseThrow()
                            + ", which nobody can undo on the replica. Allow it with --allow-compliance");
        }
        return lock;
    }

    private String cannotCopy(SourceObject source) {
        return "Cannot copy " + ends.describe(End.SOURCE, source.listed()) + ": ";
    }
}
