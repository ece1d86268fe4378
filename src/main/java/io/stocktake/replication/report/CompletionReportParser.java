package io.stocktake.replication.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads one manifest of a completion report, and says of a bad one what is wrong with it. */
final class CompletionReportParser {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final JsonNode document;

    CompletionReportParser(JsonNode document) {
        this.document = document;
    }

    CompletionReportManifest parse() {
        String format = text(document, "Format", "Format");
        if (!format.equals(CompletionReportManifest.FORMAT)) {
            throw bad("its \"Format\" is \"%s\", only \"%s\" is known"
                    .formatted(format, CompletionReportManifest.FORMAT));
        }
        return new CompletionReportManifest(created(), results(), text(document, "ReportSchema", "ReportSchema"));
    }

    private Instant created() {
        String date = text(document, "ReportCreationDate", "ReportCreationDate");
        try {
            return Instant.parse(date);
        } catch (DateTimeException unreadable) {
            throw bad("its \"ReportCreationDate\" is \"%s\", not a time such as 2019-04-05T17:48:39.725Z"
                    .formatted(date));
        }
    }

    private List<CompletionReportManifest.Result> results() {
        JsonNode results = member(document, "Results", "Results");
        if (!results.isArray()) {
            throw bad("its \"Results\" is not an array");
        }
        List<CompletionReportManifest.Result> parsed = new ArrayList<>(results.size());
        for (JsonNode result : results) {
            parsed.add(result(result, "Results[%d]".formatted(parsed.size())));
        }
        return parsed;
    }

    private static CompletionReportManifest.Result result(JsonNode result, String path) {
        if (!result.isObject()) {
            throw bad("its \"%s\" is not an object".formatted(path));
        }
        String status = text(result, "TaskExecutionStatus", path + ".TaskExecutionStatus");
        String md5 = text(result, "MD5Checksum", path + ".MD5Checksum").toLowerCase(Locale.ROOT);
        if (!MD5.matcher(md5).matches()) {
            throw bad("its \"%s.MD5Checksum\" is \"%s\", not an MD5 in hexadecimal".formatted(path, md5));
        }
        return new CompletionReportManifest.Result(
                Arrays.stream(TaskStatus.values())
                        .filter(known -> known.awsName().equals(status))
                        .findFirst()
                        .orElseThrow(() -> bad("its \"%s.TaskExecutionStatus\" is \"%s\", neither succeeded nor failed"
                                .formatted(path, status))),
                text(result, "Bucket", path + ".Bucket"),
                md5,
                text(result, "Key", path + ".Key"));
    }

    private static String text(JsonNode object, String member, String path) {
        JsonNode value = member(object, member, path);
        if (!value.isTextual()) {
            throw bad("its \"%s\" is %s, not a string".formatted(path, value));
        }
        if (value.textValue().isEmpty()) {
            throw bad("its \"%s\" is empty".formatted(path));
        }
        return value.textValue();
    }

    private static JsonNode member(JsonNode object, String member, String path) {
        JsonNode value = object.get(member);
        if (value == null) {
            throw bad("its \"%s\" is missing".formatted(path));
        }
        return value;
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what);
    }
}
