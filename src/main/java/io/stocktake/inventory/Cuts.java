package io.stocktake.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cuts.json}, which stands beside a report's manifest: how its rows spread over the keys, for the next listing of
 * the same bucket to be cut evenly, and by which run it was delivered. Consumers of the report do not look at it.
 *
 * @param run the run that delivered the report
 * @param started when its scan began
 * @param rows the report's rows
 * @param bytes the bytes of its data files
 * @param tasks how many tasks had rows: one where the bucket was listed in one stream
 * @param cuts ascending; the last is the report's last key, and their rows add up to the report's
 */
public record Cuts(RunId run, Instant started, long rows, long bytes, int tasks, List<Cut> cuts) {

    /** The last part of its key. */
    public static final String FILE_NAME = "cuts.json";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public Cuts {
        cuts = List.copyOf(cuts);
    }

    /** As JSON. */
    public String toJson() {
        ObjectNode document = JSON.createObjectNode();
        document.put("run", run.text());
        document.put("started", started.toString());
        document.put("rows", rows);
        document.put("bytes", bytes);
        document.put("tasks", tasks);
        var array = document.putArray("cuts");
        for (Cut cut : cuts) {
            array.addObject().put("key", cut.key()).put("rows", cut.rows());
        }
        return document.toString() + "\n";
    }

    /**
     * From JSON.
     *
     * @param name what to call it in an error
     * @throws IllegalArgumentException if the text is not what {@link #toJson} makes
     */
    public static Cuts fromJson(String text, String name) {
        try {
            JsonNode document = JSON.readTree(text);
            List<Cut> cuts = new ArrayList<>();
            for (JsonNode cut : document.required("cuts")) {
                cuts.add(new Cut(
                        cut.required("key").asText(), cut.required("rows").asLong()));
            }
            return new Cuts(
                    new RunId(document.required("run").asText()),
                    Instant.parse(document.required("started").asText()),
                    document.required("rows").asLong(),
                    document.required("bytes").asLong(),
                    // Where it is not said it may have been one.
                    document.path("tasks").asInt(1),
                    cuts);
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "Cannot read the cuts \"" + name + "\": " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Keys at which to cut the next listing, so that each range holds about as many rows.
     *
     * @param ranges how many ranges are wanted
     * @return one key fewer than there will be ranges, at the most; ascending
     */
    public List<String> evenly(int ranges) {
        List<String> keys = new ArrayList<>();
        long passed = 0;
        for (Cut cut : cuts.subList(0, Math.max(0, cuts.size() - 1))) {
            passed += cut.rows();
            if (passed >= (keys.size() + 1) * (rows / ranges)) {
                keys.add(cut.key());
            }
            if (keys.size() == ranges - 1) {
                break;
            }
        }
        return keys;
    }
}
