package io.stocktake.sync;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/**
 * Writes the records of a capture: a flat object of strings a line, in UTF-8, each with the three members that every
 * record of a resource data sync has. Not thread-safe.
 *
 * <p>Source: Systems Manager User Guide, "Querying inventory data from multiple Regions and accounts".
 */
public final class CaptureLines {
    private static final SerializedString RESOURCE_ID = new SerializedString("resourceId");
    private static final SerializedString CAPTURE_TIME = new SerializedString("captureTime");
    private static final SerializedString SCHEMA_VERSION = new SerializedString("schemaVersion");
    private static final SerializedString VERSION = new SerializedString("1.0");

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // A record that breaks off must not be rounded off to one that looks whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator generator;
    private final SerializedString resourceId;
    private final SerializedString captureTime;

    /**
     * Records of one resource.
     *
     * @param out gets each record when it ends; not closed
     * @param time of the capture
     */
    public CaptureLines(OutputStream out, CapturedResource resource, Instant time) throws IOException {
        generator = JSON.createGenerator(out, JsonEncoding.UTF8);
        // The generator would put a space between two records.
        generator.setRootValueSeparator(null);
        resourceId = new SerializedString(resource.bucket());
        captureTime = new SerializedString(seconds(time));
    }

    /** A time as {@code 2026-11-06T21:32:00Z}. */
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time as {@code 2026-11-06T21:32:00.000Z}, from milliseconds since the epoch. */
    public static String milliseconds(long millis) {
        return MILLISECONDS.format(Instant.ofEpochMilli(millis));
    }

    /** Begins a record. */
    public void begin() throws IOException {
        generator.writeStartObject();
    }

    /** A member. */
    public void member(SerializableString name, String value) throws IOException {
        generator.writeFieldName(name);
        generator.writeString(value);
    }

    /** A member whose value is valid UTF-8. */
    public void member(SerializableString name, byte[] utf8) throws IOException {
        generator.writeFieldName(name);
        generator.writeUTF8String(utf8, 0, utf8.length);
    }

    /** Ends a record; all of it has been passed on then. */
    public void end() throws IOException {
        generator.writeFieldName(RESOURCE_ID);
        generator.writeString(resourceId);
        generator.writeFieldName(CAPTURE_TIME);
        generator.writeString(captureTime);
        generator.writeFieldName(SCHEMA_VERSION);
        generator.writeString(VERSION);
        generator.writeEndObject();
        generator.writeRaw('\n');
        generator.flush();
    }
}
