package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An object to be put, with everything that S3 can say about one. Not thread-safe; used once.
 *
 * <p>What is not set is what S3 does today: STANDARD, SSE-S3, a CRC64NVME checksum, the bucket's owner, now.
 */
public final class PutRequest {
    final Key key;
    final Content content;
    String storageClass = "STANDARD";
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    Encryption encryption = Encryption.s3();
    Optional<Retention> retention = Optional.empty();
    Optional<LegalHold> hold = Optional.empty();
    Optional<String> replicationStatus = Optional.empty();
    Optional<String> archiveStatus = Optional.empty();
    Optional<String> expiration = Optional.empty();
    Optional<ChecksumAlgorithm> checksumAlgorithm = Optional.of(ChecksumAlgorithm.CRC64NVME);
    Optional<Checksum.Type> checksumType = Optional.empty();
    Optional<Account> owner = Optional.empty();
    Optional<Instant> lastModified = Optional.empty();
    /** What a copy takes over where the store does not compute it anew. */
    Optional<String> eTag = Optional.empty();

    String acl = "private";
    List<Grant> grants = List.of();
    List<Long> partSizes = List.of();
    /** Whether an upload of the same bytes is to be recognized although its bytes are not kept. */
    boolean recognizable;

    PutRequest(Key key, Content content) {
        this.key = key;
        this.content = content;
    }

    /** An object of these bytes, which are not copied. */
    public static PutRequest of(String key, byte[] content) {
        return new PutRequest(Key.of(key), Content.of(content));
    }

    /** An object of so many computed bytes that take no memory. */
    public static PutRequest ofSize(String key, long size) {
        return new PutRequest(Key.of(key), Content.letters(size)).withoutChecksum();
    }

    /**
     * An object of so many bytes that look random, follow from the seed and take no memory, however many they are: they
     * repeat a block of 64 KiB. S3 has no object of more than 5 GiB in one piece; {@link #partSize} makes it a multipart
     * one, whose ETag is computed at once where 64 KiB divide the parts.
     */
    public static PutRequest computed(String key, long size, long seed) {
        PutRequest put = new PutRequest(Key.of(key), ComputedContent.of(seed, size)).withoutChecksum();
        put.recognizable = true;
        return put;
    }

    /** For example {@code GLACIER} or {@code INTELLIGENT_TIERING}. */
    public PutRequest storageClass(String name) {
        storageClass = name;
        return this;
    }

    /** A header of HTTP that is kept with the object, such as {@code Content-Type}. */
    public PutRequest header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /** One entry of user metadata; the name without {@code x-amz-meta-}. */
    public PutRequest metadata(String name, String value) {
        metadata.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /** One tag. */
    public PutRequest tag(String name, String value) {
        tags.put(name, value);
        return this;
    }

    /** How the object is said to be encrypted. */
    public PutRequest encryption(Encryption newEncryption) {
        encryption = newEncryption;
        return this;
    }

    /** Retention; a date in the past is taken, which S3 would refuse. */
    public PutRequest retention(Retention.Mode mode, Instant until) {
        retention = Optional.of(new Retention(mode, until));
        return this;
    }

    /** A legal hold, set or lifted; where this is never called the object never had one. */
    public PutRequest legalHold(LegalHold status) {
        hold = Optional.of(status);
        return this;
    }

    /** The value of {@code x-amz-replication-status}: PENDING, COMPLETED, FAILED or REPLICA. */
    public PutRequest replicationStatus(String status) {
        replicationStatus = Optional.of(status);
        return this;
    }

    /** The value of {@code x-amz-archive-status}: ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS. */
    public PutRequest archiveStatus(String status) {
        archiveStatus = Optional.of(status);
        return this;
    }

    /** The value of {@code x-amz-expiration}, for example {@code expiry-date="Fri, 21 Dec 2026 00:00:00 GMT", rule-id="r"}. */
    public PutRequest expiration(String header) {
        expiration = Optional.of(header);
        return this;
    }

    /** The expiration that a lifecycle rule would bring at this instant. */
    public PutRequest expiration(Instant date, String ruleId) {
        return expiration("expiry-date=\"" + HttpDates.format(date) + "\", rule-id=\"" + ruleId + "\"");
    }

    /** The checksum to keep. */
    public PutRequest checksum(ChecksumAlgorithm algorithm) {
        checksumAlgorithm = Optional.of(algorithm);
        return this;
    }

    /** No checksum, as objects from before December 2024 have none. */
    public PutRequest withoutChecksum() {
        checksumAlgorithm = Optional.empty();
        return this;
    }

    /** The account that owns the object. */
    public PutRequest owner(Account account) {
        owner = Optional.of(account);
        return this;
    }

    /** A canned ACL, for example {@code public-read}. */
    public PutRequest acl(String canned) {
        acl = canned;
        return this;
    }

    /** Grants beside those of the canned ACL. */
    public PutRequest grants(Grant... more) {
        List<Grant> all = new ArrayList<>(grants);
        all.addAll(List.of(more));
        grants = List.copyOf(all);
        return this;
    }

    /** When the object was written, cut to the millisecond. It does not change the order of versions. */
    public PutRequest lastModified(Instant instant) {
        lastModified = Optional.of(instant);
        return this;
    }

    /** Makes the object one of a multipart upload with parts of these sizes, in bytes, which must add up to the content. */
    public PutRequest partSizes(long... sizes) {
        List<Long> all = new ArrayList<>();
        long sum = 0;
        for (long size : sizes) {
            all.add(size);
            sum += size;
        }
        if (sum != content.length()) {
            throw new IllegalArgumentException("Cannot put \"" + key + "\": its parts have " + sum
                    + " bytes together and its content has " + content.length());
        }
        partSizes = List.copyOf(all);
        return this;
    }

    /** Makes the object one of a multipart upload with parts of this size, in bytes; the last one is what is left. */
    public PutRequest partSize(long size) {
        if (size < 1 || size > content.length() || (content.length() - 1) / size >= 10_000) {
            throw new IllegalArgumentException("Cannot put \"" + key + "\" in parts of " + size + " bytes: "
                    + content.length() + " bytes have to make 1 to 10,000 parts");
        }
        List<Long> sizes = new ArrayList<>();
        for (long from = 0; from < content.length(); from += size) {
            sizes.add(Math.min(size, content.length() - from));
        }
        partSizes = List.copyOf(sizes);
        return this;
    }

    /** As if no retention and no hold had been asked for. */
    void withoutLocks() {
        retention = Optional.empty();
        hold = Optional.empty();
    }

    /** The content by parts; all of it where it came in one piece. */
    List<Content> parts() {
        List<Content> parts = new ArrayList<>();
        long from = 0;
        for (long size : partSizes.isEmpty() ? List.of(content.length()) : partSizes) {
            parts.add(content.slice(from, size));
            from += size;
        }
        return parts;
    }

    /** The same description of other bytes. */
    PutRequest withContent(Content other) {
        PutRequest put = new PutRequest(key, other);
        put.storageClass = storageClass;
        put.headers.putAll(headers);
        put.metadata.putAll(metadata);
        put.tags.putAll(tags);
        put.encryption = encryption;
        put.retention = retention;
        put.hold = hold;
        put.checksumAlgorithm = checksumAlgorithm;
        put.owner = owner;
        put.acl = acl;
        put.grants = grants;
        return put;
    }
}
