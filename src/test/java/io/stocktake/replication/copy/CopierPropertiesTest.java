package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.replication.report.TaskStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** Locks, keys, storage classes and grants of replicas, and their repair. */
class CopierPropertiesTest {
    private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";
    private static final String KMS_RULES = CopyWorld.rules(
            ", \"SourceSelectionCriteria\": {\"SseKmsEncryptedObjects\": {\"Status\": \"Enabled\"}}",
            ", \"EncryptionConfiguration\": {\"ReplicaKmsKeyID\": \"" + KEY + "\"}");

    private final Instant later = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private Servers servers;

    @BeforeEach
    void start() {
        servers = new Servers();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @EnumSource
    void locksAreRepeatedUnlessTheyHaveEnded(Distance distance) {
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        servers.source.enableObjectLock();
        servers.source.put(PutRequest.of("ended", new byte[1])
                .retention(Retention.Mode.GOVERNANCE, past)
                .legalHold(LegalHold.ON));
        servers.source.put(PutRequest.of("large", new byte[2 << 20])
                .retention(Retention.Mode.GOVERNANCE, later)
                .legalHold(LegalHold.ON));
        servers.source.put(PutRequest.of("parts", new byte[6 << 20])
                .partSizes(5 << 20, 1 << 20)
                .retention(Retention.Mode.GOVERNANCE, later));
        servers.source.put(PutRequest.of("small", new byte[1]).retention(Retention.Mode.GOVERNANCE, later));
        try (CopyWorld world = servers.world(distance)) {
            servers.destination(distance).enableObjectLock();

            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(result -> result.task().message())
                    .containsExactly(
                            "the source's retention ended at 2020-01-01T00:00:00Z and was not repeated", "", "", "");
            assertThat(results.get(0).notes()).extracting(CopyNote::kind).containsExactly(Kind.RETENTION_ENDED);
            List<Snapshot> source = world.sourceSnapshots();
            List<Snapshot> destination = world.destinationSnapshots();
            assertThat(destination.subList(1, 4)).isEqualTo(source.subList(1, 4));
            assertThat(destination.get(0).properties())
                    .containsEntry("hold", "ON")
                    .doesNotContainKeys("mode", "until");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatARuleOptsInToIsEncryptedWithTheReplicasKey(Distance distance) {
        servers.source.put(
                PutRequest.of("small", new byte[10]).encryption(Encryption.kms("arn:aws:kms:us-east-1:1:key/other")));
        servers.source.put(PutRequest.of("parts", new byte[6 << 20])
                .partSizes(5 << 20, 1 << 20)
                .encryption(Encryption.kms("arn:aws:kms:us-east-1:1:key/other")));
        servers.source.put("plain", new byte[10]);
        try (CopyWorld world = servers.world(distance, KMS_RULES)) {
            List<CopyResult> results = world.copy();

            assertThat(results).extracting(result -> result.task().status()).containsOnly(TaskStatus.SUCCEEDED);
            assertThat(world.destinationSnapshots())
                    .extracting(snapshot -> snapshot.properties().get("encryption") + " "
                            + snapshot.properties().get("kmsKey"))
                    .containsExactly("aws:kms " + KEY, "AES256 null", "aws:kms " + KEY);
            assertThat(world.destinationSnapshots())
                    .extracting(Snapshot::md5)
                    .isEqualTo(
                            world.sourceSnapshots().stream().map(Snapshot::md5).toList());
        }
    }

    @Test
    void aReplicaThatLacksTheEncryptionDemandedIsDeleted() {
        servers.source.put(PutRequest.of("key", new byte[10]).encryption(Encryption.kms("arn:aws:kms:x:1:key/a")));
        try (CopyWorld world = servers.world(Distance.TWO_STORES, KMS_RULES);
                Ends ends = new Ends(world.copyTerms())) {
            Difference difference = world.differences().get(0);
            SourceReader reader = new SourceReader(ends);
            Replica replica = new ReplicaPlanner(ends, reader, new DestinationSettings(ends))
                    .plan(difference, reader.head(difference.version()), ReplicaPlanner.Tags.READ);
            ReplicaCheck check = new ReplicaCheck(ends, reader, new ReplicaProperties(ends), new AccessCopier(ends));
            String unencrypted =
                    servers.far.bucket("destination").put("key", new byte[10]).versionId();

            assertThatThrownBy(() -> check.check(replica, new Made(unencrypted, ""), Top.of(Optional.empty())))
                    .isInstanceOf(TaskFailure.class)
                    .hasMessage("Cannot copy key \"key\" in bucket \"destination\" of store \"far\" encrypted: asked"
                            + " for SSE-KMS with the key \"" + KEY + "\", the replica has SSE-S3, and was deleted. If"
                            + " the store encrypts at rest without saying so, give it \"encryption: trusted\" in"
                            + " stores.yaml.");
            assertThat(servers.far.bucket("destination").versions()).isEmpty();
        }
    }

    @Test
    void aStorageClassThatTheDestinationDoesNotKnowIsANote() {
        servers.source.put(PutRequest.of("a", new byte[1]).storageClass("OUR_OWN"));
        servers.source.put(PutRequest.of("b", new byte[1]).storageClass("OUR_OWN"));
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(result -> result.task().message())
                    .containsOnly("the destination does not take the source's storage class \"OUR_OWN\"");
            assertThat(servers.far.bucket("destination").versions())
                    .extracting(StoredVersion::storageClass)
                    .containsExactly("STANDARD", "STANDARD");
        }
    }

    @Test
    void theStorageClassIsTheRulesOrElseTheSources() {
        servers.source.put(PutRequest.of("a", new byte[1]).storageClass("ONEZONE_IA"));
        try (CopyWorld world =
                servers.world(Distance.TWO_STORES, CopyWorld.rules("", ", \"StorageClass\": \"STANDARD_IA\""))) {
            world.copy();

            assertThat(servers.far.bucket("destination").versions())
                    .extracting(StoredVersion::storageClass)
                    .containsExactly("STANDARD_IA");
        }
    }

    @Test
    void withinOneStoreGrantsAreRepeated() {
        servers.source.put(PutRequest.of("public", new byte[1]).acl("public-read"));
        servers.source.put("private", new byte[1]);
        try (CopyWorld world = servers.world(Distance.ONE_STORE)) {
            List<CopyResult> results = world.copy();

            assertThat(results).allSatisfy(result -> assertThat(result.notes()).isEmpty());
            assertThat(grants(world, "public")).isEqualTo(sourceGrants(world, "public"));
            assertThat(grants(world, "private")).isEqualTo(sourceGrants(world, "private"));
            assertThat(servers.near.requests().count("PutObjectAcl")).isEqualTo(1);
        }
    }

    @Test
    void anOwnerOverrideLeavesTheGrantsBehind() {
        servers.source.put(PutRequest.of("public", new byte[1]).acl("public-read"));
        String rules = CopyWorld.rules(
                "", ", \"Account\": \"111122223333\", \"AccessControlTranslation\": {\"Owner\": \"Destination\"}");
        try (CopyWorld world = servers.world(Distance.ONE_STORE, rules)) {
            world.copy();

            assertThat(grants(world, "public")).hasSize(1);
            assertThat(servers.near.requests().count("PutObjectAcl")).isZero();
        }
    }

    @Test
    void aBucketWithAclsDisabledIsANoteAndAskedOnce() {
        servers.source.put(PutRequest.of("a", new byte[1]).acl("public-read"));
        servers.source.put(PutRequest.of("b", new byte[1]).acl("public-read"));
        try (CopyWorld world = servers.world(Distance.ONE_STORE)) {
            world.destinationClient()
                    .repeating()
                    .putBucketOwnershipControls(request -> request.bucket("destination")
                            .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                                    .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                                    .build())));

            List<CopyResult> results = world.copy(world.copyTerms().withInFlight(1, 1), world.differences());

            assertThat(results)
                    .extracting(result -> result.task().message())
                    .containsExactly(
                            "the destination has ACLs disabled (AccessControlListNotSupported), so that the source's"
                                    + " grants were not repeated",
                            "");
            assertThat(servers.near.requests().count("PutObjectAcl")).isEqualTo(1);
        }
    }

