package io.stocktake.embedded.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of one request: the derived key, the date and the scope, and for chunked bodies the signature that
 * the next chunk's signature builds on. It holds a key derived from a secret and is never printed. Used by one thread.
 */
final class Signer {
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final SecretKeySpec key;
    private final String date;
    private final String scope;
    private String previous = "";

    Signer(SecretKeySpec key, String date, String scope) {
        this.key = key;
        this.date = date;
        this.scope = scope;
    }

    static SecretKeySpec derive(String secret, String day, String region, String service) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request"}) {
            key = hmac(new SecretKeySpec(key, "HmacSHA256"), part);
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }

    String requestSignature(String canonicalRequest) {
        previous = sign("AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256(canonicalRequest));
        return previous;
    }

    String chunkSignature(byte[] chunk) {
        previous = sign("AWS4-HMAC-SHA256-PAYLOAD\n" + date + "\n" + scope + "\n" + previous + "\n" + EMPTY_SHA256
                + "\n" + Digests.hex(Digests.sha256(chunk)));
        return previous;
    }

    String trailerSignature(String trailers) {
        previous = sign("AWS4-HMAC-SHA256-TRAILER\n" + date + "\n" + scope + "\n" + previous + "\n" + sha256(trailers));
        return previous;
    }

    private static String sha256(String text) {
        return Digests.hex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String sign(String text) {
        return Digests.hex(hmac(key, text));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot check a signature: this JDK does not have HmacSHA256", e);
        }
    }
}
