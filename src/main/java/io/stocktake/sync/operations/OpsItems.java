package io.stocktake.sync.operations;

import io.stocktake.run.CompletedRun;
import io.stocktake.run.RunId;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of {@code Custom:OpsItem}: what somebody should look at. An item has the same id in every capture; what
 * a failed run gave rise to is resolved by a later run of the same definition that succeeds.
 *
 * <p>Status and severity are those of OpsCenter's OpsItems: 1 is critical, 4 is low.
 */
final class OpsItems {
    private static final String HIGH = "2";
    private static final String MEDIUM = "3";

    private OpsItems() {}

    /** What became of an item since. */
    enum Status {
        OPEN("Open"),
        RESOLVED("Resolved");

        private final String word;

        Status(String word) {
            this.word = word;
        }
    }

    /** What a run gives rise to: nothing, one for each error code, one if it did not come to its end. */
    static List<Map<String, String>> of(CompletedRun run, BucketRuns runs) {
        Definition definition = Definition.of(run.subject());
        Status status = runs.lastSuccess(definition)
                .filter(success -> success.isAfter(run.start()))
                .map(success -> Status.RESOLVED)
                .orElse(Status.OPEN);
        List<Map<String, String>> items = new ArrayList<>();
        Map<String, Long> failed = run.counts().failedObjects();
        if (run.outcome() == RunOutcome.FAILED) {
            items.add(failedRun("Failed run of " + definition, run, status));
        } else if (run.outcome() == RunOutcome.INCOMPLETE && failed.isEmpty()) {
            // Parts failed that are no objects, such as buckets of a sync: the message tells which.
            items.add(failedRun("Incomplete run of " + definition, run, status));
        }
        failed.forEach((code, objects) -> items.add(failedObjects(run, code, objects, status)));
        return items;
    }

    /** A definition without success for two periods. */
    static Map<String, String> of(OverdueDefinition overdue) {
        Definition definition = Definition.of(overdue.subject());
        String named = definition + " (" + overdue.frequency().awsName() + ")";
        String message = overdue.lastSuccess()
                .map(success -> "The last success of " + named + " is of " + CaptureText.time(success) + ".")
                .orElseGet(() -> "No success of " + named + " is known; it is there since "
                        + CaptureText.time(overdue.firstSeen()) + " at the latest.");
        return new Item("NoRecentSuccess", overdue.subject(), overdue.since())
                .attributes(
                        "No success of " + definition + " for two periods",
                        Status.OPEN,
                        HIGH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        message);
    }

    private static Map<String, String> failedRun(String title, CompletedRun run, Status status) {
        return new Item("FailedRun", run.subject(), run.end())
                .attributes(
                        title, status, HIGH, Optional.of(run.run()), Optional.empty(), Optional.empty(), run.message());
    }

    private static Map<String, String> failedObjects(CompletedRun run, String code, long objects, Status status) {
        String title = objects + (objects == 1 ? " failed object of " : " failed objects of ")
                + Definition.of(run.subject()) + ": " + code;
        return new Item("FailedObjects", run.subject(), run.end())
                .attributes(
                        title,
                        status,
                        MEDIUM,
                        Optional.of(run.run()),
                        Optional.of(code),
                        Optional.of(objects),
                        run.message());
    }

    private record Item(String category, RunSubject subject, Instant created) {
        Map<String, String> attributes(
                String title,
                Status status,
                String severity,
                Optional<RunId> run,
                Optional<String> code,
                Optional<Long> objects,
                String message) {
            String time = CaptureText.time(created);
            Map<String, String> attributes = new LinkedHashMap<>();
            attributes.put(
                    "OpsItemId",
                    "oi-"
                            + Fingerprint.of(
                                    category,
                                    subject.job().commandName(),
                                    subject.definition(),
                                    run.map(RunId::text).orElse(time),
                                    code.orElse("")));
            attributes.put("Title", title);
            attributes.put("Category", category);
            attributes.put("Status", status.word);
            attributes.put("Severity", severity);
            attributes.put("Job", subject.job().commandName());
            attributes.put("Definition", subject.definition());
            run.ifPresent(id -> attributes.put("RunId", id.text()));
            code.ifPresent(text -> attributes.put("ErrorCode", text));
            objects.ifPresent(number -> attributes.put("Objects", number.toString()));
            attributes.put("Message", message);
            attributes.put("CreatedTime", time);
            return attributes;
        }
    }
}
