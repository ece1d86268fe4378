package io.stocktake.replication.copy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Store;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.KeyEntries;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.Refusal;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.Settlement;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.StoreException;
import io.stocktake.s3.Throttle;
import io.stocktake.s3.UnorderedBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.spark.unsafe.types.UTF8String;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The two ends of a replication: the connections, and how a failed request becomes a failed task. Thread-safe.
 *
 * <p>A failure that every other version would meet as well (no credentials, a task that was stopped) is no task's: it is a
 * {@link StoreException}.
 */
final class Ends implements AutoCloseable {
    /** For attempts that carry or copy a body, which take as long as the pace and the store need. */
    private static final Duration BODY_TIMEOUT = Duration.ofHours(24);

    private static final Set<String> USELESS_IDENTITY = Set.of(
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "RequestTimeTooSkewed");

    private final CopyTerms terms;
    private final StoreClients.Lease sourceLease;
    private final StoreClients.Lease destinationLease;
    private final Throttle throttle;
    private final RequestCounter counter;
    private final LongAdder resent = new LongAdder();
    private final LongAdder bytesStreamed = new LongAdder();
    private final LongAdder bytesCopiedByStore = new LongAdder();
    private final AwsRequestOverrideConfiguration counted;
    private final AwsRequestOverrideConfiguration withBody;
    private final KeyEntries destinationEntries;

    Ends(CopyTerms terms) {
        this.terms = terms;
        UnorderedBucket.refuse(
                destinationBucket(),
                "Cannot replicate into",
                "what a key has there is looked up at its place in the order of keys");
        this.sourceLease = StoreClients.lease(sourceBucket().store());
        this.destinationLease = StoreClients.lease(destinationBucket().store());
        this.throttle = destination().throttle(terms.pace());
        this.counter = new RequestCounter(throttle);
        this.counted = counter.counted();
        this.withBody = counted.toBuilder().apiCallAttemptTimeout(BODY_TIMEOUT).build();
        this.destinationEntries = new KeyEntries(
                destination(),
                destinationBucket(),
                isHistory() ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT,
                counter);
    }

    CopyTerms terms() {
        return terms;
    }

    StoreClient source() {
        return sourceLease.client();
    }

    StoreClient destination() {
        return destinationLease.client();
    }

    BucketLocation sourceBucket() {
        return terms.replication().source();
    }

    BucketLocation destinationBucket() {
        return terms.replication().destination();
    }

    /** Whether all versions are replicated, rather than current objects. */
    boolean isHistory() {
        return terms.replication().versions() == ComparedVersions.HISTORY;
    }

    /** Whether both buckets are in one store and used by one identity, so that the store can copy by itself. */
    boolean isOneStore() {
        return sourceBucket().store().equals(destinationBucket().store());
    }

    /** Whether the source is AWS, which keeps checksums. */
    boolean isSourceAws() {
        return isAws(sourceBucket().store());
    }

    /** Whether the destination is AWS, which keeps checksums. */
    boolean isDestinationAws() {
        return isAws(destinationBucket().store());
    }

    private static boolean isAws(Store store) {
        return store.endpoint().isEmpty() && !(store.credentials() instanceof Credentials.Hadoop);
    }

    Throttle throttle() {
        return throttle;
    }

    /** For every request that carries no body. */
    AwsRequestOverrideConfiguration counted() {
        return counted;
    }

    /** For requests that carry a body, or have the store copy one. */
    AwsRequestOverrideConfiguration withBody() {
        return withBody;
    }

    /** The version id that requests to the source name; null, as the SDK's builders take it, for current objects. */
    String sourceVersionId(ListedVersion version) {
        return isHistory() && version.versionId().numBytes() > 0
                ? version.versionId().toString()
                : null;
    }

    KeyEntries destinationEntries() {
        return destinationEntries;
    }

    void countStreamed(long bytes) {
        bytesStreamed.add(bytes);
    }

    void countCopiedByStore(long bytes) {
        bytesCopiedByStore.add(bytes);
    }

    CopyCounts counts() {
        return new CopyCounts(
                counter.requests(), counter.retries() + resent.sum(), bytesStreamed.sum(), bytesCopiedByStore.sum());
    }

    /** The answer to a request that may be repeated. */
    <T> T ask(Request request, ListedVersion version, Supplier<T> send) {
        try {
            return send.get();
        } catch (SdkException failure) {
            throw failure(request, version, failure);
        }
    }

    /**
     * The answer to a request that makes a version.
     *
     * @param landed what the destination has, if the attempt took effect
     */
    <T> T make(Request request, ListedVersion version, Supplier<T> send, Supplier<Optional<T>> landed) {
        return ask(
                request,
                version,
                () -> Settlement.settle(send, () -> {
                    Optional<T> found = landed.get();
                    if (found.isEmpty()) {
                        resent.increment();
                    }
                    return found;
                }));
    }

    /** What a listing of a key of the destination tells. */
    <T> T list(ListedVersion version, Supplier<T> listing) {
        try {
            return listing.get();
        } catch (StoreException failure) {
            // Nothing can be appended where nothing can be listed.
            if (failure.getCause() instanceof SdkException cause && FailureCodes.status(cause) != 403) {
                throw failure(Request.LIST_KEY, version, cause);
            }
            throw failure;
        }
    }

    TaskFailure failure(Request request, ListedVersion version, SdkException cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            // The body of a request is read from the source while it is sent, and may be what failed.
            if (reason instanceof TaskFailure ofSource) {
                return ofSource;
            }
        }
        String message = "Cannot " + request.verb() + " " + describe(request.end(), version) + ": "
                + Refusal.reason(cause, permission(request));
        String code = FailureCodes.of(request, terms.replication().versions(), cause);
        if (isUseless(cause)) {
            throw new StoreException(message, cause);
        }
        return new TaskFailure(code, FailureCodes.status(cause), message, cause);
    }

    /** A write that was refused because the destination is no longer what was compared. */
    TaskFailure destinationChanged(Request request, ListedVersion version, SdkException cause) {
        return new TaskFailure(
                TaskFailure.DESTINATION_CHANGED,
                FailureCodes.status(cause),
                failure(request, version, cause).getMessage()
                        + ". The destination is no longer what it was when it was compared",
                cause);
    }

    /** {@code key "a" version "v" in bucket "b" of store "s"}; at the destination without the version, which is the source's. */
    String describe(End end, ListedVersion version) {
        BucketLocation bucket = end == End.SOURCE ? sourceBucket() : destinationBucket();
        boolean namesVersion = end == End.SOURCE && isHistory();
        return describe(version.key(), namesVersion ? Optional.of(version.versionId()) : Optional.empty(), bucket);
    }

    private static String describe(UTF8String key, Optional<UTF8String> versionId, BucketLocation bucket) {
        return "key \"" + key + "\""
                + versionId.map(id -> " version \"" + id + "\"").orElse("") + " in bucket \"" + bucket.alias()
                + "\" of store \"" + bucket.store().name() + "\"";
    }

    private String permission(Request request) {
        return request.end() == End.SOURCE && isHistory()
                ? request.permission().replace("GetObject", "GetObjectVersion")
                : request.permission();
    }

    private static boolean isUseless(SdkException cause) {
        if (cause instanceof AbortedException) {
            return true;
        }
        if (cause instanceof AwsServiceException) {
            return USELESS_IDENTITY.contains(FailureCodes.storeCode(cause)) && !FailureCodes.isAboutKey(cause);
        }
        if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return false;
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof IOException) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            destinationLease.close();
        } finally {
            sourceLease.close();
        }
    }
}
