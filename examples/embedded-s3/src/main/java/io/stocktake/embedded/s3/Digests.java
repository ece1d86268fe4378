package io.stocktake.embedded.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that every JDK has. */
final class Digests {
    private Digests() {}

    static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot compute " + algorithm + ": this JDK does not have it", e);
        }
    }

    static byte[] md5(byte[] bytes) {
        return of("MD5").digest(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        return of("SHA-256").digest(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
