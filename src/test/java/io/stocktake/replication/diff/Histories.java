package io.stocktake.replication.diff;

import io.stocktake.replication.Difference;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Histories of the key {@code k} as tests write them: oldest first, {@code A@10} an object of content A made 10 seconds
 * after 1970, {@code -@20} a delete marker. The first entry of the source has the version id {@code s1}, of the destination
 * {@code d1}. Contents of different capitals have different sizes; {@code A} and {@code a} have one size and different
 * ETags.
 */
final class Histories {
    static final UTF8String KEY = UTF8String.fromString("k");

    private Histories() {}

    static KeyHistory source(String oldestFirst) {
        return history("s", oldestFirst);
    }

    static KeyHistory destination(String oldestFirst) {
        return history("d", oldestFirst);
    }

    static KeyHistory history(String side, String oldestFirst) {
        List<ListedVersion> versions = new ArrayList<>();
        String[] entries =
                oldestFirst.isBlank() ? new String[0] : oldestFirst.trim().split(" +", -1);
        for (int i = 0; i < entries.length; i++) {
            String[] entry = entries[i].split("@", 2);
            boolean isLatest = i == entries.length - 1;
            versions.add(version(side + (i + 1), entry[0], Long.parseLong(entry[1]), isLatest));
        }
        Collections.reverse(versions);
        return new KeyHistory(KEY, versions);
    }

    static ListedVersion version(String versionId, String content, long seconds, boolean isLatest) {
        boolean isDeleteMarker = content.equals("-");
        String digit = "%02x".formatted((int) content.charAt(0));
        return new ListedVersion(
                KEY,
                UTF8String.fromString(versionId),
                isLatest,
                isDeleteMarker,
                isDeleteMarker ? 0 : Character.toUpperCase(content.charAt(0)),
                seconds * 1_000_000,
                UTF8String.fromString(isDeleteMarker ? "" : digit.repeat(16) + content.substring(1)),
                UTF8String.fromString(isDeleteMarker ? "" : "STANDARD"),
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8);
    }

    /** {@code CHANGED s2 by all seen d1: reason}; nobody and nothing where there is none. */
    static String text(Difference difference) {
        return difference.outcome() + " " + difference.version().versionId() + " by "
                + difference.rule().orElse("nobody") + " seen "
                + difference.seen().map(entry -> entry.versionId().toString()).orElse("nothing")
                + (difference.reason().isEmpty() ? "" : ": " + difference.reason());
    }

    static List<String> texts(List<Difference> differences) {
        return differences.stream().map(Histories::text).toList();
    }
}
