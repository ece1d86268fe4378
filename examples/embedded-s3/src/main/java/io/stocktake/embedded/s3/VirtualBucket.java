package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A read-only bucket whose objects are computed from their index. */
final class VirtualBucket implements BucketState {
    private static final long FIRST_SECOND =
            Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
    private static final long SECONDS_OF_A_YEAR = 365L * 24 * 60 * 60;

    private final String name;
    private final Account owner;
    private final Profile profile;
    private final VirtualKeys keys;
    private final boolean versioned;

    VirtualBucket(String name, Account owner, Profile profile, VirtualKeys keys) {
        this.name = name;
        this.owner = owner;
        this.profile = profile;
        this.keys = keys;
        this.versioned = keys.count() > 0 && keys.versions(0) > 0;
    }

    /** The number behind everything that is computed for one version; a newer version has a larger one. */
    static long number(long index, int ordinal) {
        return index * VirtualShapes.Versioned.MAXIMUM + VirtualShapes.Versioned.MAXIMUM - 1 - ordinal;
    }

    static int ordinal(long number) {
        return VirtualShapes.Versioned.MAXIMUM - 1 - (int) (number % VirtualShapes.Versioned.MAXIMUM);
    }

    /** Between 0 and 1 MiB. */
    static long size(long number) {
        return Mix.of(number) >>> 44;
    }

    static long eTagHigh(long number) {
        return Mix.of(~number);
    }

    static long eTagLow(long number) {
        return Mix.of(number ^ 0x5DEECE66DL);
    }

    /** Within 2024 for the newest versions; every older one is a day older. */
    static long lastModifiedSecond(long index, int ordinal) {
        return FIRST_SECOND + index % SECONDS_OF_A_YEAR - ordinal * 86_400L;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Account owner() {
        return owner;
    }

    @Override
    public String region() {
        return EmbeddedS3.REGION;
    }

    @Override
    public boolean deviates(KnownDeviation deviation) {
        return profile.has(deviation);
    }

    @Override
    public Instant created() {
        return Instant.ofEpochSecond(FIRST_SECOND);
    }

    @Override
    public Versioning versioning() {
        return versioned ? Versioning.ENABLED : Versioning.UNVERSIONED;
    }

    @Override
    public ListingCursor objects(EntryStyle style) {
        return new VirtualCursor(keys, owner, style, StoredCursor.Mode.OBJECTS, versioned);
    }

    @Override
    public ListingCursor versions(EntryStyle style) {
        return new VirtualCursor(keys, owner, style, StoredCursor.Mode.VERSIONS, versioned);
    }

    @Override
    public Optional<ObjectVersion> current(Key key) {
        OptionalLong index = index(key);
        return index.isPresent() ? Optional.of(version(key, index.getAsLong(), 0)) : Optional.empty();
    }

    @Override
    public Optional<ObjectVersion> version(Key key, String versionId) {
        OptionalLong index = index(key);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        if (!versioned) {
            return versionId.equals(ObjectVersion.NULL_ID) ? current(key) : Optional.empty();
        }
        OptionalLong number = VersionIds.sequence(versionId);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        int ordinal = ordinal(number.getAsLong());
        boolean exists =
                number.getAsLong() == number(index.getAsLong(), ordinal) && ordinal < keys.versions(index.getAsLong());
        return exists ? Optional.of(version(key, index.getAsLong(), ordinal)) : Optional.empty();
    }

    private OptionalLong index(Key key) {
        long index = keys.firstFrom(key.bytes());
        boolean found = index < keys.count() && Arrays.equals(keys.key(index), key.bytes());
        return found ? OptionalLong.of(index) : OptionalLong.empty();
    }

    private ObjectVersion version(Key key, long index, int ordinal) {
        long number = number(index, ordinal);
        boolean marker = versioned && keys.isDeleteMarker(index, ordinal);
        Encryption encryption = profile.has(KnownDeviation.NO_SSE_S3) ? Encryption.none() : Encryption.s3();
        String eTag = String.format("%016x%016x", eTagHigh(number), eTagLow(number));
        return new ObjectVersion(
                key,
                versioned ? VersionIds.of(number) : ObjectVersion.NULL_ID,
                marker,
                Instant.ofEpochSecond(lastModifiedSecond(index, ordinal)),
                Content.letters(marker ? 0 : size(number)),
                marker ? "" : eTag,
                new ObjectVersion.Description(
                        marker ? "" : "STANDARD", Map.of(), Map.of(), encryption, Optional.empty(), List.of()),
                new ObjectVersion.Properties(
                        AccessControlList.canned("private", owner, owner),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }
}
