package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.unsafe.types.UTF8String;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Asks a bucket about one version at a time, as the comparison of two buckets needs it: content, encryption, locks, tags
 * and grants. Every answer is empty where the version is no longer there. Thread-safe.
 */
public final class VersionRequests {
    private static final Set<Integer> NOT_THERE = Set.of(404, 405);

    private static final int NOT_IMPLEMENTED = 501;

    private final StoreClient client;
    private final BucketLocation bucket;
    private final IncludedObjectVersions versions;
    private final AwsRequestOverrideConfiguration counted;
    private final LongAdder heads = new LongAdder();

    /**
     * Requests about the entries of a listing of that bucket.
     *
     * @param versions current objects are asked about by key, all versions by key and version id
     * @param counter counts them
     */
    public VersionRequests(
            StoreClient client, BucketLocation bucket, IncludedObjectVersions versions, RequestCounter counter) {
        this.client = client;
        this.bucket = bucket;
        this.versions = versions;
        this.counted = counter.counted();
    }

    /** HeadObject requests so far. */
    public long heads() {
        return heads.sum();
    }

    /**
     * A HEAD with the checksums that the store keeps.
     *
     * @throws StoreException if the store refuses or does not answer
     */
    public Optional<VersionHead> head(ListedVersion version) {
        return asked("the HEAD", version, "s3:GetObject", () -> {
            HeadObjectResponse response;
            try {
                response = headOf(version, request -> request.checksumMode(ChecksumMode.ENABLED));
            } catch (S3Exception refusal) {
                // S3 answers so where the request lacks the customer's key (SSE-C).
                if (refusal.statusCode() == 400) {
                    return new VersionHead(version, withCustomerKey(), Map.of(), Optional.empty());
                }
                throw refusal;
            }
            return new VersionHead(
                    now(version, response),
                    ObjectRequests.head(response),
                    checksums(response),
                    Optional.ofNullable(response.checksumTypeAsString()));
        });
    }

    /**
     * A HEAD of part 1. Empty as well where the store does not tell how many parts there are: the length that it
     * answers may then be the whole object's.
     *
     * @throws StoreException if the store refuses or does not answer
     */
    public Optional<FirstPart> firstPart(ListedVersion version) {
        return asked(
                        "the HEAD of part 1",
                        version,
                        "s3:GetObject",
                        () -> headOf(version, request -> request.partNumber(1)))
                .filter(response -> response.partsCount() != null)
                .map(response -> new FirstPart(response.partsCount(), response.contentLength()));
    }

    /**
     * The version's tags, by key; none where the store knows no tags.
     *
     * @throws StoreException if the store refuses or does not answer
     */
    public Optional<Map<String, String>> tags(ListedVersion version) {
        return asked("the tags", version, "s3:GetObjectTagging", () -> {
            try {
                Map<String, String> tags = new TreeMap<>();
                for (Tag tag : client.repeating()
                        .getObjectTagging(request -> request.overrideConfiguration(counted)
                                .bucket(bucket.name())
                                .key(version.key().toString())
                                .versionId(versionId(version)))
                        .tagSet()) {
                    tags.put(tag.key(), tag.value());
                }
                return tags;
            } catch (S3Exception refusal) {
                String code = refusal.awsErrorDetails() == null
                        ? ""
                        : refusal.awsErrorDetails().errorCode();
                if (refusal.statusCode() == NOT_IMPLEMENTED || "NoSuchTagSet".equals(code)) {
                    return Map.of();
                }
                throw refusal;
            }
        });
    }

