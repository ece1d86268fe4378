package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Walks a virtual bucket and writes its entries straight into the page's bytes. A page of 1,000 keys has to cost less
 * here than in any client, so what repeats from entry to entry is kept as bytes, and a date is written anew once a minute.
 */
final class VirtualCursor implements ListingCursor {
    private static final byte[] OBJECT_START = ascii("<Contents><Key>");
    private static final byte[] VERSION_START = ascii("<Version><Key>");
    private static final byte[] MARKER_START = ascii("<DeleteMarker><Key>");
    private static final byte[] VERSION_ID = ascii("</Key><VersionId>");
    private static final byte[] LATEST = ascii("</VersionId><IsLatest>true</IsLatest><LastModified>");
    private static final byte[] NOT_LATEST = ascii("</VersionId><IsLatest>false</IsLatest><LastModified>");
    private static final byte[] LAST_MODIFIED = ascii("</Key><LastModified>");
    private static final byte[] MILLIS = ascii(".000Z</LastModified>");
    private static final byte[] E_TAG = ascii(".000Z</LastModified><ETag>&quot;");
    private static final byte[] SIZE = ascii("&quot;</ETag><Size>");
    private static final byte[] NULL_ID = ascii(ObjectVersion.NULL_ID);
    /** Two hexadecimal digits of every byte. */
    private static final byte[] HEX = hexPairs();

    private final VirtualKeys keys;
    private final EntryStyle style;
    private final StoredCursor.Mode mode;
    private final boolean versioned;
    /** What follows the size of an object or version, and the date of a delete marker. */
    private final byte[] end;

    private final byte[] markerEnd;
    private final byte[] key = new byte[Key.MAXIMUM_LENGTH];
    private int keyLength;
    private long index = -1;
    private int ordinal;

    private final byte[] minute = new byte[17];
    private long minuteOf = Long.MIN_VALUE;

    VirtualCursor(VirtualKeys keys, Account owner, EntryStyle style, StoredCursor.Mode mode, boolean versioned) {
        this.keys = keys;
        this.style = style;
        this.mode = mode;
        this.versioned = versioned;
        XmlBuffer element = new XmlBuffer(256);
        if (style.owner()) {
            StoredCursor.owner(element, owner);
        }
        String ownerElement = new String(element.toBytes(), StandardCharsets.UTF_8);
        String name = mode == StoredCursor.Mode.OBJECTS ? "Contents" : "Version";
        end = ("</Size>" + ownerElement + "<StorageClass>STANDARD</StorageClass></" + name + ">")
                .getBytes(StandardCharsets.UTF_8);
        markerEnd = (ownerElement + "</DeleteMarker>").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hexPairs() {
        byte[] pairs = new byte[512];
        for (int value = 0; value < 256; value++) {
            pairs[2 * value] = (byte) Character.forDigit(value >> 4, 16);
            pairs[2 * value + 1] = (byte) Character.forDigit(value & 15, 16);
        }
        return pairs;
    }

    @Override
    public void seekFrom(byte[] from) {
        standBefore(keys.firstFrom(from));
    }

    @Override
    public void seekAfter(byte[] after) {
        long first = keys.firstFrom(after);
        boolean equal = first < keys.count() && Arrays.equals(keys.key(first), after);
        standBefore(equal ? first + 1 : first);
    }

    private void standBefore(long next) {
        index = next - 1;
        ordinal = Integer.MAX_VALUE - 1;
    }

    @Override
    public void seekAfterVersion(byte[] after, String versionId) {
        seekAfter(after);
        OptionalLong number = VersionIds.sequence(versionId);
        if (versioned && number.isPresent() && index >= 0 && Arrays.equals(keys.key(index), after)) {
            ordinal = VirtualBucket.ordinal(number.getAsLong());
            keyLength = keys.write(index, key, 0);
        }
    }

    @Override
    public boolean next() {
        if (mode == StoredCursor.Mode.VERSIONS && index >= 0 && ++ordinal < keys.versions(index)) {
            return true;
        }
        ordinal = 0;
        do {
            if (++index >= keys.count()) {
                return false;
            }
        } while (mode == StoredCursor.Mode.OBJECTS && versioned && keys.isDeleteMarker(index, 0));
        keyLength = keys.write(index, key, 0);
        return true;
    }

    @Override
    public byte[] key() {
        return key;
    }

    @Override
    public int keyLength() {
        return keyLength;
    }

    @Override
    public String versionId() {
        return versioned ? VersionIds.of(VirtualBucket.number(keys.identity(index), ordinal)) : ObjectVersion.NULL_ID;
    }

    @Override
    public void write(XmlBuffer out) {
        boolean marker = versioned && keys.isDeleteMarker(index, ordinal);
        long number = VirtualBucket.number(keys.identity(index), ordinal);
        if (mode == StoredCursor.Mode.OBJECTS) {
            out.append(OBJECT_START);
            style.write(out, key, keyLength);
            out.append(LAST_MODIFIED);
        } else {
            out.append(marker ? MARKER_START : VERSION_START);
            style.write(out, key, keyLength);
            out.append(VERSION_ID);
            versionId(out, number);
            out.append(ordinal == 0 ? LATEST : NOT_LATEST);
        }
        lastModified(out);
        if (marker) {
            out.append(MILLIS).append(markerEnd);
        } else {
            out.append(E_TAG);
            eTag(out, number);
            out.append(SIZE).number(VirtualBucket.size(number)).append(end);
        }
    }

    private void versionId(XmlBuffer out, long number) {
        if (versioned) {
            int at = out.length();
            out.advanceTo(VersionIds.write(number, out.room(32), at));
        } else {
            out.append(NULL_ID);
        }
    }

    private void lastModified(XmlBuffer out) {
        long second = VirtualBucket.lastModifiedSecond(keys.identity(index), ordinal);
        long itsMinute = Math.floorDiv(second, 60L);
        if (itsMinute != minuteOf) {
            minuteOf = itsMinute;
            String text = LocalDateTime.ofEpochSecond(itsMinute * 60, 0, ZoneOffset.UTC) + ":";
            System.arraycopy(ascii(text), 0, minute, 0, minute.length);
        }
        out.append(minute).digits((int) (second - itsMinute * 60), 2);
    }

    private static void eTag(XmlBuffer out, long number) {
        byte[] target = out.room(32);
        int at = hex(VirtualBucket.eTagHigh(number), target, out.length());
        out.advanceTo(hex(VirtualBucket.eTagLow(number), target, at));
    }

    private static int hex(long value, byte[] target, int offset) {
        int at = offset;
        for (int shift = 56; shift >= 0; shift -= 8) {
            int pair = (int) (value >>> shift & 0xFF) * 2;
            target[at++] = HEX[pair];
            target[at++] = HEX[pair + 1];
        }
        return at;
    }
}
