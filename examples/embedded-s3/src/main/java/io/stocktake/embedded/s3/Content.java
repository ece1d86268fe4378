package io.stocktake.embedded.s3;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of an object: kept, or computed as they are sent. */
interface Content {
    long length();

    void writeTo(OutputStream out, long from, long count) throws IOException;

    /** All bytes at once, for what has to see them: checksums, copies. */
    byte[] bytes();

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out, long from, long count) throws IOException {
                out.write(bytes, Math.toIntExact(from), Math.toIntExact(count));
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }
        };
    }

    /** So many bytes of the letters a to z in turn, kept nowhere. */
    static Content letters(long length) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out, long from, long count) throws IOException {
                byte[] piece = new byte[(int) Math.min(count, 64 * 1024)];
                for (long at = from; at < from + count; ) {
                    int size = (int) Math.min(piece.length, from + count - at);
                    for (int i = 0; i < size; i++) {
                        piece[i] = (byte) ('a' + (at + i) % 26);
                    }
                    out.write(piece, 0, size);
                    at += size;
                }
            }

            @Override
            public byte[] bytes() {
                byte[] all = new byte[Math.toIntExact(length)];
                for (int i = 0; i < all.length; i++) {
                    all[i] = (byte) ('a' + i % 26);
                }
                return all;
            }
        };
    }
}
