package io.stocktake.config.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncStatesTest {

    private static final Instant CREATED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant RUN = Instant.parse("2026-11-21T03:00:00.123456789Z");

    private static final SyncState STATE = SyncState.created(CREATED, List.of("us-east-1", "eu-west-1", "us-east-1"))
            .started(RUN)
            .succeeded(
                    RUN.plusSeconds(60),
                    "3 buckets",
                    List.of(
                            new SyncedBucket("222", "eu-west-1", "data", "daily 2026-11-20T00-00Z"),
                            new SyncedBucket("111", "eu-west-1", "logs", "daily 2026-11-20T00-00Z"),
                            new SyncedBucket("111", "eu-west-1", "data", "weekly 2026-11-15T00-00Z")));

    private static final String JSON = "{\"SyncCreatedTime\":\"2026-11-20T10:00:00Z\","
            + "\"SyncLastModifiedTime\":\"2026-11-20T10:00:00Z\","
            + "\"LastSyncTime\":\"2026-11-21T03:00:00.123456789Z\","
            + "\"LastSuccessfulSyncTime\":\"2026-11-21T03:01:00.123456789Z\","
            + "\"LastStatus\":\"Successful\",\"LastSyncStatusMessage\":\"3 buckets\","
            + "\"KnownRegions\":[\"eu-west-1\",\"us-east-1\"],\"Synced\":["
            + "{\"AccountId\":\"111\",\"Region\":\"eu-west-1\",\"Buckets\":["
            + "{\"Bucket\":\"data\",\"Report\":\"weekly 2026-11-15T00-00Z\"},"
            + "{\"Bucket\":\"logs\",\"Report\":\"daily 2026-11-20T00-00Z\"}]},"
            + "{\"AccountId\":\"222\",\"Region\":\"eu-west-1\",\"Buckets\":["
            + "{\"Bucket\":\"data\",\"Report\":\"daily 2026-11-20T00-00Z\"}]}]}\n";

    @Test
    void aStateIsWrittenOnOneLineAndReadBack() {
        assertThat(SyncStates.write(STATE)).isEqualTo(JSON);
        assertThat(parse(JSON)).isEqualTo(STATE);
        SyncState created = SyncState.created(CREATED, List.of());
        assertThat(parse(SyncStates.write(created))).isEqualTo(created);
    }

    @Test
    void theDefinitionsThatItExpectsRunsOfAreKept() {
        SyncState watching = SyncState.created(CREATED, List.of())
                .watching(List.of(
                        new WatchedDefinition("resource-data-sync", "lake", RUN),
                        new WatchedDefinition("inventory", "photos/everything", CREATED)));

        String json = "{\"SyncCreatedTime\":\"2026-11-20T10:00:00Z\","
                + "\"SyncLastModifiedTime\":\"2026-11-20T10:00:00Z\",\"KnownRegions\":[],\"Synced\":[],\"Watched\":["
                + "{\"Job\":\"inventory\",\"Definition\":\"photos/everything\","
                + "\"FirstSeen\":\"2026-11-20T10:00:00Z\"},"
                + "{\"Job\":\"resource-data-sync\",\"Definition\":\"lake\","
                + "\"FirstSeen\":\"2026-11-21T03:00:00.123456789Z\"}]}\n";
        assertThat(SyncStates.write(watching)).isEqualTo(json);
        assertThat(parse(json)).isEqualTo(watching);
        assertThat(watching.started(RUN)
                        .failed("down", Optional.empty(), List.of())
                        .watched())
                .isEqualTo(watching.watched());
        assertThat(watching.modified(RUN).succeeded(RUN, "all", List.of()).watched())
                .isEqualTo(watching.watched());
        assertRefused(
                json.replace("\"FirstSeen\":\"2026-11-20T10:00:00Z\"", "\"Seen\":1")
                        .replace("T03", "T3"),
                "Watched[0].FirstSeen: is missing",
                "Watched[0].Seen: is not known here; the members are Job, Definition, FirstSeen",
                "Watched[1].FirstSeen: \"2026-11-21T3:00:00.123456789Z\" is refused: it is no instant such as"
                        + " 2026-11-21T00:00:00Z");
        assertRefused(
                json.replace("resource-data-sync", "inventory").replace("lake", "photos/everything"),
                "Watched[1].Definition: \"photos/everything\" is there twice for one job");
    }

    @Test
    void aRunLeavesItsTraces() {
        SyncState failed =
                STATE.started(RUN).failed("store \"ceph\" is down", Optional.of(SourceState.NO_PERMISSIONS), List.of());

        assertThat(STATE.started(RUN).lastStatus()).contains(LastStatus.IN_PROGRESS);
        assertThat(STATE.started(RUN).lastSyncStatusMessage()).isEmpty();
        assertThat(failed)
                .isEqualTo(new SyncState(
                        CREATED,
                        CREATED,
                        Optional.of(RUN),
                        Optional.of(RUN.plusSeconds(60)),
                        Optional.of(LastStatus.FAILED),
                        Optional.of("store \"ceph\" is down"),
                        Optional.of(SourceState.NO_PERMISSIONS),
                        List.of("eu-west-1", "us-east-1"),
                        List.of(),
                        List.of()));
        assertThat(parse(SyncStates.write(failed))).isEqualTo(failed);
        assertThat(failed.succeeded(RUN, "all", List.of()).sourceState()).isEmpty();
        assertThat(STATE.modified(RUN).syncLastModifiedTime()).isEqualTo(RUN);
    }

    @Test
    void aStateIsReadStrictly() {
        assertRefused(
                "{}",
                "SyncCreatedTime: is missing",
                "SyncLastModifiedTime: is missing",
                "KnownRegions: is missing",
                "Synced: is missing");
        assertRefused(
                JSON.replace("10:00:00Z", "noon"),
                "SyncCreatedTime: \"2026-11-20Tnoon\" is refused: it is no instant such as 2026-11-21T00:00:00Z",
                "SyncLastModifiedTime: \"2026-11-20Tnoon\" is refused: it is no instant such as"
                        + " 2026-11-21T00:00:00Z");
        assertRefused(
                JSON.replace("Successful\"", "Fine\"").replace("\"Report\":\"weekly", "\"Rep\":\"weekly"),
                "LastStatus: \"Fine\" is not one of Successful, Failed, InProgress",
                "Synced[0].Buckets[0].Report: is missing",
                "Synced[0].Buckets[0].Rep: is not known here; the members are Bucket, Report");
        assertRefused(
                JSON.replace("\"222\"", "\"111\""),
                "Synced[1].Buckets[0].Bucket: \"data\" is there twice in one account and Region");
        assertRefused(
                "[]",
                "(document): is a list, not an object",
                "SyncCreatedTime: is missing",
                "SyncLastModifiedTime: is missing",
                "KnownRegions: is missing",
                "Synced: is missing");
    }

    @Test
    void aListIsPrintedAsTheAwsCliDoes() {
        ResourceDataSync sync = ResourceDataSyncs.parse(
                "sync",
                ("{\"SyncName\": \"Example\", \"SyncType\": \"SyncFromSource\", \"SyncSource\": {\"SourceType\":"
                                + " \"SingleAccountMultiRegions\", \"SourceRegions\": [\"eu-west-1\"]}}")
                        .getBytes(StandardCharsets.UTF_8),
                DocumentFormat.JSON);
        SyncState failed =
                STATE.failed("the stores have no such unit", Optional.of(SourceState.INVALID_ORGANIZATION), List.of());
        SyncPage page = new SyncPage(
                List.of(new SyncListItem(sync, Optional.of(failed)), new SyncListItem(sync, Optional.empty())),
                Optional.of("next"));

        assertThat(ResourceDataSyncs.toJson(page)).isEqualTo("""
                {
                    "ResourceDataSyncItems": [
                        {
                            "SyncName": "Example",
                            "SyncType": "SyncFromSource",
                            "SyncSource": {
                                "SourceType": "SingleAccountMultiRegions",
                                "SourceRegions": [
                                    "eu-west-1"
                                ],
                                "IncludeFutureRegions": false,
                                "State": "InvalidOrganization",
                                "EnableAllOpsDataSources": false
                            },
                            "LastSyncTime": "2026-11-21T03:00:00.123456+00:00",
                            "LastSuccessfulSyncTime": "2026-11-21T03:01:00.123456+00:00",
                            "SyncLastModifiedTime": "2026-11-20T10:00:00+00:00",
                            "LastStatus": "Failed",
                            "SyncCreatedTime": "2026-11-20T10:00:00+00:00",
                            "LastSyncStatusMessage": "the stores have no such unit"
                        },
                        {
                            "SyncName": "Example",
                            "SyncType": "SyncFromSource",
                            "SyncSource": {
                                "SourceType": "SingleAccountMultiRegions",
                                "SourceRegions": [
                                    "eu-west-1"
                                ],
                                "IncludeFutureRegions": false,
                                "EnableAllOpsDataSources": false
                            }
                        }
                    ],
                    "NextToken": "next"
                }
                """);
        assertThat(ResourceDataSyncs.toJson(new SyncPage(List.of(), Optional.empty())))
                .isEqualTo("{\n    \"ResourceDataSyncItems\": []\n}\n");
        assertThat(ResourceDataSyncs.toYaml(new SyncPage(List.of(), Optional.empty())))
                .isEqualTo("ResourceDataSyncItems: []\n");
    }

    private static void assertRefused(String json, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read state: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static SyncState parse(String json) {
        return SyncStates.parse("state", json.getBytes(StandardCharsets.UTF_8));
    }
}
