package io.stocktake.embedded.s3;

import java.io.IOException;

/** Bytes in memory. */
final class KeptContent implements Content {
    private final byte[] bytes;
    /** Asked for several times: by Content-MD5, as an ETag, as a part of one. */
    private volatile byte[] md5 = {};

    KeptContent(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void read(long from, long count, Pieces pieces) throws IOException {
        pieces.add(bytes, Math.toIntExact(from), Math.toIntExact(count));
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public byte[] md5() {
        byte[] known = md5;
        if (known.length == 0) {
            known = Digests.md5(bytes);
            md5 = known;
        }
        return known;
    }
}
