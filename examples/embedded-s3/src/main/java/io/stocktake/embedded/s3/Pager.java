package io.stocktake.embedded.s3;

import java.util.Arrays;

/**
 * Cuts one page out of a bucket: prefix, delimiter, markers and the number of entries mean the same in every kind of
 * listing. A group of keys that share a prefix up to the delimiter counts as one entry and is skipped in one step.
 */
final class Pager {
    private final ListingCursor cursor;
    private final byte[] prefix;
    private final byte[] delimiter;
    private final EntryStyle style;

    private final XmlBuffer contents;
    private final XmlBuffer groups;
    private int count;
    private boolean truncated;
    private byte[] lastKey = new byte[0];
    private String lastVersionId = "";
    private boolean lastIsGroup;
    private int firstEntryEnd;
    private int secondEntryEnd;

    Pager(
            ListingCursor cursor,
            byte[] prefix,
            byte[] delimiter,
            EntryStyle style,
            XmlBuffer contents,
            XmlBuffer groups) {
        this.cursor = cursor;
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.style = style;
        this.contents = contents;
        this.groups = groups;
    }

    /** Starts behind a key, which may be any bytes; no bytes at all start at the beginning. */
    Pager after(byte[] marker) {
        if (Arrays.compareUnsigned(marker, prefix) < 0) {
            cursor.seekFrom(prefix);
            return this;
        }
        int group = groupEnd(marker, marker.length);
        if (group >= 0) {
            // A marker inside a group stands for the whole group, which an earlier page has told.
            cursor.seekFrom(Key.beyond(Arrays.copyOf(marker, group)));
        } else if (marker.length == 0) {
            cursor.seekFrom(marker);
        } else {
            cursor.seekAfter(marker);
        }
        return this;
    }

    /** Starts with a key whose newest version has an id of its own, and behind any other. */
    Pager from(byte[] marker, BucketState bucket) {
        boolean named = marker.length > 0
                && bucket.current(Key.ofBytes(marker))
                        .filter(version -> !version.isNull())
                        .isPresent();
        if (!named || groupEnd(marker, marker.length) >= 0 || Arrays.compareUnsigned(marker, prefix) < 0) {
            return after(marker);
        }
        cursor.seekFrom(marker);
        return this;
    }

    /** Starts behind one version of a key. */
    Pager afterVersion(byte[] key, String versionId) {
        if (Arrays.compareUnsigned(key, prefix) < 0) {
            cursor.seekFrom(prefix);
        } else {
            cursor.seekAfterVersion(key, versionId);
        }
        return this;
    }

    Pager read(int maximum) {
        byte[] group = null;
        while (maximum > 0) {
            if (group != null) {
                cursor.seekFrom(Key.beyond(group));
                group = null;
            }
            if (!cursor.next() || !startsWith(cursor.key(), cursor.keyLength(), prefix)) {
                return this;
            }
            if (count == maximum) {
                truncated = true;
                return this;
            }
            count++;
            int end = groupEnd(cursor.key(), cursor.keyLength());
            if (end >= 0) {
                group = Arrays.copyOf(cursor.key(), end);
                groups.open("CommonPrefixes");
                style.element(groups, "Prefix", group);
                groups.close("CommonPrefixes");
            } else {
                cursor.write(contents);
                if (secondEntryEnd == 0) {
                    if (firstEntryEnd == 0) {
                        firstEntryEnd = contents.length();
                    } else {
                        secondEntryEnd = contents.length();
                    }
                }
            }
            if (count == maximum) {
                lastKey = group != null ? group : Arrays.copyOf(cursor.key(), cursor.keyLength());
                lastVersionId = cursor.versionId();
                lastIsGroup = group != null;
            }
        }
        return this;
    }

    private int groupEnd(byte[] key, int length) {
        if (delimiter.length == 0 || !startsWith(key, length, prefix)) {
            return -1;
        }
        for (int at = prefix.length; at + delimiter.length <= length; at++) {
            if (Arrays.equals(key, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at + delimiter.length;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] key, int length, byte[] prefix) {
        return length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Puts the page's second entry before its first, if it has two: what no store should do and some have done. */
    void swapFirstEntries() {
        if (secondEntryEnd > 0) {
            byte[] all = contents.toBytes();
            contents.clear();
            contents.append(all, firstEntryEnd, secondEntryEnd - firstEntryEnd)
                    .append(all, 0, firstEntryEnd)
                    .append(all, secondEntryEnd, all.length - secondEntryEnd);
        }
    }

    int count() {
        return count;
    }

    boolean truncated() {
        return truncated;
    }

    /** The last key or common prefix of a page that is truncated. */
    byte[] lastKey() {
        return lastKey;
    }

    String lastVersionId() {
        return lastVersionId;
    }

    boolean lastIsGroup() {
        return lastIsGroup;
    }
}
