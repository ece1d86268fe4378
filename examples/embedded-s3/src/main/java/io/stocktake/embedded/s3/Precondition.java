package io.stocktake.embedded.s3;

import java.util.Optional;

/**
 * The condition of a conditional write.
 *
 * @param ifMatch the ETag that the current object must have, quoted or bare, or {@code *}
 * @param ifNoneMatch {@code *}: there must be no current object
 */
record Precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    /** Checks what stands in the way of a write; the bucket's lock is held. */
    void check(StoredBucket bucket, Key key) {
        Optional<ObjectVersion> object = bucket.current(key).filter(version -> !version.deleteMarker());
        boolean versioned = bucket.versioning() != BucketState.Versioning.UNVERSIONED;
        boolean unheard = versioned && bucket.deviates(KnownDeviation.IF_NONE_MATCH_NEEDS_AN_UNVERSIONED_BUCKET);
        if (ifNoneMatch.isPresent() && !unheard) {
            if (!ifNoneMatch.get().equals("*")) {
                throw S3Error.notImplemented("If-None-Match with an ETag on a write");
            }
            if (object.isPresent()) {
                throw S3Error.preconditionFailed("If-None-Match");
            }
        }
        ifMatch.ifPresent(eTag -> checkMatch(bucket, key, object, eTag));
    }

    private static void checkMatch(StoredBucket bucket, Key key, Optional<ObjectVersion> object, String eTag) {
        boolean versioned = bucket.versioning() != BucketState.Versioning.UNVERSIONED;
        boolean bareOnly = bucket.deviates(KnownDeviation.IF_MATCH_TAKES_BARE_ETAGS);
        if (object.isEmpty() && !bareOnly) {
            throw S3Error.noSuchKey(key);
        }
        boolean holds = object.filter(
                        existing -> bareOnly ? eTag.equals(existing.eTag()) : matches(eTag, existing.eTag()))
                .isPresent();
        if (!holds || (versioned && bucket.deviates(KnownDeviation.IF_MATCH_FAILS_WITH_VERSIONING))) {
            throw S3Error.preconditionFailed("If-Match");
        }
    }

    /** Whether a header's list of ETags names this one. */
    static boolean matches(String header, String eTag) {
        for (String candidate : header.split(",", -1)) {
            String bare = candidate.strip();
            if (bare.startsWith("W/")) {
                bare = bare.substring(2);
            }
            if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
                bare = bare.substring(1, bare.length() - 1);
            }
            if (bare.equals("*") || bare.equals(eTag)) {
                return true;
            }
        }
        return false;
    }
}
