package io.stocktake.embedded.s3;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME, the checksum that S3 adds to every object since December 2024: polynomial 0xAD93D23594C93659, reflected
 * in and out, all ones before and after (NVM Express Command Set Specification, 64b CRC). Used by one thread.
 */
final class Crc64Nvme implements Checksum {
    static final long REFLECTED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private long crc = -1L;

    @Override
    public void update(int b) {
        crc = TABLES[0][(int) (crc ^ b) & 0xFF] ^ crc >>> 8;
    }

    @Override
    public void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        long state = crc;
        for (; at + 8 <= end; at += 8) {
            long next = 0;
            for (int i = 7; i >= 0; i--) {
                next = next << 8 | (bytes[at + i] & 0xFF);
            }
            state ^= next;
            long folded = 0;
            for (int i = 0; i < 8; i++) {
                folded ^= TABLES[7 - i][(int) (state >>> (8 * i)) & 0xFF];
            }
            state = folded;
        }
        crc = state;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1L;
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