    @Test
    void theWriterOwnsTheReplicaAndTheReportSaysSo() {
        servers.source.put(PutRequest.of("a", new byte[1]).owner(Servers.OTHER));
        try (CopyWorld world = servers.world(Distance.ONE_STORE)) {
            List<CopyResult> results = world.copy();

            assertThat(results.get(0).notes())
                    .containsExactly(new CopyNote(
                            Kind.OWNER_DIFFERS,
                            "the replica belongs to \"" + servers.near.account().canonicalId()
                                    + "\", who wrote it, the source to \"" + Servers.OTHER.canonicalId() + "\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void driftIsRepairedInPlace(Distance distance) {
        servers.source.enableObjectLock();
        servers.source.put(PutRequest.of("key", "x".getBytes(UTF_8))
                .tag("a", "1")
                .retention(Retention.Mode.GOVERNANCE, later)
                .legalHold(LegalHold.ON));
        try (CopyWorld world = servers.world(distance)) {
            servers.destination(distance).enableObjectLock();
            world.copy();
            List<Difference> drifted = new ArrayList<>();
            for (Difference difference : world.differences()) {
                drifted.add(new Difference(
                        Outcome.DRIFTED, difference.version(), difference.rule(), difference.seen(), "tags,lock"));
            }
            S3Client client = world.destinationClient().repeating();
            String replica = drifted.get(0).seen().orElseThrow().versionId().toString();
            client.putObjectTagging(request -> request.bucket("destination")
                    .key("key")
                    .tagging(tagging ->
                            tagging.tagSet(Tag.builder().key("b").value("2").build())));
            client.putObjectLegalHold(request -> request.bucket("destination")
                    .key("key")
                    .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.OFF)));

            List<CopyResult> results = world.copy(world.copyTerms(), drifted);

            assertThat(results)
                    .extracting(
                            result -> result.task().status() + " " + result.bytes() + " " + result.replicaVersionId())
                    .containsExactly("SUCCEEDED 0 " + replica);
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }

    @Test
    void tagsThatAreGoneFromTheSourceGoFromTheReplica() {
        servers.source.put(PutRequest.of("key", "x".getBytes(UTF_8)).tag("a", "1"));
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            world.copy();
            world.sourceClient()
                    .repeating()
                    .deleteObjectTagging(request -> request.bucket("source").key("key"));
            Difference difference = world.differences().get(0);

            List<CopyResult> results = world.copy(
                    world.copyTerms(),
                    List.of(new Difference(
                            Outcome.DRIFTED, difference.version(), Optional.empty(), difference.seen(), "tags")));

            assertThat(results.get(0).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }

    private static List<Grant> grants(CopyWorld world, String key) {
        return world.destinationClient()
                .repeating()
                .getObjectAcl(request -> request.bucket("destination").key(key))
                .grants();
    }

    private static List<Grant> sourceGrants(CopyWorld world, String key) {
        return world.sourceClient()
                .repeating()
                .getObjectAcl(request -> request.bucket("source").key(key))
                .grants();
    }
}
