package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A bucket that keeps its objects in memory. Writers take turns; readers take no lock, as a key's versions are an
 * immutable list, newest first, that a writer replaces as a whole.
 */
final class StoredBucket implements BucketState {
    private final String name;
    private final Account owner;
    private final String region;
    private final Profile profile;
    private final Accounts accounts;
    private final AtomicLong sequence;
    private final Instant created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final NavigableMap<Key, List<ObjectVersion>> chains = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();
    private volatile Versioning versioning = Versioning.UNVERSIONED;
    private volatile Optional<LockConfiguration> lockConfiguration = Optional.empty();
    private volatile AccessControlList acl;
    private volatile Optional<ObjectOwnership> ownership = Optional.empty();

    /**
     * @param defaultRetention the retention of new versions that bring none, with its length
     */
    record LockConfiguration(Optional<DefaultRetention> defaultRetention) {}

    /** Exactly one of days and years is not 0. */
    record DefaultRetention(Retention.Mode mode, int days, int years) {
        Retention from(Instant now) {
            Instant until = days > 0
                    ? now.plus(Duration.ofDays(days))
                    : now.atZone(ZoneOffset.UTC).plus(Period.ofYears(years)).toInstant();
            return new Retention(mode, until);
        }
    }

    /** What a DELETE did: whether a delete marker was made or removed, and the version it names. */
    record Deletion(boolean deleteMarker, Optional<String> versionId) {}

    StoredBucket(String name, Account owner, String region, Profile profile, Accounts accounts, AtomicLong sequence) {
        this.name = name;
        this.owner = owner;
        this.region = region;
        this.profile = profile;
        this.accounts = accounts;
        this.sequence = sequence;
        this.acl = AccessControlList.canned("private", owner, owner);
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
        return region;
    }

