package io.stocktake.config.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestDigestTest {

    private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void theDigestOfTheBodyIsAccepted() {
        assertThat(RequestDigest.refusal(BODY, "XUFAKrxLKna5cZ2REBfFkg==")).isEmpty();
        assertThat(RequestDigest.refusal(new byte[0], "1B2M2Y8AsgTpgAmY7PhCfg=="))
                .isEmpty();
    }

    @Test
    void theDigestOfAnotherBodyIsABadDigest() {
        // The one in the example of the API reference.
        assertThat(RequestDigest.refusal(BODY, "q6yJDlIkcBaGGfb3QLY69A=="))
                .map(Problem::toString)
                .contains(
                        "the command: ContentMD5: \"q6yJDlIkcBaGGfb3QLY69A==\" is not the digest of the document, which is"
                                + " XUFAKrxLKna5cZ2REBfFkg== (400 BadDigest: The Content-MD5 you specified did not match what we"
                                + " received.)");
    }

    @Test
    void whatIsNoDigestIsAnInvalidDigest() {
        for (String digest : List.of("", "hello", "5d41402abc4b2a76b9719d911017c592", "XUFAKrxLKna5cZ2REBfF", " ")) {
            assertThat(RequestDigest.refusal(BODY, digest))
                    .map(Problem::toString)
                    .contains("the command: ContentMD5: \"" + digest + "\" is not the Base64 text of 16 bytes (400"
                            + " InvalidDigest: The Content-MD5 you specified was invalid.)");
        }
    }

    @Test
    void theAlgorithmsOfTheApiModelAreAccepted() {
        for (String algorithm : List.of("CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME")) {
            assertThat(RequestDigest.algorithmRefusal(algorithm)).isEmpty();
        }
        assertThat(RequestDigest.algorithmRefusal("crc32"))
                .map(Problem::toString)
                .contains(
                        "the command: ChecksumAlgorithm: \"crc32\" is not one of CRC32, CRC32C, SHA1, SHA256, CRC64NVME,"
                                + " SHA512, MD5, XXHASH64, XXHASH3, XXHASH128 (400 InvalidRequest: Value for"
                                + " x-amz-sdk-checksum-algorithm header is invalid.)");
    }
}
