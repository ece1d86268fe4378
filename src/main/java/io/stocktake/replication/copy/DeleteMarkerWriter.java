package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/** Puts delete markers on top of keys, by a DELETE without a version id. Thread-safe. */
final class DeleteMarkerWriter {
    private final Ends ends;
    private final VersionMaker maker;

    DeleteMarkerWriter(Ends ends, VersionMaker maker) {
        this.ends = ends;
        this.maker = maker;
    }

    /** A delete marker on top of {@code before}; the one that is there, where the store makes one of several. */
    Made write(ListedVersion version, Top before) {
        DeleteObjectRequest request = DeleteObjectRequest.builder()
                .overrideConfiguration(ends.counted())
                .bucket(ends.destinationBucket().name())
                .key(version.key().toString())
                .build();
        Made made = maker.make(Request.DELETE_OBJECT, version, before, Expected.DeleteMarker::new, condition -> {
            DeleteObjectResponse answer = ends.destination().once().deleteObject(request);
            return Made.of(answer.versionId(), "");
        });
        return made.versionId().isEmpty() ? newest(version) : made;
    }

    /** Ceph 16 answers without a version id to a DELETE of a key that has a delete marker on top already. */
    private Made newest(ListedVersion version) {
        Optional<ListedVersion> newest =
                ends.list(version, () -> ends.destinationEntries().newest(version.key()));
        return newest.filter(ListedVersion::isDeleteMarker)
                .map(Made::of)
                .orElseThrow(() -> new TaskFailure(
                        TaskFailure.DESTINATION_CHANGED,
                        "Cannot add a delete marker to " + ends.describe(Request.End.DESTINATION, version)
                                + ": the store answered that it did, and another version is on top"));
    }
}
