package io.stocktake.embedded.s3;

import java.util.Base64;
import java.util.Optional;

/**
 * How an object is said to be encrypted at rest. Nothing is encrypted: the server tells what it was told.
 *
 * @param kind the method
 * @param keyId the KMS key, for {@code KMS} and {@code DSSE_KMS}
 * @param bucketKey whether {@code x-amz-server-side-encryption-bucket-key-enabled: true} is told
 * @param customerKeyMd5 base64 MD5 of the customer's key, for {@code CUSTOMER}
 */
public record Encryption(Kind kind, Optional<String> keyId, boolean bucketKey, Optional<String> customerKeyMd5) {
    /** The methods of S3. */
    public enum Kind {
        /** Not encrypted, as objects from before January 2023 may be. */
        NONE,
        /** SSE-S3, the default of every new object. */
        S3,
        /** SSE-KMS. */
        KMS,
        /** DSSE-KMS. */
        DSSE_KMS,
        /** SSE-C: nobody can HEAD or GET the object without the key. */
        CUSTOMER
    }

    /** The key that SSE-KMS uses where none is named. */
    static final String DEFAULT_KMS_KEY = "arn:aws:kms:us-east-1:111122223333:alias/aws/s3";

    /** Not encrypted. */
    public static Encryption none() {
        return new Encryption(Kind.NONE, Optional.empty(), false, Optional.empty());
    }

    /** SSE-S3. */
    public static Encryption s3() {
        return new Encryption(Kind.S3, Optional.empty(), false, Optional.empty());
    }

    /** SSE-KMS with this key and no bucket key. */
    public static Encryption kms(String keyId) {
        return new Encryption(Kind.KMS, Optional.of(keyId), false, Optional.empty());
    }

    /** SSE-KMS with this key through a bucket key. */
    public static Encryption kmsWithBucketKey(String keyId) {
        return new Encryption(Kind.KMS, Optional.of(keyId), true, Optional.empty());
    }

    /** DSSE-KMS with this key. */
    public static Encryption dsseKms(String keyId) {
        return new Encryption(Kind.DSSE_KMS, Optional.of(keyId), false, Optional.empty());
    }

    /** SSE-C with this key of 32 bytes. */
    public static Encryption customerKey(byte[] key) {
        return customerKeyMd5(Base64.getEncoder().encodeToString(Digests.md5(key)));
    }

    static Encryption customerKeyMd5(String md5) {
        return new Encryption(Kind.CUSTOMER, Optional.empty(), false, Optional.of(md5));
    }

    /** With SSE-KMS, DSSE-KMS and SSE-C an ETag is not the MD5 of the content. */
    boolean hidesMd5() {
        return kind == Kind.KMS || kind == Kind.DSSE_KMS || kind == Kind.CUSTOMER;
    }
}
