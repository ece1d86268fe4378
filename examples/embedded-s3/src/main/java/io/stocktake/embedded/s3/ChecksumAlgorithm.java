package io.stocktake.embedded.s3;

import java.security.MessageDigest;
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

    /** A checksum to which bytes are added piece by piece. Used by one thread. */
    interface Running {
        void update(byte[] bytes, int from, int count);

        /** The checksum of all bytes added, most significant byte first; nothing can be added afterwards. */
        byte[] value();
    }

    /** The checksum of no bytes yet. */
    Running start() {
        return switch (this) {
            case CRC32 -> crc(new CRC32(), 4);
            case CRC32C -> crc(new CRC32C(), 4);
            case CRC64NVME -> crc(new Crc64Nvme(), 8);
            case SHA1 -> running(Digests.of("SHA-1"));
            case SHA256 -> running(Digests.of("SHA-256"));
            case SHA512 -> running(Digests.of("SHA-512"));
            case MD5 -> running(Digests.of("MD5"));
            case XXHASH64, XXHASH3, XXHASH128 -> throw S3Error.notImplemented("checksum algorithm " + name());
        };
    }

    byte[] digest(byte[] bytes) {
        Running running = start();
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    /** How the checksum of two texts in a row follows from theirs; nothing where it does not. */
    Optional<CrcJoin> join() {
        return switch (this) {
            case CRC32 -> Optional.of(new CrcJoin(0xEDB88320L, 32));
            case CRC32C -> Optional.of(new CrcJoin(0x82F63B78L, 32));
            case CRC64NVME -> Optional.of(new CrcJoin(Crc64Nvme.REFLECTED_POLYNOMIAL, 64));
            default -> Optional.empty();
        };
    }

    private static Running running(MessageDigest digest) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int from, int count) {
                digest.update(bytes, from, count);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    private static Running crc(Checksum checksum, int width) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int from, int count) {
                checksum.update(bytes, from, count);
            }

            @Override
            public byte[] value() {
                byte[] bytes = new byte[width];
                for (int i = 0; i < width; i++) {
                    bytes[i] = (byte) (checksum.getValue() >>> (8 * (width - 1 - i)));
                }
                return bytes;
            }
        };
    }
}
