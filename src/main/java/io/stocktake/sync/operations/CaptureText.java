package io.stocktake.sync.operations;

import com.fasterxml.jackson.core.io.SerializedString;
import io.stocktake.sync.CaptureLines;
import io.stocktake.sync.CapturedResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** A capture of one bucket in the making, in memory. */
final class CaptureText {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final CaptureLines lines;
    private long records;

    CaptureText(CapturedResource resource, Instant captureTime) {
        try {
            lines = new CaptureLines(text, resource, captureTime);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** How a record tells an instant, as reports do: {@code 2026-11-06T21:32:00.000Z}. */
    static String time(Instant instant) {
        return CaptureLines.milliseconds(instant.toEpochMilli());
    }

    /** Adds a record with these attributes, in their order. */
    void add(Map<String, String> attributes) {
        try {
            lines.begin();
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                lines.member(new SerializedString(attribute.getKey()), attribute.getValue());
            }
            lines.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        records++;
    }

    long records() {
        return records;
    }

    long bytes() {
        return text.size();
    }

    /** The whole of it. */
    @Override
    public String toString() {
        return text.toString(StandardCharsets.UTF_8);
    }
}
