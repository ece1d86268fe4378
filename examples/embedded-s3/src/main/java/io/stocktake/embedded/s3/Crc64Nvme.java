package io.stocktake.embedded.s3;

/**
 * CRC-64/NVME, the checksum that S3 adds to every object since December 2024: polynomial 0xAD93D23594C93659, reflected
 * in and out, all ones before and after (NVM Express Command Set Specification, 64b CRC).
 */
final class Crc64Nvme {
    private static final long REFLECTED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private Crc64Nvme() {}

    static long of(byte[] bytes) {
        long crc = -1L;
        int at = 0;
        for (; at + 8 <= bytes.length; at += 8) {
            long next = 0;
            for (int i = 7; i >= 0; i--) {
                next = next << 8 | (bytes[at + i] & 0xFF);
            }
            crc ^= next;
            long folded = 0;
            for (int i = 0; i < 8; i++) {
                folded ^= TABLES[7 - i][(int) (crc >>> (8 * i)) & 0xFF];
            }
            crc = folded;
        }
        for (; at < bytes.length; at++) {
            crc = TABLES[0][(int) (crc ^ bytes[at]) & 0xFF] ^ crc >>> 8;
        }
        return ~crc;
    }

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int value = 0; value < 256; value++) {
            long crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED_POLYNOMIAL;
            }
            tables[0][value] = crc;
        }
        for (int table = 1; table < 8; table++) {
            for (int value = 0; value < 256; value++) {
                long crc = tables[table - 1][value];
                tables[table][value] = crc >>> 8 ^ tables[0][(int) crc & 0xFF];
            }
        }
        return tables;
    }
}
