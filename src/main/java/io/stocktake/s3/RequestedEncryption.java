package io.stocktake.s3;

import java.io.Serializable;
import java.util.Optional;

/**
 * The server-side encryption asked for with a write. Travels with tasks: it names a key, and holds none.
 *
 * @param algorithm the value of {@code x-amz-server-side-encryption}; empty leaves the choice to the bucket
 * @param keyId the key of {@code aws:kms}: an id, an ARN or an alias
 */
public record RequestedEncryption(Optional<String> algorithm, Optional<String> keyId) implements Serializable {
    private static final String KMS = "aws:kms";

    /** Nothing is asked for: the bucket's default applies. */
    public static RequestedEncryption none() {
        return new RequestedEncryption(Optional.empty(), Optional.empty());
    }

    /** SSE-S3: keys that the store manages. */
    public static RequestedEncryption sseS3() {
        return new RequestedEncryption(Optional.of("AES256"), Optional.empty());
    }

    /** SSE-KMS with this key. */
    public static RequestedEncryption sseKms(String keyId) {
        return new RequestedEncryption(Optional.of(KMS), Optional.of(keyId));
    }

    /**
     * Whether what a store says that it did is what was asked for. An alias is answered with the ARN of its key, which
     * cannot be compared.
     */
    public boolean isAnsweredBy(Optional<String> answeredAlgorithm, Optional<String> answeredKeyId) {
        if (algorithm.isEmpty()) {
            return true;
        }
        if (!algorithm.equals(answeredAlgorithm)) {
            return false;
        }
        return keyId.isEmpty() || answeredKeyId.isEmpty() || isSameKey(keyId.get(), answeredKeyId.get());
    }

    private static boolean isSameKey(String asked, String answered) {
        return asked.contains("alias/") || asked.equals(answered) || answered.endsWith("key/" + asked);
    }

    /** Optional is not serializable. */
    private Object writeReplace() {
        return new Serialized(algorithm.orElse(""), keyId.orElse(""));
    }

    private record Serialized(String algorithm, String keyId) implements Serializable {
        private Object readResolve() {
            return new RequestedEncryption(
                    Optional.of(algorithm).filter(text -> !text.isEmpty()),
                    Optional.of(keyId).filter(text -> !text.isEmpty()));
        }
    }
}
