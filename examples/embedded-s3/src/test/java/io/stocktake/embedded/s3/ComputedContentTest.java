package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Objects larger than memory: computed where they come from, known by their digests where they go. */
class ComputedContentTest {
    private static final long FIFTY_GIBIBYTES = 50L << 30;
    private static final int SIX_MEBIBYTES = 6 << 20;

    private final EmbeddedS3 server =
            EmbeddedS3.builder().keepDigestsAbove(1 << 20).start();
    private final EmbeddedBucket bucket = server.createBucket("data");
    private final S3Client s3 = Clients.of(server);

    @AfterEach
    void close() {
        s3.close();
        server.close();
    }

    private byte[] get(String key) {
        return s3.getObjectAsBytes(get -> get.bucket("data").key(key)).asByteArray();
    }

    private byte[] range(String key, long from, long to) {
        return s3.getObjectAsBytes(get -> get.bucket("data").key(key).range("bytes=" + from + "-" + (to - 1)))
                .asByteArray();
    }

    private HeadObjectResponse head(String key) {
        return s3.headObject(head -> head.bucket("data").key(key).checksumMode(ChecksumMode.ENABLED));
    }

    private static String eTagOf(List<byte[]> parts) {
        byte[] digests = new byte[16 * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(Digests.md5(parts.get(i)), 0, digests, 16 * i, 16);
        }
        return Digests.hex(Digests.md5(digests)) + "-" + parts.size();
    }

