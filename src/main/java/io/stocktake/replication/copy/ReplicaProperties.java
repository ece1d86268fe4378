package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** Sets what can be set on a version that exists, by its version id. These calls may be repeated. Thread-safe. */
final class ReplicaProperties {
    private final Ends ends;

    ReplicaProperties(Ends ends) {
        this.ends = ends;
    }

    /** A legal hold's two states. */
    enum Hold {
        ON,
        OFF
    }

    /** What a version of the destination is now. */
    SourceObject head(ListedVersion version, String versionId) {
        HeadObjectRequest request = HeadObjectRequest.builder()
                .overrideConfiguration(ends.counted())
                .bucket(ends.destinationBucket().name())
                .key(version.key().toString())
                .versionId(orNull(versionId))
                .build();
        return SourceObject.of(
                version,
                ends.ask(
                        Request.HEAD_REPLICA,
                        version,
                        () -> ends.destination().repeating().headObject(request)));
    }

    /** Gives the version these tags in place of those it has. */
    void tag(ListedVersion version, String versionId, Map<String, String> tags) {
        if (tags.isEmpty()) {
            ends.ask(
                    Request.PUT_TAGS,
                    version,
                    () -> ends.destination()
                            .repeating()
                            .deleteObjectTagging(request -> request.overrideConfiguration(ends.counted())
                                    .bucket(ends.destinationBucket().name())
                                    .key(version.key().toString())
                                    .versionId(orNull(versionId))));
            return;
        }
        List<Tag> set = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        ends.ask(
                Request.PUT_TAGS,
                version,
                () -> ends.destination()
                        .repeating()
                        .putObjectTagging(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(orNull(versionId))
                                .tagging(tagging -> tagging.tagSet(set))));
    }

    /** Locks the version. */
    void retain(ListedVersion version, String versionId, ObjectLock lock) {
        ends.ask(
                Request.PUT_RETENTION,
                version,
                () -> ends.destination()
                        .repeating()
                        .putObjectRetention(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(orNull(versionId))
                                .retention(retention -> retention
                                        .mode(lock.mode().orElseThrow())
                                        .retainUntilDate(lock.retainUntil().orElseThrow()))));
    }

    /** Puts the version under a legal hold, or lifts it. */
    void hold(ListedVersion version, String versionId, Hold hold) {
        ends.ask(
                Request.PUT_HOLD,
                version,
                () -> ends.destination()
                        .repeating()
                        .putObjectLegalHold(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(orNull(versionId))
                                .legalHold(state -> state.status(ObjectLockLegalHoldStatus.fromValue(hold.name())))));
    }

    /** Removes the version itself. */
    void delete(ListedVersion version, String versionId) {
        ends.ask(
                Request.DELETE_REPLICA,
                version,
                () -> ends.destination()
                        .repeating()
                        .deleteObject(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(orNull(versionId))));
    }

    private static String orNull(String versionId) {
        return versionId.isEmpty() ? null : versionId;
    }
}
