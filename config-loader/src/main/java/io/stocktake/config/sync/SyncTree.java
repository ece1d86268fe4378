package io.stocktake.config.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Syncs as trees: a definition, and a list with the members in the order in which the AWS CLI prints them. */
final class SyncTree {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private SyncTree() {}

    static ObjectNode of(ResourceDataSync sync) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("SyncName", sync.syncName());
        sync.s3Destination().ifPresent(destination -> destination(destination, tree.putObject("S3Destination")));
        tree.put("SyncType", sync.syncType().awsName());
        sync.syncSource().ifPresent(source -> source(source, Optional.empty(), tree.putObject("SyncSource")));
        return tree;
    }

    static ObjectNode of(SyncPage page) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode items = tree.putArray("ResourceDataSyncItems");
        page.items().forEach(item -> item(item, items.addObject()));
        page.nextToken().ifPresent(token -> tree.put("NextToken", token));
        return tree;
    }

    private static void item(SyncListItem item, ObjectNode tree) {
        ResourceDataSync sync = item.sync();
        Optional<SyncState> state = item.state();
        tree.put("SyncName", sync.syncName());
        tree.put("SyncType", sync.syncType().awsName());
        sync.syncSource()
                .ifPresent(
                        source -> source(source, state.flatMap(SyncState::sourceState), tree.putObject("SyncSource")));
        sync.s3Destination().ifPresent(destination -> destination(destination, tree.putObject("S3Destination")));
        time("LastSyncTime", state.flatMap(SyncState::lastSyncTime), tree);
        time("LastSuccessfulSyncTime", state.flatMap(SyncState::lastSuccessfulSyncTime), tree);
        time("SyncLastModifiedTime", state.map(SyncState::syncLastModifiedTime), tree);
        state.flatMap(SyncState::lastStatus).ifPresent(status -> tree.put("LastStatus", status.awsName()));
        time("SyncCreatedTime", state.map(SyncState::syncCreatedTime), tree);
        state.flatMap(SyncState::lastSyncStatusMessage)
                .ifPresent(message -> tree.put("LastSyncStatusMessage", message));
    }

    /** As the AWS CLI prints an instant: with microseconds, unless they are zero. */
    private static void time(String name, Optional<Instant> instant, ObjectNode tree) {
        instant.map(it -> it.truncatedTo(ChronoUnit.MICROS)).ifPresent(it -> {
            boolean whole = it.equals(it.truncatedTo(ChronoUnit.SECONDS));
            tree.put(name, (whole ? SECONDS : MICROSECONDS).format(it.atOffset(ZoneOffset.UTC)));
        });
    }

    private static void destination(S3Destination destination, ObjectNode tree) {
        tree.put("BucketName", destination.bucketName());
        destination.prefix().ifPresent(prefix -> tree.put("Prefix", prefix));
        tree.put("SyncFormat", destination.syncFormat().awsName());
        tree.put("Region", destination.region());
        destination.awsKmsKeyArn().ifPresent(key -> tree.put("AWSKMSKeyARN", key));
        destination
                .destinationDataSharing()
                .ifPresent(with ->
                        tree.putObject("DestinationDataSharing").put("DestinationDataSharingType", with.awsName()));
    }

    private static void source(SyncSource source, Optional<SourceState> state, ObjectNode tree) {
        tree.put("SourceType", source.sourceType().awsName());
        source.awsOrganizationsSource().ifPresent(organizations -> {
            ObjectNode object = tree.putObject("AwsOrganizationsSource");
            object.put(
                    "OrganizationSourceType",
                    organizations.organizationSourceType().awsName());
            if (!organizations.organizationalUnits().isEmpty()) {
                ArrayNode units = object.putArray("OrganizationalUnits");
                organizations
                        .organizationalUnits()
                        .forEach(unit -> units.addObject().put("OrganizationalUnitId", unit));
            }
        });
        ArrayNode regions = tree.putArray("SourceRegions");
        source.sourceRegions().forEach(regions::add);
        tree.put("IncludeFutureRegions", source.includeFutureRegions());
        state.ifPresent(it -> tree.put("State", it.awsName()));
        tree.put("EnableAllOpsDataSources", source.enableAllOpsDataSources());
    }
}
