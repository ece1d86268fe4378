package io.stocktake.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import io.stocktake.config.inventory.Frequency;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON of a completed run's record: what {@link #write} makes, and nothing else, {@link #parse} takes. */
final class CompletedRunDocument {
    private static final XmlNames NO_XML = new XmlNames("Run", Map.of(), Map.of(), Map.of());

    private CompletedRunDocument() {}

    static String write(CompletedRun completed) {
        RunSubject subject = completed.subject();
        RunCounts counts = completed.counts();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("run", completed.run().text());
        document.put("job", subject.job().commandName());
        document.put("definition", subject.definition());
        document.put("accountId", subject.accountId());
        document.put("region", subject.region());
        document.put("bucket", subject.bucket());
        subject.organizationalUnit().ifPresent(unit -> document.put("organizationalUnit", unit));
        subject.schedule().ifPresent(schedule -> document.put("schedule", schedule.awsName()));
        document.put("start", completed.start().toString());
        document.put("end", completed.end().toString());
        document.put("outcome", completed.outcome().word());
        document.put("message", completed.message());
        document.put("objects", counts.objects());
        document.put("bytes", counts.bytes());
        document.put("requests", counts.requests());
        document.put("retries", counts.retries());
        ObjectNode failed = document.putObject("failedObjects");
        counts.failedObjects().forEach(failed::put);
        completed.report().ifPresent(report -> document.put("report", report));
        return DocumentWriter.json(document);
    }

    /**
     * Reads a record.
     *
     * @param name what to call it in messages
     * @throws io.stocktake.config.document.InvalidDefinitionException with every problem
     */
    static CompletedRun parse(String text, String name) {
        Problems problems = new Problems(name, Refusal.INVALID_DEFINITION);
        MemberReader members = MemberReader.of(
                Documents.parse(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON, NO_XML, problems),
                problems);
        members.require("run", "job", "definition", "accountId", "region", "bucket");
        Optional<RunId> run = members.parsed("run", RunId::new);
        Optional<Job> job = members.parsed("job", CompletedRunDocument::job);
        Optional<String> definition = members.nonEmptyText("definition");
        Optional<String> account = members.nonEmptyText("accountId");
        Optional<String> region = members.nonEmptyText("region");
        Optional<String> bucket = members.nonEmptyText("bucket");
        Optional<String> unit = members.nonEmptyText("organizationalUnit");
        Optional<Frequency> schedule = members.choice("schedule", Frequency.values());
        members.require("start", "end", "outcome", "message");
        Optional<Instant> start = members.parsed("start", CompletedRunDocument::instant);
        Optional<Instant> end = members.parsed("end", CompletedRunDocument::instant);
        Optional<RunOutcome> outcome = members.parsed("outcome", CompletedRunDocument::outcome);
        Optional<String> message = members.text("message");
        RunCounts counts = counts(members, problems);
        Optional<String> report = members.nonEmptyText("report");
        members.refuseUnknown();
        problems.throwIfAny();
        return new CompletedRun(
                run.orElseThrow(),
                new RunSubject(
                        job.orElseThrow(),
                        definition.orElseThrow(),
                        account.orElseThrow(),
                        region.orElseThrow(),
                        bucket.orElseThrow(),
                        unit,
                        schedule),
                start.orElseThrow(),
                end.orElseThrow(),
                outcome.orElseThrow(),
                message.orElseThrow(),
                counts,
                report);
    }

    private static RunCounts counts(MemberReader members, Problems problems) {
        members.require("objects", "bytes", "requests", "retries", "failedObjects");
        Map<String, Long> failed = new TreeMap<>();
        members.object("failedObjects")
                .ifPresent(codes -> codes.unknown().forEach(code -> failed.put(code, count(codes, code, problems))));
        return new RunCounts(
                count(members, "objects", problems),
                count(members, "bytes", problems),
                count(members, "requests", problems),
                count(members, "retries", problems),
                failed);
    }

    private static long count(MemberReader members, String name, Problems problems) {
        long count = members.wholeNumber(name).orElse(0L);
        if (count < 0) {
            problems.add(members.path(name), Long.toString(count), "is less than 0");
        }
        return count;
    }

    private static Job job(String text) {
        return Job.of(text)
                .orElseThrow(() -> new IllegalArgumentException("it is inventory, replication or resource-data-sync"));
    }

    private static RunOutcome outcome(String text) {
        return RunOutcome.of(text)
                .orElseThrow(() -> new IllegalArgumentException("it is succeeded, incomplete or failed"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notAnInstant) {
            throw new IllegalArgumentException("it is no instant such as 2026-11-21T00:00:00Z", notAnInstant);
        }
    }
}
