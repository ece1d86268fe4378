package io.stocktake.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a run tells the others about itself.
 *
 * @param run the run
 * @param claim what it alone may write, such as the folder of a report
 * @param state how far it is
 * @param started when, by its own clock
 * @param heartbeat how often the record is written anew
 * @param beats how often it was
 * @param process where it runs, for people: {@code host:pid}
 */
public record RunRecord(
        RunId run, String claim, RunState state, Instant started, Duration heartbeat, long beats, String process) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static RunRecord first(RunId run, String claim, Instant started, Duration heartbeat) {
        return new RunRecord(run, claim, RunState.CLAIMING, started, heartbeat, 0, thisProcess());
    }

    RunRecord next(RunState nextState, String nextClaim) {
        return new RunRecord(run, nextClaim, nextState, started, heartbeat, beats + 1, process);
    }

    String toJson() {
        ObjectNode document = JSON.createObjectNode();
        document.put("run", run.text());
        document.put("claim", claim);
        document.put("state", state.name());
        document.put("started", started.toString());
        document.put("heartbeat", heartbeat.toString());
        document.put("beats", beats);
        document.put("process", process);
        return document.toPrettyString() + "\n";
    }

    /**
     * Reads a record.
     *
     * @param key where it is, for the message
     * @throws RunException if it is none
     */
    static RunRecord fromJson(String text, String key) {
        try {
            JsonNode document = JSON.readTree(text);
            return new RunRecord(
                    new RunId(document.required("run").asText()),
                    document.required("claim").asText(),
                    RunState.valueOf(document.required("state").asText()),
                    Instant.parse(document.required("started").asText()),
                    Duration.parse(document.required("heartbeat").asText()),
                    document.required("beats").asLong(),
                    document.required("process").asText());
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw new RunException(
                    "Cannot read the run record \"" + key + "\": " + unreadable.getMessage()
                            + ". If no run is at work there, delete it.",
                    unreadable);
        }
    }

    private static String thisProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            host = "unknown";
        }
        return host + ":" + ProcessHandle.current().pid();
    }
}
