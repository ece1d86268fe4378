package io.stocktake.sync.operations;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.inventory.Frequency;
import io.stocktake.run.CompletedRun;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of {@code Custom:OpsData}: what there is to know of a run. */
final class OpsData {
    private OpsData() {}

    static Map<String, String> of(CompletedRun run) {
        RunSubject subject = run.subject();
        RunCounts counts = run.counts();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("RunId", run.run().text());
        attributes.put("Job", subject.job().commandName());
        attributes.put("Definition", subject.definition());
        attributes.put("Bucket", subject.bucket());
        subject.organizationalUnit().ifPresent(unit -> attributes.put("OrganizationalUnit", unit));
        subject.schedule().map(Frequency::awsName).ifPresent(schedule -> attributes.put("Schedule", schedule));
        attributes.put("StartTime", CaptureText.time(run.start()));
        attributes.put("EndTime", CaptureText.time(run.end()));
        attributes.put("Outcome", outcome(run.outcome()));
        attributes.put("Objects", Long.toString(counts.objects()));
        attributes.put("Bytes", Long.toString(counts.bytes()));
        attributes.put("Requests", Long.toString(counts.requests()));
        attributes.put("Retries", Long.toString(counts.retries()));
        attributes.put("FailedObjects", Long.toString(counts.failures()));
        if (!counts.failedObjects().isEmpty()) {
            attributes.put(
                    "FailedObjectsByErrorCode",
                    counts.failedObjects().entrySet().stream()
                            .map(code -> code.getKey() + "=" + code.getValue())
                            .collect(joining(",")));
        }
        attributes.put("Message", run.message());
        run.report().ifPresent(report -> attributes.put("Report", report));
        return attributes;
    }

    private static String outcome(RunOutcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> "Succeeded";
            case INCOMPLETE -> "Incomplete";
            case FAILED -> "Failed";
        };
    }
}
