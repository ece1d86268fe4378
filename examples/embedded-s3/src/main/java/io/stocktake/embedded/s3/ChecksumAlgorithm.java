package io.stocktake.embedded.s3;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The checksum algorithms of S3's {@code ChecksumAlgorithm}. The server computes all but the three of the xxHash family,
 * which an object filled in through {@link PutRequest} can only name.
 */
public enum ChecksumAlgorithm {
    CRC64NVME,
    CRC32,
    CRC32C,
    SHA1,
    SHA256,
    SHA512,
    MD5,
    XXHASH64,
    XXHASH3,
    XXHASH128;

    /** {@code x-amz-checksum-crc32} and so on. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element of XML documents and the last part of SDK members: {@code ChecksumCRC32}. */
    String element() {
        return "Checksum" + name();
    }

    static Optional<ChecksumAlgorithm> named(String name) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether S3 combines the checksums of parts into one of the whole object unless told otherwise. */
    boolean fullObjectByDefault() {
        return this == CRC64NVME;
    }

    boolean isComputed() {
        return this != XXHASH64 && this != XXHASH3 && this != XXHASH128;
    }

    /** The checksum in base64, as headers carry it. */
    String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(digest(bytes));
    }

    byte[] digest(byte[] bytes) {
        return switch (this) {
            case CRC32 -> crc(new CRC32(), bytes);
            case CRC32C -> crc(new CRC32C(), bytes);
            case CRC64NVME -> bigEndian(Crc64Nvme.of(bytes), 8);
            case SHA1 -> Digests.of("SHA-1").digest(bytes);
            case SHA256 -> Digests.sha256(bytes);
            case SHA512 -> Digests.of("SHA-512").digest(bytes);
            case MD5 -> Digests.md5(bytes);
            case XXHASH64, XXHASH3, XXHASH128 -> throw S3Error.notImplemented("checksum algorithm " + name());
        };
    }

    private static byte[] crc(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        return bigEndian(checksum.getValue(), 4);
    }

    private static byte[] bigEndian(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> (8 * (width - 1 - i)));
        }
        return bytes;
    }
}
