package io.stocktake.config.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads and writes states: JSON of this project's own, on one line, since a sync may reach thousands of buckets. */
public final class SyncStates {

    private SyncStates() {}

    /**
     * The state in {@code document}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static SyncState parse(String name, byte[] document) {
        Problems problems = new Problems(name, Refusal.INVALID_DEFINITION);
        MemberReader state = MemberReader.of(
                Documents.parse(document, DocumentFormat.JSON, ResourceDataSyncs.NO_XML, problems), problems);
        state.require("SyncCreatedTime", "SyncLastModifiedTime", "KnownRegions", "Synced");
        Optional<Instant> created = state.parsed("SyncCreatedTime", SyncStates::instant);
        Optional<Instant> modified = state.parsed("SyncLastModifiedTime", SyncStates::instant);
        Optional<Instant> lastSync = state.parsed("LastSyncTime", SyncStates::instant);
        Optional<Instant> lastSuccess = state.parsed("LastSuccessfulSyncTime", SyncStates::instant);
        Optional<LastStatus> status = state.choice("LastStatus", LastStatus.values());
        Optional<String> message = state.text("LastSyncStatusMessage");
        Optional<SourceState> source = state.choice("SourceState", SourceState.values());
        List<String> regions =
                state.texts("KnownRegions").stream().map(Node.Scalar::text).toList();
        List<SyncedBucket> synced = synced(state.items("Synced"), problems);
        List<WatchedDefinition> watched = watched(state.items("Watched"), problems);
        state.refuseUnknown();
        problems.throwIfAny();
        return new SyncState(
                created.orElseThrow(),
                modified.orElseThrow(),
                lastSync,
                lastSuccess,
                status,
                message,
                source,
                regions,
                synced,
                watched);
    }

    private static List<SyncedBucket> synced(List<Node> groups, Problems problems) {
        List<SyncedBucket> synced = new ArrayList<>();
        Set<SyncedBucket> seen = new TreeSet<>(SyncedBucket.ORDER);
        for (Node item : groups) {
            MemberReader group = MemberReader.of(item, problems);
            group.require("AccountId", "Region", "Buckets");
            String account = group.nonEmptyText("AccountId").orElse("");
            String region = group.nonEmptyText("Region").orElse("");
            for (Node node : group.items("Buckets")) {
                MemberReader bucket = MemberReader.of(node, problems);
                bucket.require("Bucket", "Report");
                String name = bucket.nonEmptyText("Bucket").orElse("");
                SyncedBucket found = new SyncedBucket(
                        account, region, name, bucket.text("Report").orElse(""));
                if (!seen.add(found)) {
                    problems.add(bucket.path("Bucket"), name, "is there twice in one account and Region");
                }
                synced.add(found);
                bucket.refuseUnknown();
            }
            group.refuseUnknown();
        }
        return synced;
    }

    private static List<WatchedDefinition> watched(List<Node> items, Problems problems) {
        List<WatchedDefinition> watched = new ArrayList<>();
        Set<WatchedDefinition> seen = new TreeSet<>(WatchedDefinition.ORDER);
        for (Node item : items) {
            MemberReader definition = MemberReader.of(item, problems);
            definition.require("Job", "Definition", "FirstSeen");
            Optional<String> job = definition.nonEmptyText("Job");
            Optional<String> name = definition.nonEmptyText("Definition");
            Optional<Instant> firstSeen = definition.parsed("FirstSeen", SyncStates::instant);
            if (job.isPresent() && name.isPresent() && firstSeen.isPresent()) {
                WatchedDefinition found = new WatchedDefinition(job.get(), name.get(), firstSeen.get());
                if (!seen.add(found)) {
                    problems.add(definition.path("Definition"), name.get(), "is there twice for one job");
                }
                watched.add(found);
            }
            definition.refuseUnknown();
        }
        return watched;
    }

    /** The document, as {@link #parse} reads it. */
    public static String write(SyncState state) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("SyncCreatedTime", state.syncCreatedTime().toString());
        tree.put("SyncLastModifiedTime", state.syncLastModifiedTime().toString());
        state.lastSyncTime().ifPresent(time -> tree.put("LastSyncTime", time.toString()));
        state.lastSuccessfulSyncTime().ifPresent(time -> tree.put("LastSuccessfulSyncTime", time.toString()));
        state.lastStatus().ifPresent(status -> tree.put("LastStatus", status.awsName()));
        state.lastSyncStatusMessage().ifPresent(message -> tree.put("LastSyncStatusMessage", message));
        state.sourceState().ifPresent(source -> tree.put("SourceState", source.awsName()));
        ArrayNode regions = tree.putArray("KnownRegions");
        state.knownRegions().forEach(regions::add);
        ArrayNode groups = tree.putArray("Synced");
        ArrayNode buckets = groups;
        Optional<SyncedBucket> before = Optional.empty();
        for (SyncedBucket bucket : state.synced()) {
            boolean sameGroup = before.filter(it -> it.accountId().equals(bucket.accountId())
                            && it.region().equals(bucket.region()))
                    .isPresent();
            if (!sameGroup) {
                ObjectNode group = groups.addObject();
                group.put("AccountId", bucket.accountId()).put("Region", bucket.region());
                buckets = group.putArray("Buckets");
            }
            buckets.addObject().put("Bucket", bucket.bucket()).put("Report", bucket.report());
            before = Optional.of(bucket);
        }
        if (!state.watched().isEmpty()) {
            ArrayNode watched = tree.putArray("Watched");
            state.watched()
                    .forEach(it -> watched.addObject()
                            .put("Job", it.job())
                            .put("Definition", it.definition())
                            .put("FirstSeen", it.firstSeen().toString()));
        }
        return DocumentWriter.jsonLine(tree);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notAnInstant) {
            throw new IllegalArgumentException("it is no instant such as 2026-11-21T00:00:00Z", notAnInstant);
        }
    }
}
