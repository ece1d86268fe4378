package io.stocktake.inventory;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * The two spellings of a report's minute, which is that of the scan's start in UTC: a folder {@code 2016-11-06T21-32Z}
 * for the manifest and a Hive partition {@code dt=2016-11-06-21-32} for the symlink.
 *
 * <p>Source: S3 User Guide, "Locating your inventory list".
 */
public final class ReportTime {
    private static final DateTimeFormatter FOLDER = formatter("uuuu-MM-dd'T'HH-mm'Z'");
    private static final DateTimeFormatter PARTITION = formatter("'dt='uuuu-MM-dd-HH-mm");

    private ReportTime() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The folder of the report that was started at this instant; seconds do not show in it. */
    public static String folder(Instant start) {
        return FOLDER.format(start.atOffset(ZoneOffset.UTC));
    }

    /** The Hive partition, {@code dt=} included, of the report that was started at this instant. */
    public static String partition(Instant start) {
        return PARTITION.format(start.atOffset(ZoneOffset.UTC));
    }

    /** The minute that a folder is named for, if it is a report's. */
    public static Optional<Instant> ofFolder(String folder) {
        return parse(FOLDER, folder);
    }

    /** The minute that a Hive partition is named for, if it is a report's. */
    public static Optional<Instant> ofPartition(String partition) {
        return parse(PARTITION, partition);
    }

    private static Optional<Instant> parse(DateTimeFormatter formatter, String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, formatter).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
