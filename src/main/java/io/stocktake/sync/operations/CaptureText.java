package io.stocktake.sync.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.sync.CapturedResource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** A capture of one bucket in the making: a line a record, each with the three members that every record ends in. */
final class CaptureText {
    private static final String SCHEMA_VERSION = "1.0";
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final CapturedResource resource;
    private final String captureTime;
    private final StringBuilder lines = new StringBuilder();
    private long records;
    private long bytes;

    CaptureText(CapturedResource resource, Instant captureTime) {
        this.resource = resource;
        this.captureTime = captureTime.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How a record tells an instant, as reports do: {@code 2026-11-06T21:32:00.000Z}. */
    static String time(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /** Adds a record with these attributes, in their order. */
    void add(Map<String, String> attributes) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        attributes.forEach(line::put);
        line.put("resourceId", resource.bucket());
        line.put("captureTime", captureTime);
        line.put("schemaVersion", SCHEMA_VERSION);
        String text = DocumentWriter.jsonLine(line);
        lines.append(text);
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        records++;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    /** The whole of it. */
    @Override
    public String toString() {
        return lines.toString();
    }
}