    /**
     * Who else than its owner has which permission on the version, each as {@code grantee permission}; nobody where the
     * store knows no ACLs. The owner's own full control is in every ACL and left out.
     *
     * @throws StoreException if the store refuses or does not answer
     */
    public Optional<Set<String>> grants(ListedVersion version) {
        return asked("the ACL", version, "s3:GetObjectAcl", () -> {
            try {
                GetObjectAclResponse response = client.repeating()
                        .getObjectAcl(request -> request.overrideConfiguration(counted)
                                .bucket(bucket.name())
                                .key(version.key().toString())
                                .versionId(versionId(version)));
                String owner = response.owner() == null
                        ? ""
                        : String.valueOf(response.owner().id());
                return response.grants().stream()
                        .map(VersionRequests::text)
                        .filter(grant -> !grant.equals(owner + " FULL_CONTROL"))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (S3Exception refusal) {
                if (refusal.statusCode() == NOT_IMPLEMENTED) {
                    return Set.of();
                }
                throw refusal;
            }
        });
    }

    /**
     * Whether the bucket has Object Lock. A store that knows no such thing has none.
     *
     * @throws StoreException if the store refuses or does not answer
     */
    public boolean hasObjectLock() {
        try {
            return client.repeating()
                            .getObjectLockConfiguration(request ->
                                    request.overrideConfiguration(counted).bucket(bucket.name()))
                            .objectLockConfiguration()
                    != null;
        } catch (S3Exception refusal) {
            if (NOT_THERE.contains(refusal.statusCode())
                    || refusal.statusCode() == NOT_IMPLEMENTED
                    || refusal.statusCode() == 400) {
                return false;
            }
            throw failure("the Object Lock configuration", "", refusal, "s3:GetBucketObjectLockConfiguration");
        } catch (SdkException failure) {
            throw failure("the Object Lock configuration", "", failure, "s3:GetBucketObjectLockConfiguration");
        }
    }

    private <T> Optional<T> asked(String what, ListedVersion version, String permission, Supplier<T> answer) {
        String about = " of key \"" + version.key() + "\""
                + (versionId(version) == null ? "" : " version \"" + versionId(version) + "\"");
        String needed =
                versions == IncludedObjectVersions.ALL ? permission.replace("Object", "ObjectVersion") : permission;
        try {
            return Optional.of(answer.get());
        } catch (S3Exception refusal) {
            // A delete marker answers 405 where a version is asked for.
            if (NOT_THERE.contains(refusal.statusCode())) {
                return Optional.empty();
            }
            throw failure(what, about, refusal, needed);
        } catch (SdkException failure) {
            throw failure(what, about, failure, needed);
        }
    }

    private HeadObjectResponse headOf(
            ListedVersion version, Function<HeadObjectRequest.Builder, HeadObjectRequest.Builder> detail) {
        heads.increment();
        HeadObjectRequest.Builder request = HeadObjectRequest.builder()
                .overrideConfiguration(counted)
                .bucket(bucket.name())
                .key(version.key().toString())
                .versionId(versionId(version));
        return client.repeating().headObject(detail.apply(request).build());
    }

    private static String text(Grant grant) {
        String grantee = Optional.ofNullable(grant.grantee().uri())
                .or(() -> Optional.ofNullable(grant.grantee().id()))
                .orElse(String.valueOf(grant.grantee().emailAddress()));
        return grantee + " " + grant.permissionAsString();
    }

    private static ObjectHead withCustomerKey() {
        return new ObjectHead(
                Optional.empty(),
                "SSE-C",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ObjectHead.BUCKET_KEY_DISABLED,
                Optional.empty());
    }

    private static ListedVersion now(ListedVersion listed, HeadObjectResponse response) {
        String eTag = response.eTag() == null ? "" : response.eTag().replace("\"", "");
        if (eTag.isEmpty() || listed.eTag().equals(UTF8String.fromString(eTag))) {
            return listed;
        }
        Instant date = Objects.requireNonNull(response.lastModified(), "Last-Modified");
        return new ListedVersion(
                listed.key(),
                listed.versionId(),
                listed.isLatest(),
                false,
                response.contentLength(),
                Microseconds.of(date),
                UTF8String.fromString(eTag),
                // S3 leaves the header out for STANDARD.
                UTF8String.fromString(
                        Optional.ofNullable(response.storageClassAsString()).orElse("STANDARD")),
                UTF8String.EMPTY_UTF8,
                listed.ownerId());
    }

    private static Map<String, String> checksums(HeadObjectResponse response) {
        Map<String, String> checksums = new HashMap<>();
        put(checksums, "CRC32", response.checksumCRC32());
        put(checksums, "CRC32C", response.checksumCRC32C());
        put(checksums, "CRC64NVME", response.checksumCRC64NVME());
        put(checksums, "SHA1", response.checksumSHA1());
        put(checksums, "SHA256", response.checksumSHA256());
        return checksums;
    }

    private static void put(Map<String, String> checksums, String algorithm, String value) {
        if (value != null && !value.isEmpty()) {
            checksums.put(algorithm, value);
        }
    }

    /** Null, as the SDK takes it, in a listing of current objects; {@code null} in four letters for the null version. */
    private String versionId(ListedVersion version) {
        if (versions == IncludedObjectVersions.CURRENT) {
            return null;
        }
        return version.versionId().numBytes() == 0
                ? "null"
                : version.versionId().toString();
    }

    private StoreException failure(String what, String about, SdkException cause, String permission) {
        return new StoreException(
                "Cannot get " + what + about + " in bucket \"" + bucket.alias() + "\" of store \""
                        + client.store().name() + "\": " + Refusal.reason(cause, permission),
                cause);
    }
}
