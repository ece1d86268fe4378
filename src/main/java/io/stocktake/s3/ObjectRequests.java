package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHold;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks a store what a listing does not tell of its entries. Delete markers are never asked about. Thread-safe.
 */
public final class ObjectRequests {
    /** What to ask for. */
    public enum Detail {
        HEAD,
        ACCESS_CONTROL_LIST,
        /** Retention of objects whose HEAD needs a customer's key; others' HEAD tells it. */
        RETENTION,
        /** Legal hold of objects whose HEAD needs a customer's key; others' HEAD tells it. */
        LEGAL_HOLD
    }

    /** If so many ACLs were refused and none was granted, the run lacks the permission altogether. */
    private static final int REFUSALS_THAT_FAIL = 1000;

    private static final Pattern EXPIRY_DATE = Pattern.compile("expiry-date=\"([^\"]*)\"");

    private static final DateTimeFormatter EXPIRY_FORMAT =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);

    private final StoreClient client;
    private final BucketLocation bucket;
    private final IncludedObjectVersions versions;
    private final Set<Detail> details;
    private final RequestCounter counter;
    private final AwsRequestOverrideConfiguration counted;
    private final DirectHeads directHeads;
    private final AwsRequestOverrideConfiguration head;
    private final LongAdder heads = new LongAdder();
    private final LongAdder accessControlLists = new LongAdder();
    private final LongAdder grantedAccessControlLists = new LongAdder();
    private final LongAdder refusedAccessControlLists = new LongAdder();
    private final LongAdder vanished = new LongAdder();

    /**
     * Requests about the entries of a listing of that bucket.
     *
     * @param counter counts them
     */
    public ObjectRequests(
            StoreClient client,
            BucketLocation bucket,
            IncludedObjectVersions versions,
            Set<Detail> details,
            RequestCounter counter) {
        this.client = client;
        this.counter = counter;
        this.counted = counter.counted();
        this.directHeads = client.directHeads();
        this.head = counted.toBuilder()
                .putExecutionAttribute(DirectHeads.ATTRIBUTE, directHeads)
                .build();
        this.bucket = bucket;
        this.versions = versions;
        this.details = Set.copyOf(details);
    }

    /**
     * The entry with its details.
     *
     * @return empty where the version has vanished since it was listed
     * @throws StoreException if the store refuses or does not answer
     */
    public Optional<ObjectDetails> of(ListedVersion listed) {
        if (listed.isDeleteMarker()) {
            return Optional.of(new ObjectDetails(listed, Optional.empty(), Optional.empty()));
        }
        Optional<ObjectDetails> found = details.contains(Detail.HEAD)
                ? head(listed, Overwritten.REFUSED)
                : Optional.of(new ObjectDetails(listed, Optional.empty(), Optional.empty()));
        if (details.contains(Detail.ACCESS_CONTROL_LIST)) {
            found = found.flatMap(this::withAccessControlList);
        }
        if (found.isEmpty()) {
            vanished.increment();
        }
        return found;
    }

    /** HeadObject requests so far. */
    public long heads() {
        return heads.sum();
    }

    /** GetObjectAcl requests so far. */
    public long accessControlLists() {
        return accessControlLists.sum();
    }

    /** GetObjectAcl requests that the store refused. */
    public long refusedAccessControlLists() {
        return refusedAccessControlLists.sum();
    }

    /** Versions that were listed and then were not there. */
    public long vanished() {
        return vanished.sum();
    }

    /** What to do where the current object is no longer the one that was listed. */
    private enum Overwritten {
        REFUSED,
        TAKEN
    }

    private Optional<ObjectDetails> head(ListedVersion listed, Overwritten overwritten) {
        HeadObjectRequest.Builder request = HeadObjectRequest.builder()
                .overrideConfiguration(head)
                .bucket(bucket.name())
                .key(listed.key().toString());
        boolean isCurrentListing = versions == IncludedObjectVersions.CURRENT;
        if (isCurrentListing
                && overwritten == Overwritten.REFUSED
                && listed.eTag().numBytes() > 0) {
            request.ifMatch("\"" + listed.eTag() + "\"");
        }
        versionId(listed).ifPresent(request::versionId);
        heads.increment();
        HeadObjectResponse response;
        try {
            response = answer(request.build());
        } catch (S3Exception refusal) {
            return switch (refusal.statusCode()) {
                // A delete marker on top answers 405 where a version is asked for.
                case 404, 405 -> Optional.empty();
                case 412 -> head(listed, Overwritten.TAKEN);
                // S3 answers so where the request lacks the customer's key (SSE-C).
                case 400 -> Optional.of(withCustomerKey(listed));
                default -> throw failure("the HEAD", listed, refusal, permission("s3:GetObject"));
            };
        } catch (SdkException failure) {
            throw failure("the HEAD", listed, failure, permission("s3:GetObject"));
        }
        ListedVersion now = overwritten == Overwritten.TAKEN ? overwrite(listed, response) : listed;
        return Optional.of(new ObjectDetails(now, Optional.of(head(response)), Optional.empty()));
    }

    private HeadObjectResponse answer(HeadObjectRequest request) {
        Optional<HeadObjectResponse> direct = directHeads.send(request, counter);
        if (direct.isPresent()) {
            counter.countCall();
            return direct.get();
        }
        return client.repeating().headObject(request);
    }

    /** The answer in the words of an inventory report. */
    static ObjectHead head(HeadObjectResponse response) {
        return new ObjectHead(
                Optional.ofNullable(response.replicationStatusAsString())
                        // The header says COMPLETE or COMPLETED, the report COMPLETED.
                        .map(status -> status.equals("COMPLETE") ? "COMPLETED" : status),
                encryptionStatus(response),
                Optional.ofNullable(response.objectLockRetainUntilDate()),
                Optional.ofNullable(response.objectLockModeAsString()),
                Optional.ofNullable(response.objectLockLegalHoldStatusAsString()),
                Optional.ofNullable(response.archiveStatusAsString()).map(ObjectRequests::accessTier),
                Boolean.TRUE.equals(response.bucketKeyEnabled()) ? "ENABLED" : ObjectHead.BUCKET_KEY_DISABLED,
                Optional.ofNullable(response.expiration()).flatMap(ObjectRequests::expiryDate));
    }

    private static String encryptionStatus(HeadObjectResponse response) {
        if (response.sseCustomerAlgorithm() != null) {
            return "SSE-C";
        }
        String algorithm = response.serverSideEncryptionAsString();
        if (algorithm == null || algorithm.isEmpty()) {
            return "NOT-SSE";
        }
        return switch (algorithm) {
            case "AES256" -> "SSE-S3";
            case "aws:kms" -> "SSE-KMS";
            case "aws:kms:dsse" -> "DSSE-KMS";
            default -> algorithm;
        };
    }

    private static String accessTier(String archiveStatus) {
        return switch (archiveStatus) {
            case "ARCHIVE_ACCESS" -> "ARCHIVE";
            case "DEEP_ARCHIVE_ACCESS" -> "DEEP_ARCHIVE";
            default -> archiveStatus;
        };
    }

    /** The date of {@code expiry-date="Fri, 23 Dec 2012 00:00:00 GMT", rule-id="…"}. */
    private static Optional<Instant> expiryDate(String expiration) {
        Matcher matcher = EXPIRY_DATE.matcher(expiration);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ZonedDateTime.parse(matcher.group(1), EXPIRY_FORMAT).toInstant());
        } catch (DateTimeException invalid) {
            throw new StoreException(
                    "Cannot read the header x-amz-expiration: \"" + expiration + "\" has no date", invalid);
        }
    }

    private static ListedVersion overwrite(ListedVersion listed, HeadObjectResponse response) {
        String eTag = response.eTag() == null ? "" : response.eTag().replace("\"", "");
        return new ListedVersion(
                listed.key(),
                listed.versionId(),
                listed.isLatest(),
                false,
                response.contentLength(),
                Microseconds.of(response.lastModified()),
                UTF8String.fromString(eTag),
                // S3 leaves the header out for STANDARD.
                UTF8String.fromString(
                        Optional.ofNullable(response.storageClassAsString()).orElse("STANDARD")),
                UTF8String.EMPTY_UTF8,
                listed.ownerId());
    }

    private ObjectDetails withCustomerKey(ListedVersion listed) {
        Optional<ObjectLockRetention> retention =
                details.contains(Detail.RETENTION) ? retention(listed) : Optional.empty();
        Optional<String> hold = details.contains(Detail.LEGAL_HOLD) ? legalHold(listed) : Optional.empty();
        ObjectHead head = new ObjectHead(
                Optional.empty(),
                "SSE-C",
                retention.map(ObjectLockRetention::retainUntilDate),
                retention.map(ObjectLockRetention::modeAsString),
                hold,
                Optional.empty(),
                ObjectHead.BUCKET_KEY_DISABLED,
                Optional.empty());
        return new ObjectDetails(listed, Optional.of(head), Optional.empty());
    }

    private Optional<ObjectLockRetention> retention(ListedVersion listed) {
        GetObjectRetentionRequest.Builder request = GetObjectRetentionRequest.builder()
                .overrideConfiguration(counted)
                .bucket(bucket.name())
                .key(listed.key().toString());
        versionId(listed).ifPresent(request::versionId);
        try {
            return Optional.ofNullable(
                    client.repeating().getObjectRetention(request.build()).retention());
        } catch (S3Exception refusal) {
            return withoutLock(refusal, "the retention", listed, "s3:GetObjectRetention");
        } catch (SdkException failure) {
            throw failure("the retention", listed, failure, "s3:GetObjectRetention");
        }
    }

    private Optional<String> legalHold(ListedVersion listed) {
        GetObjectLegalHoldRequest.Builder request = GetObjectLegalHoldRequest.builder()
                .overrideConfiguration(counted)
                .bucket(bucket.name())
                .key(listed.key().toString());
        versionId(listed).ifPresent(request::versionId);
        try {
            return Optional.ofNullable(client.repeating()
                            .getObjectLegalHold(request.build())
                            .legalHold())
                    .map(ObjectLockLegalHold::statusAsString);
        } catch (S3Exception refusal) {
            return withoutLock(refusal, "the legal hold", listed, "s3:GetObjectLegalHold");
        } catch (SdkException failure) {
            throw failure("the legal hold", listed, failure, "s3:GetObjectLegalHold");
        }
    }

    /** 404 means that the object has none; 400 that the bucket has no lock at all. */
    private <T> Optional<T> withoutLock(S3Exception refusal, String what, ListedVersion listed, String permission) {
        if (refusal.statusCode() == 404 || refusal.statusCode() == 400) {
            return Optional.empty();
        }
        throw failure(what, listed, refusal, permission);
    }

    private Optional<ObjectDetails> withAccessControlList(ObjectDetails known) {
        ListedVersion listed = known.version();
        GetObjectAclRequest.Builder request = GetObjectAclRequest.builder()
                .overrideConfiguration(counted)
                .bucket(bucket.name())
                .key(listed.key().toString());
        versionId(listed).ifPresent(request::versionId);
        accessControlLists.increment();
        AccessControlListText text;
        try {
            text = AccessControlListText.of(
                    client.repeating().getObjectAcl(request.build()).grants());
            grantedAccessControlLists.increment();
        } catch (S3Exception refusal) {
            switch (refusal.statusCode()) {
                case 404, 405 -> {
                    return Optional.empty();
                }
                case 403 -> {
                    checkRefusals(listed, refusal);
                    text = AccessControlListText.unavailable();
                }
                default -> throw failure("the ACL", listed, refusal, permission("s3:GetObjectAcl"));
            }
        } catch (SdkException failure) {
            throw failure("the ACL", listed, failure, permission("s3:GetObjectAcl"));
        }
        return Optional.of(new ObjectDetails(listed, known.head(), Optional.of(text)));
    }

    private void checkRefusals(ListedVersion listed, S3Exception refusal) {
        refusedAccessControlLists.increment();
        long refused = refusedAccessControlLists.sum();
        if (refused >= REFUSALS_THAT_FAIL && grantedAccessControlLists.sum() == 0) {
            throw new StoreException(
                    "Cannot read the ACLs of bucket \"" + bucket.alias() + "\": all of the first " + REFUSALS_THAT_FAIL
                            + " GetObjectAcl requests were refused, the last for key \"" + listed.key() + "\": "
                            + Refusal.reason(refusal, permission("s3:GetObjectAcl"))
                            + ". Grant it, or take ObjectAccessControlList out of the configuration",
                    refusal);
        }
    }

    /** Requests name the version in a listing of all versions, {@code null} for the null version. */
    private Optional<String> versionId(ListedVersion listed) {
        return versions == IncludedObjectVersions.ALL
                ? Optional.of(listed.versionId().toString()).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    private String permission(String ofCurrentObjects) {
        return versions == IncludedObjectVersions.ALL
                ? ofCurrentObjects.replace("Object", "ObjectVersion")
                : ofCurrentObjects;
    }

    private StoreException failure(String what, ListedVersion listed, SdkException cause, String permission) {
        String version = versionId(listed).map(id -> " version \"" + id + "\"").orElse("");
        return new StoreException(
                "Cannot get " + what + " of key \"" + listed.key() + "\"" + version + " in bucket \""
                        + bucket.alias() + "\" of store \"" + client.store().name() + "\": "
                        + Refusal.reason(cause, permission),
                cause);
    }
}
