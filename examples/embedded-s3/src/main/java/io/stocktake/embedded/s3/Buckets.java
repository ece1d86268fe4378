package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The server's buckets by name. Thread-safe. */
final class Buckets {
    /** "General purpose bucket naming rules" of the S3 User Guide, as far as characters and length go. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final Profile profile;
    private final Accounts accounts;
    private final ConcurrentNavigableMap<String, BucketState> buckets = new ConcurrentSkipListMap<>();
    /** One sequence for all buckets: a version's place in time. */
    private final AtomicLong sequence = new AtomicLong();

    Buckets(Profile profile, Accounts accounts) {
        this.profile = profile;
        this.accounts = accounts;
    }

    Profile profile() {
        return profile;
    }

    /** What identifies bytes that are gone. */
    private record Digest(long length, String md5) {
        static Digest of(Content content) {
            return new Digest(content.length(), Digests.hex(content.md5()));
        }
    }

    /** The computed objects that were put, and their parts. */
    private final Map<Digest, Content> computed = new ConcurrentHashMap<>();

    /** Where only digests were kept the bytes are at hand all the same if a computed object or part has them. */
    Content recognized(Content received) {
        return received.isReadable() ? received : computed.getOrDefault(Digest.of(received), received);
    }

    void remember(Content part) {
        computed.putIfAbsent(Digest.of(part), part);
    }

    Collection<BucketState> all() {
        return buckets.values();
    }

    StoredBucket create(String name, Account owner, String region) {
        checkName(name);
        StoredBucket bucket = new StoredBucket(name, owner, region, profile, accounts, sequence);
        add(bucket);
        return bucket;
    }

    void add(BucketState bucket) {
        checkName(bucket.name());
        BucketState existing = buckets.putIfAbsent(bucket.name(), bucket);
        if (existing != null) {
            boolean own = existing.owner().accountId().equals(bucket.owner().accountId());
            throw own
                    ? new S3Error(
                            409,
                            "BucketAlreadyOwnedByYou",
                            "Your previous request to create the named bucket succeeded and you already own it.")
                    : new S3Error(
                            409,
                            "BucketAlreadyExists",
                            "The requested bucket name is not available. The bucket namespace is shared by all users of"
                                    + " the system. Please select a different name and try again.");
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.")
                    .detail("BucketName", name);
        }
    }

    void remove(String name) {
        buckets.remove(name);
    }

    BucketState find(String name) {
        BucketState bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Error.noSuchBucket(name);
        }
        return bucket;
    }

    /** The bucket of a request, checked against x-amz-expected-bucket-owner. */
    BucketState of(S3Request request) {
        BucketState bucket = find(request.bucketName());
        checkOwner(bucket, request, "x-amz-expected-bucket-owner");
        return bucket;
    }

    static void checkOwner(BucketState bucket, S3Request request, String header) {
        request.header(header).ifPresent(expected -> {
            if (!bucket.deviates(KnownDeviation.EXPECTED_OWNER_IS_IGNORED)
                    && !expected.equals(bucket.owner().accountId())) {
                throw S3Error.accessDenied();
            }
        });
    }

    /** The bucket of a request that changes something or asks for what only stored buckets have. */
    StoredBucket stored(S3Request request) {
        if (of(request) instanceof StoredBucket bucket) {
            return bucket;
        }
        throw S3Error.accessDenied();
    }
}
