package io.stocktake.replication.copy;

import io.stocktake.s3.RequestedEncryption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a replica is to be. Immutable.
 *
 * @param source what it is a replica of
 * @param encryption what to ask for; nothing leaves the choice to the bucket
 * @param storageClass empty for STANDARD
 * @param tags in the order of the source
 * @param lock retention that has not ended, and legal hold
 * @param expectedOwner the account that the rule says owns the destination
 * @param access whether the source's grants are repeated
 * @param notes what planning it found
 */
record Replica(
        SourceObject source,
        RequestedEncryption encryption,
        Optional<String> storageClass,
        Map<String, String> tags,
        ObjectLock lock,
        Optional<String> expectedOwner,
        Access access,
        List<CopyNote> notes) {

    /** Whose grants a replica has. */
    enum Access {
        /** The source's, besides its owner's. */
        OF_SOURCE,
        /** Those of a new object. */
        OF_DESTINATION
    }

    /** Which headers a request takes. */
    enum Locks {
        /** With retention and hold, which need a Content-MD5 or a checksum. */
        SENT,
        /** Without: they are set by their own calls. */
        LEFT_OUT
    }

    /** The headers of a request that makes the replica from its content. */
    Map<String, String> headers(Locks locks) {
        Map<String, String> headers = new LinkedHashMap<>(source.headers());
        headers.putAll(demands(locks));
        if (!tags.isEmpty()) {
            headers.put("x-amz-tagging", tagging());
        }
        return headers;
    }

    /** The headers of what a CopyObject does not carry over from its source: storage class, encryption, lock, owner. */
    Map<String, String> demands(Locks locks) {
        Map<String, String> headers = new LinkedHashMap<>();
        storageClass.ifPresent(name -> headers.put("x-amz-storage-class", name));
        encryption.algorithm().ifPresent(name -> headers.put("x-amz-server-side-encryption", name));
        encryption.keyId().ifPresent(key -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", key));
        expectedOwner.ifPresent(owner -> headers.put("x-amz-expected-bucket-owner", owner));
        if (locks == Locks.SENT) {
            lock.mode().ifPresent(mode -> headers.put("x-amz-object-lock-mode", mode));
            lock.retainUntil()
                    .ifPresent(until -> headers.put(
                            "x-amz-object-lock-retain-until-date",
                            DateTimeFormatter.ISO_INSTANT.format(until.truncatedTo(ChronoUnit.MILLIS))));
            if (lock.isHeld()) {
                headers.put("x-amz-object-lock-legal-hold", "ON");
            }
        }
        return headers;
    }

    /** Whether keys of a KMS are involved at either end. */
    boolean involvesKms() {
        return source.isKmsEncrypted() || encryption.algorithm().isPresent();
    }

    /** The ETag that a single PUT of this content has, where it can be known. */
    Optional<String> plainETag() {
        return encryption.algorithm().isPresent() ? Optional.empty() : source.md5();
    }

    /** The same with one more note. */
    Replica with(CopyNote note) {
        List<CopyNote> more = new ArrayList<>(notes);
        more.add(note);
        return new Replica(source, encryption, storageClass, tags, lock, expectedOwner, access, List.copyOf(more));
    }

    private String tagging() {
        return tags.entrySet().stream()
                .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
