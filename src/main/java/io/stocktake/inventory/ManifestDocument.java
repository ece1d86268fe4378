package io.stocktake.inventory;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** A manifest as a JSON document, before it is known which manifest it is. */
public final class ManifestDocument {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build()
            .reader();

    private ManifestDocument() {}

    /**
     * Reads a document. No member may stand there twice, and nothing may follow.
     *
     * @param in is left open
     * @param name what to call the manifest in an error: its location
     * @throws IOException if the stream fails or this is not JSON; the message names it and what is wrong
     */
    public static JsonNode read(InputStream in, String name) throws IOException {
        try {
            return JSON.readTree(in);
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String place = location == null
                    ? ""
                    : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
            throw new UnreadableReportException(
                    "Cannot read manifest \"%s\": it is not valid JSON%s: %s"
                            .formatted(name, place, e.getOriginalMessage()),
                    e);
        }
    }
}
