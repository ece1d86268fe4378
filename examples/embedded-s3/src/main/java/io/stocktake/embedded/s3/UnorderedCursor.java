package io.stocktake.embedded.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Walks a bucket key by key in an order that has nothing to do with the keys, as directory buckets and some stores list:
 * a key's place is a hash of it. The versions of a key stay together. A marker that is no key has a place of its own.
 */
final class UnorderedCursor implements ListingCursor {
    private static final Comparator<byte[]> ORDER =
            Comparator.<byte[]>comparingInt(UnorderedCursor::place).thenComparing(Arrays::compareUnsigned);

    private final ListingCursor entries;
    private final List<byte[]> keys = new ArrayList<>();
    private int position;
    /** Whether the cursor stands at an entry of the key before the position, whose next version may follow. */
    private boolean isAtKey;

    /** @param prefix of all keys that are walked */
    UnorderedCursor(ListingCursor entries, byte[] prefix) {
        this.entries = entries;
        entries.seekFrom(prefix);
        byte[] last = null;
        while (entries.next()) {
            byte[] key = Arrays.copyOf(entries.key(), entries.keyLength());
            if (key.length < prefix.length || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                break;
            }
            if (!Arrays.equals(key, last)) {
                keys.add(key);
                last = key;
            }
        }
        keys.sort(ORDER);
    }

    private static int place(byte[] key) {
        return Arrays.hashCode(key) * 0x9E3779B1;
    }

    /** All keys begin with the prefix, so that this is the beginning. */
    @Override
    public void seekFrom(byte[] key) {
        position = 0;
        isAtKey = false;
    }

    @Override
    public void seekAfter(byte[] key) {
        position = 0;
        while (position < keys.size() && ORDER.compare(keys.get(position), key) <= 0) {
            position++;
        }
        isAtKey = false;
    }

    @Override
    public void seekAfterVersion(byte[] key, String versionId) {
        seekAfter(key);
        entries.seekAfterVersion(key, versionId);
        isAtKey = position > 0 && Arrays.equals(keys.get(position - 1), key);
    }

    @Override
    public boolean next() {
        if (isAtKey && entries.next() && isOf(keys.get(position - 1))) {
            return true;
        }
        while (position < keys.size()) {
            byte[] key = keys.get(position++);
            entries.seekFrom(key);
            // It may have vanished since the bucket was read.
            if (entries.next() && isOf(key)) {
                isAtKey = true;
                return true;
            }
        }
        return false;
    }

    private boolean isOf(byte[] key) {
        return Arrays.equals(key, 0, key.length, entries.key(), 0, entries.keyLength());
    }

    @Override
    public byte[] key() {
        return entries.key();
    }

    @Override
    public int keyLength() {
        return entries.keyLength();
    }

    @Override
    public String versionId() {
        return entries.versionId();
    }

    @Override
    public void write(XmlBuffer out) {
        entries.write(out);
    }
}