    @Override
    public boolean deviates(KnownDeviation deviation) {
        return profile.has(deviation);
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public Versioning versioning() {
        return versioning;
    }

    synchronized void versioning(Versioning next) {
        if (lockConfiguration.isPresent() && next != Versioning.ENABLED) {
            throw new S3Error(
                    409,
                    "InvalidBucketState",
                    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.");
        }
        versioning = next;
    }

    /** Whom grants can name. */
    Accounts accounts() {
        return accounts;
    }

    Optional<LockConfiguration> lockConfiguration() {
        return lockConfiguration;
    }

    synchronized void lockConfiguration(LockConfiguration next) {
        versioning = Versioning.ENABLED;
        lockConfiguration = Optional.of(next);
    }

    AccessControlList acl() {
        return acl;
    }

    void acl(AccessControlList next) {
        acl = next;
    }

    /** Nothing where the bucket has no ownership controls; writers then own what they write. */
    Optional<ObjectOwnership> ownership() {
        return ownership;
    }

    void ownership(Optional<ObjectOwnership> next) {
        ownership = next;
    }

    boolean disablesAcls() {
        return ownership.equals(Optional.of(ObjectOwnership.BUCKET_OWNER_ENFORCED));
    }

    /** Who may do what with a version: its own list, or the owner alone where ACLs are disabled. */
    AccessControlList acl(ObjectVersion version) {
        return disablesAcls()
                ? AccessControlList.canned("private", owner, owner)
                : version.properties().acl();
    }

    /** Sub-resources that are stored and returned as they came, by their query, such as {@code replication}. */
    Map<String, byte[]> documents() {
        return documents;
    }

    Map<String, MultipartUpload> uploads() {
        return uploads;
    }

    String newId() {
        return VersionIds.of(sequence.incrementAndGet());
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    @Override
    public ListingCursor objects(EntryStyle style) {
        return new StoredCursor(chains, this::acl, StoredCursor.Mode.OBJECTS, style);
    }

    @Override
    public ListingCursor versions(EntryStyle style) {
        return new StoredCursor(chains, this::acl, StoredCursor.Mode.VERSIONS, style);
    }

    @Override
    public Optional<ObjectVersion> current(Key key) {
        List<ObjectVersion> chain = chains.get(key);
        return chain == null ? Optional.empty() : Optional.of(chain.get(0));
    }

    @Override
    public Optional<ObjectVersion> version(Key key, String versionId) {
        return chains.getOrDefault(key, List.of()).stream()
                .filter(version -> version.versionId().equals(versionId))
                .findFirst();
    }

    List<StoredVersion> storedVersions() {
        List<StoredVersion> all = new ArrayList<>();
        for (List<ObjectVersion> chain : chains.values()) {
            for (int i = 0; i < chain.size(); i++) {
                ObjectVersion version = chain.get(i);
                all.add(StoredVersion.of(
                        version.with(version.properties().withAcl(acl(version))),
                        i == 0 ? StoredVersion.Latest.YES : StoredVersion.Latest.NO));
            }
        }
        return all;
    }

    ObjectVersion put(PutRequest request, Precondition precondition) {
        ObjectVersions versions = new ObjectVersions(this);
        ObjectVersion draft = versions.draft(request);
        synchronized (this) {
            precondition.check(this, request.key);
            ObjectVersion version =
                    versions.numbered(draft, versioning == Versioning.ENABLED ? newId() : ObjectVersion.NULL_ID);
            prepend(version);
            return version;
        }
    }

    /** Puts a version before all others; a null version replaces the null version, wherever that stands. */
    private void prepend(ObjectVersion version) {
        List<ObjectVersion> chain = new ArrayList<>();
        chain.add(version);
        for (ObjectVersion old : chains.getOrDefault(version.key(), List.of())) {
            if (!(version.isNull() && old.isNull())) {
                chain.add(old);
            }
        }
        chains.put(version.key(), List.copyOf(chain));
    }

    /** DELETE without a version: a delete marker, or the end of the object where versioning was never enabled. */
    synchronized Deletion delete(Key key, Account requester, Precondition precondition) {
        if (precondition.ifMatch().isPresent()) {
            precondition.check(this, key);
        }
        return delete(key, requester, Optional.empty());
    }

    /** DELETE without a version and without conditions, at a given date or now. */
    synchronized Deletion delete(Key key, Account requester, Optional<Instant> date) {
        if (versioning == Versioning.UNVERSIONED) {
            remove(key, ObjectVersion.NULL_ID);
            return new Deletion(false, Optional.empty());
        }
        boolean hidden = current(key).filter(ObjectVersion::deleteMarker).isPresent();
        if (hidden && versioning == Versioning.ENABLED && deviates(KnownDeviation.DELETES_LEAVE_ONE_MARKER)) {
            return new Deletion(false, Optional.empty());
        }
        String id = versioning == Versioning.ENABLED ? newId() : ObjectVersion.NULL_ID;
        prepend(new ObjectVersions(this).deleteMarker(key, id, requester, date));
        return new Deletion(true, Optional.of(id));
    }

    /** DELETE of one version; a version that is not there is deleted already. */
    synchronized Deletion delete(Key key, String versionId, Governance governance) {
        Optional<ObjectVersion> version = version(key, versionId);
        version.ifPresent(existing -> ObjectLock.checkDeletable(existing, governance));
        remove(key, versionId);
        return new Deletion(version.map(ObjectVersion::deleteMarker).orElse(false), Optional.of(versionId));
    }

    /** Whether a request is to bypass governance retention. */
    enum Governance {
        RESPECTED,
        BYPASSED
    }

    private void remove(Key key, String versionId) {
        List<ObjectVersion> chain = new ArrayList<>(chains.getOrDefault(key, List.of()));
        chain.removeIf(version -> version.versionId().equals(versionId));
        if (chain.isEmpty()) {
            chains.remove(key);
        } else {
            chains.put(key, List.copyOf(chain));
        }
    }

    /** Changes what may change in a version that exists. */
    synchronized void change(ObjectVersion version, UnaryOperator<ObjectVersion.Properties> change) {
        List<ObjectVersion> chain = new ArrayList<>(chains.getOrDefault(version.key(), List.of()));
        chain.replaceAll(
                old -> old.versionId().equals(version.versionId()) ? old.with(change.apply(old.properties())) : old);
        if (!chain.isEmpty()) {
            chains.put(version.key(), List.copyOf(chain));
        }
    }
}