    /** Uploads parts with the client's checksums, if it sends any. */
    private void upload(
            S3Client client,
            String key,
            software.amazon.awssdk.services.s3.model.ChecksumAlgorithm algorithm,
            ChecksumType type,
            List<byte[]> parts) {
        String id = client.createMultipartUpload(create -> create.bucket("data")
                        .key(key)
                        .checksumAlgorithm(algorithm)
                        .checksumType(type))
                .uploadId();
        List<CompletedPart> completed = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int number = i + 1;
            completed.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(client.uploadPart(
                                    upload -> upload.bucket("data")
                                            .key(key)
                                            .uploadId(id)
                                            .partNumber(number)
                                            .checksumAlgorithm(algorithm),
                                    RequestBody.fromBytes(parts.get(i)))
                            .eTag())
                    .build());
        }
        client.completeMultipartUpload(complete ->
                complete.bucket("data").key(key).uploadId(id).multipartUpload(upload -> upload.parts(completed)));
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aComputedObjectHasTheETagOfItsBytesAndParts() {
        StoredVersion whole = bucket.put(PutRequest.computed("whole", 10_000_001, 7));
        StoredVersion parts =
                bucket.put(PutRequest.computed("parts", 10_000_001, 7).partSize(4_000_000));

        byte[] bytes = get("whole");
        assertThat(bytes).hasSize(10_000_001).isEqualTo(get("parts"));
        assertThat(whole.eTag()).isEqualTo(Digests.hex(Digests.md5(bytes)));
        assertThat(parts.eTag())
                .isEqualTo(eTagOf(List.of(
                        Arrays.copyOf(bytes, 4_000_000),
                        Arrays.copyOfRange(bytes, 4_000_000, 8_000_000),
                        Arrays.copyOfRange(bytes, 8_000_000, 10_000_001))));
        assertThat(range("parts", 3_999_990, 4_000_010)).isEqualTo(Arrays.copyOfRange(bytes, 3_999_990, 4_000_010));
    }

    @Test
    void aSeedDecidesTheBytes() {
        String first = bucket.put(PutRequest.computed("a", 100_000, 1)).eTag();

        assertThat(bucket.put(PutRequest.computed("b", 100_000, 1)).eTag()).isEqualTo(first);
        assertThat(bucket.put(PutRequest.computed("c", 100_000, 2)).eTag()).isNotEqualTo(first);
        assertThat(Arrays.copyOf(get("a"), 65_536)).isEqualTo(Arrays.copyOfRange(get("b"), 0, 65_536));
    }

    @Test
    void anObjectOfFiftyGibibytesTakesNoMemory() {
        bucket.put(PutRequest.computed("large", FIFTY_GIBIBYTES + 5, 7).partSize(64 << 20));

        HeadObjectResponse first =
                s3.headObject(head -> head.bucket("data").key("large").partNumber(1));
        HeadObjectResponse last =
                s3.headObject(head -> head.bucket("data").key("large").partNumber(801));

        assertThat(first.partsCount()).isEqualTo(801);
        assertThat(first.contentLength()).isEqualTo(64L << 20);
        assertThat(last.contentLength()).isEqualTo(5);
        assertThat(head("large").contentLength()).isEqualTo(FIFTY_GIBIBYTES + 5);
        assertThat(head("large").eTag()).endsWith("-801\"");
        assertThat(range("large", FIFTY_GIBIBYTES - 3, FIFTY_GIBIBYTES + 5))
                .isEqualTo(concatenated(range("large", 65_533, 65_536), range("large", 0, 5)));
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void aComputedObjectIsCopiedByItsPartsWithoutItsBytes() {
        String eTag = bucket.put(PutRequest.computed("large", 40L << 20, 7).partSize(16 << 20))
                .eTag();
        String id = s3.createMultipartUpload(create -> create.bucket("data").key("copy"))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i + 1;
            String range = "bytes=" + ((long) i << 24) + "-" + (Math.min(40L << 20, (i + 1L) << 24) - 1);
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(s3.uploadPartCopy(copy -> copy.sourceBucket("data")
                                    .sourceKey("large")
                                    .destinationBucket("data")
                                    .destinationKey("copy")
                                    .uploadId(id)
                                    .partNumber(number)
                                    .copySourceRange(range))
                            .copyPartResult()
                            .eTag())
                    .build());
        }
        s3.completeMultipartUpload(complete ->
                complete.bucket("data").key("copy").uploadId(id).multipartUpload(upload -> upload.parts(parts)));

        assertThat(head("copy").eTag()).isEqualTo('"' + eTag + '"');
        assertThat(range("copy", 20_000_000, 20_000_100)).isEqualTo(range("large", 20_000_000, 20_000_100));
    }

    @Test
    void ofALargeUploadOnlyTheDigestsAreKept() {
        byte[] large = random(2_000_000, 1);
        s3.putObject(put -> put.bucket("data").key("large"), RequestBody.fromBytes(large));
        s3.putObject(put -> put.bucket("data").key("small"), RequestBody.fromBytes(random(1 << 20, 2)));

        assertThat(head("large").contentLength()).isEqualTo(2_000_000);
        assertThat(head("large").eTag()).isEqualTo('"' + Digests.hex(Digests.md5(large)) + '"');
        assertThat(head("large").checksumCRC32()).isEqualTo(Checksum.base64(ChecksumAlgorithm.CRC32.digest(large)));
        assertThat(S3Contract.refused(501, "NotImplemented", () -> get("large"))
                        .awsErrorDetails()
                        .errorMessage())
                .isEqualTo(
                        "The bytes of this object are gone: this server keeps the digests of large bodies and not their"
                                + " bytes");
        assertThat(get("small")).isEqualTo(random(1 << 20, 2));
        s3.copyObject(copy -> copy.sourceBucket("data")
                .sourceKey("large")
                .destinationBucket("data")
                .destinationKey("copy"));
        assertThat(head("copy").eTag()).isEqualTo(head("large").eTag());
    }

    @Test
    void aDamagedUploadIsRefusedWhereOnlyItsDigestsAreKept() {
        S3Contract.refused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        put -> put.bucket("data").key("large").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromBytes(random(2_000_000, 1))));
        S3Contract.refused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        put -> put.bucket("data").key("large").checksumCRC32("AAAAAA=="),
                        RequestBody.fromBytes(random(2_000_000, 1))));
        assertThat(bucket.versions()).isEmpty();
    }

    @Test
    void aMultipartUploadHasItsETagHoweverItsBytesTravel() {
        List<byte[]> parts = List.of(random(SIX_MEBIBYTES, 1), random(SIX_MEBIBYTES, 2), random(1000, 3));
        try (S3Client inOnePiece = Clients.withoutTrailers(server.endpoint(), "test", "testsecret");
                S3Client inSignedChunks = Clients.chunking(server.endpoint(), "test", "testsecret")) {
            for (S3Client client : List.of(s3, inOnePiece, inSignedChunks)) {
                upload(client, "large", null, null, parts);

                assertThat(head("large").eTag()).isEqualTo('"' + eTagOf(parts) + '"');
                assertThat(head("large").contentLength()).isEqualTo(2L * SIX_MEBIBYTES + 1000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = software.amazon.awssdk.services.s3.model.ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C"})
    void theChecksumOfTheWholeFollowsFromThoseOfTheParts(
            software.amazon.awssdk.services.s3.model.ChecksumAlgorithm algorithm) {
        List<byte[]> parts = List.of(random(SIX_MEBIBYTES, 1), random(SIX_MEBIBYTES, 2), random(1000, 3));
        byte[] all = concatenated(concatenated(parts.get(0), parts.get(1)), parts.get(2));

        upload(s3, "large", algorithm, ChecksumType.FULL_OBJECT, parts);

        ChecksumAlgorithm own = ChecksumAlgorithm.named(algorithm.toString()).orElseThrow();
        assertThat(head("large").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(head("large").checksumCRC32() + " " + head("large").checksumCRC32C())
                .contains(Checksum.base64(own.digest(all)));
    }

    @Test
    void theChecksumOfTheWholeIsThatOfItsBytesWhereverTheyAreCut() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = random(random.nextInt(5000), seed);
            List<Content> pieces = new ArrayList<>();
            for (int from = 0; from < bytes.length || pieces.size() < 2; ) {
                int to = Math.min(bytes.length, from + random.nextInt(2000));
                pieces.add(Content.of(Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            Content joined = Content.joined(pieces);
            for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
                if (algorithm.isComputed()) {
                    assertThat(joined.digest(algorithm))
                            .as("seed %d, %s", seed, algorithm)
                            .hasValue(algorithm.digest(bytes));
                }
            }
            assertThat(joined.md5()).isEqualTo(Digests.md5(bytes));
        }
    }

    @Test
    void anUploadOfAComputedObjectCanBeReadAlthoughItsBytesAreNotKept() {
        bucket.put(PutRequest.computed("source", 13L << 20, 7).partSize(SIX_MEBIBYTES));
        byte[] bytes = get("source");

        upload(
                s3,
                "replica",
                null,
                null,
                List.of(
                        Arrays.copyOf(bytes, SIX_MEBIBYTES),
                        Arrays.copyOfRange(bytes, SIX_MEBIBYTES, 2 * SIX_MEBIBYTES),
                        Arrays.copyOfRange(bytes, 2 * SIX_MEBIBYTES, bytes.length)));

        assertThat(head("replica").eTag()).isEqualTo(head("source").eTag());
        assertThat(get("replica")).isEqualTo(bytes);
    }

    @Test
    void partsAreOneToTenThousand() {
        assertThatThrownBy(() -> PutRequest.computed("a", 10_001, 1).partSize(1))
                .hasMessage("Cannot put \"a\" in parts of 1 bytes: 10001 bytes have to make 1 to 10,000 parts");
        assertThatThrownBy(() -> PutRequest.computed("a", 10, 1).partSize(0))
                .hasMessage("Cannot put \"a\" in parts of 0 bytes: 10 bytes have to make 1 to 10,000 parts");
    }
}
