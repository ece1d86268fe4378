package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Instant;
import java.util.Optional;

/** What the server asks a bucket, whether its objects are stored or computed. Thread-safe. */
sealed interface BucketState permits StoredBucket, VirtualBucket {
    /** Whether a bucket keeps old versions. */
    enum Versioning {
        UNVERSIONED,
        ENABLED,
        SUSPENDED
    }

    String name();

    Account owner();

    String region();

    /** Whether the bucket differs from one of S3 in this way. */
    boolean deviates(KnownDeviation deviation);

    Instant created();

    Versioning versioning();

    /** Walks current objects in the order of their keys. */
    ListingCursor objects(EntryStyle style);

    /** Walks versions and delete markers: keys ascending, newest first. */
    ListingCursor versions(EntryStyle style);

    /** The newest version of a key, which may be a delete marker. */
    Optional<ObjectVersion> current(Key key);

    Optional<ObjectVersion> version(Key key, String versionId);
}
