package io.stocktake.sync.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells sequences of texts apart by 48 bits of their SHA-256. Not thread-safe. */
final class Fingerprint {
    private static final int BYTES = 6;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    static String of(String... texts) {
        Fingerprint fingerprint = new Fingerprint();
        for (String text : texts) {
            fingerprint.add(text);
        }
        return fingerprint.text();
    }

    void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        // No text has this byte, which no UTF-8 has: "a", "bc" is not "ab", "c".
        digest.update((byte) 0xFF);
    }

    /** Twelve hexadecimal digits; to be asked for once. */
    String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
