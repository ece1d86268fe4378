package io.stocktake.run;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 48 random bits that name a run. The UUIDs that name its data files begin with them, so that a listing by
 * {@link #filePrefix} finds one run's files and uploads.
 *
 * @param text 12 lower-case hexadecimal digits
 */
public record RunId(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern FILE = Pattern.compile("([0-9a-f]{8})-([0-9a-f]{4})-4.*");
    private static final int FIRST_GROUP = 8;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    public RunId {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Cannot name a run \"" + text + "\": a run is 12 hexadecimal digits in lower case");
        }
    }

    /** A new one. */
    public static RunId random() {
        return new RunId(String.format("%012x", RANDOM.nextLong() & 0xFFFF_FFFF_FFFFL));
    }

    /** The run that a file of this name belongs to, if the name is a UUID of a run. */
    public static Optional<RunId> ofFile(String name) {
        Matcher matcher = FILE.matcher(name);
        return matcher.matches() ? Optional.of(new RunId(matcher.group(1) + matcher.group(2))) : Optional.empty();
    }

    /** A new random UUID (version 4 of RFC 9562) that begins with the bits of this run. */
    public UUID newFile() {
        long random = RANDOM.nextLong();
        long mostSignificant = Long.parseLong(text, 16) << 16 | 0x4000 | (random & 0x0FFF);
        return new UUID(mostSignificant, VARIANT | RANDOM.nextLong() >>> 2);
    }

    /** What the names of all files of this run begin with. */
    public String filePrefix() {
        return text.substring(0, FIRST_GROUP) + "-" + text.substring(FIRST_GROUP) + "-";
    }

    @Override
    public String toString() {
        return text;
    }
}
