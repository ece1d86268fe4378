package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.MARKER;
import static io.stocktake.replication.run.ReplicationWorld.document;
import static io.stocktake.replication.run.ReplicationWorld.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.ObjectOwnership;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.BucketImage;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.copy.CopyNote;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.run.ReplicationWorld.Distance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each part of a ReplicationConfiguration does in a run. */
class RulesOfReplicationTest {
    private static final String SOURCE_KEY = "arn:aws:kms:us-east-1:111122223333:key/source";
    private static final String REPLICA_KEY = "arn:aws:kms:us-east-1:111122223333:key/replica";
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers READ";

    private static SparkSession spark;

    private ReplicationWorld world;
    private EmbeddedBucket source;
    private EmbeddedBucket destination;

    @BeforeAll
    static void startSpark() {
        spark = ReplicationWorld.spark();
    }

    @AfterAll
    static void stopSpark() throws Exception {
        spark.close();
    }

    @BeforeEach
    void open() {
        open(Distance.ONE_STORE);
    }

    private void open(Distance distance) {
        close();
        world = ReplicationWorld.open(distance);
        source = world.source();
        destination = world.destination();
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private static PutRequest object(String key, String content) {
        return PutRequest.of(key, content.getBytes(UTF_8));
    }

    /** A rule of the second schema to the destination. */
    private static String rule(String id, int priority, String filter, String members, String destinationMembers) {
        return """
                {"ID": "%s", "Priority": %d, "Filter": %s, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Disabled"}%s,
                 "Destination": {"Bucket": "arn:aws:s3:::destination"%s}}
                """.formatted(id, priority, filter, members, destinationMembers);
    }

    private Map<String, List<String>> replicas() {
        return world.histories(destination);
    }

    private static Map<String, String> storageClasses(EmbeddedBucket bucket) {
        return bucket.objects().stream().collect(Collectors.toMap(StoredVersion::key, StoredVersion::storageClass));
    }

    @Test
    void deleteMarkersAreReplicatedByTheFirstSchema() {
        source.put(object("logs/a", "one"));
        source.delete("logs/a");
        source.put(object("other/a", "one"));
        ReplicationResult result = world.run(document("""
                {"ID": "logs", "Prefix": "logs/", "Status": "Enabled",
                 "Destination": {"Bucket": "arn:aws:s3:::destination"}}"""));
        assertThat(replicas()).isEqualTo(Map.of("logs/a", List.of("one", MARKER)));
        assertThat(result.totals()).isEqualTo(Map.of("logs", copied(2, 3)));
    }

    private static CopyTotals copied(long versions, long bytes) {
        return new CopyTotals(versions, bytes, 0, Map.of(), Map.of(), Map.of());
    }

    @Test
    void deleteMarkersAreReplicatedWhereARuleOfTheSecondSchemaSaysSo() {
        for (String key : List.of("on/a", "off/a", "off/hidden")) {
            source.put(object(key, "one"));
            source.delete(key);
        }
        source.put(object("on/a", "two"));
        source.put(object("off/a", "two"));
        String rules = document(
                rule("on", 1, "{\"Prefix\": \"on/\"}", "", "").replace("Disabled", "Enabled"),
                rule("off", 2, "{\"Prefix\": \"off/\"}", "", ""));
        assertThat(world.run(rules).totals()).isEqualTo(Map.of("on", copied(3, 6), "off", copied(3, 9)));
        assertThat(replicas())
                .isEqualTo(Map.of(
                        "on/a", List.of("one", MARKER, "two"),
                        "off/a", List.of("one", "two"),
                        "off/hidden", List.of("one")));
        assertThat(world.run(rules).total()).isEqualTo(CopyTotals.NONE);
    }

    @Test
    void ofTheRulesForOneDestinationTheOneOfTheHighestPriorityDecides() {
        source.put(object("cold", "c"));
        source.put(object("hot/a", "h"));
        ReplicationResult result = world.run(document(
                rule("all", 1, "{}", "", ", \"StorageClass\": \"STANDARD_IA\""),
                rule("hot", 2, "{\"Prefix\": \"hot/\"}", "", ", \"StorageClass\": \"ONEZONE_IA\"")));
        assertThat(storageClasses(destination)).isEqualTo(Map.of("cold", "STANDARD_IA", "hot/a", "ONEZONE_IA"));
        assertThat(result.totals()).isEqualTo(Map.of("all", copied(1, 1), "hot", copied(1, 1)));
    }

    @Test
    void aVersionGoesToEachDestinationThatARuleNames() {
        EmbeddedBucket archive = world.server().createBucket("archive").enableVersioning();
        source.put(object("hot/a", "h"));
        source.put(object("b", "b"));
        String rules = document(
                rule("hot", 2, "{\"Prefix\": \"hot/\"}", "", ""),
                rule("archive", 1, "{}", "", ", \"StorageClass\": \"GLACIER_IR\"")
                        .replace(":::destination", ":::archive"));
        world.run(rules);
        world.run(world.request(rules, archive, ComparedVersions.HISTORY));
        assertThat(storageClasses(destination)).isEqualTo(Map.of("hot/a", "STANDARD"));
        assertThat(storageClasses(archive)).isEqualTo(Map.of("hot/a", "GLACIER_IR", "b", "GLACIER_IR"));
    }

    @Test
    void aDisabledRuleDecidesNothing() {
        source.put(object("hot/a", "h"));
        source.put(object("b", "b"));
        ReplicationResult result = world.run(document(
                rule("off", 9, "{}", "", "").replace("\"Status\": \"Enabled\"", "\"Status\": \"Disabled\""),
                rule("hot", 1, "{\"Prefix\": \"hot/\"}", "", "")));
        assertThat(replicas()).isEqualTo(Map.of("hot/a", List.of("h")));
        assertThat(result.totals()).isEqualTo(Map.of("hot", copied(1, 1)));
    }

    @Test
    void aRuleWithTwoTagsTakesTheVersionsThatHaveBoth() {
        source.put(
                object("docs/both", "1").tag("team", "a").tag("state", "final").tag("more", "x"));
        source.put(object("docs/one", "2").tag("team", "a"));
        source.put(object("docs/other value", "3").tag("team", "a").tag("state", "draft"));
        source.put(object("elsewhere", "4").tag("team", "a").tag("state", "final"));
        source.put(object("docs/none", "5"));
        ReplicationResult result = world.run(document(rule(
                "final",
                1,
                "{\"And\": {\"Prefix\": \"docs/\", \"Tags\": [{\"Key\": \"team\", \"Value\": \"a\"},"
                        + " {\"Key\": \"state\", \"Value\": \"final\"}]}}",
                "",
                "")));
        assertThat(replicas()).isEqualTo(Map.of("docs/both", List.of("1")));
        assertThat(result.totals()).isEqualTo(Map.of("final", copied(1, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void aRuleThatOptsInToKmsEncryptsWithItsReplicaKey(Distance distance) {
        open(distance);
        source.put(object("a", "secret").encryption(Encryption.kms(SOURCE_KEY)));
        ReplicationResult result = world.run(document(rule(
                "kms",
                1,
                "{}",
                ", \"SourceSelectionCriteria\": {\"SseKmsEncryptedObjects\": {\"Status\": \"Enabled\"}}",
                ", \"EncryptionConfiguration\": {\"ReplicaKmsKeyID\": \"" + REPLICA_KEY + "\"}")));
        assertThat(result.totals()).isEqualTo(Map.of("kms", copied(1, 6)));
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("secret")));
        assertThat(world.destinationClient()
                        .headObject(request -> request.bucket("destination").key("a"))
                        .ssekmsKeyId())
                .isEqualTo(REPLICA_KEY);
    }

    @Test
    void aRuleThatDoesNotOptInToKmsLeavesOutWhatIsEncryptedSoAndNothingElse() {
        source.put(object("a", "one"));
        StoredVersion secret = source.put(object("a", "secret").encryption(Encryption.kms(SOURCE_KEY)));
        source.put(object("a", "three"));
        ReplicationResult first = world.run(document(rule("plain", 1, "{}", "", "")));
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("one", "three")));
        assertThat(world.failures(first))
                .containsExactly("a: SrcObjectNotEligible: Cannot copy key \"a\" version \"" + secret.versionId()
                        + "\" in bucket \"source\" of store \"near\": it is encrypted with a KMS key, and rule \"plain\""
                        + " does not opt in to such objects (SseKmsEncryptedObjects)");
        assertThat(first.total().copied()).isEqualTo(2);

        ReplicationResult second = world.run(document(rule("plain", 1, "{}", "", "")));
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("one", "three")));
        assertThat(second.total().failed()).isEqualTo(Map.of("SrcObjectNotEligible", 1L));
        assertThat(second.total().notEligible()).isEqualTo(Map.of("SSE-KMS without SseKmsEncryptedObjects", 1L));
    }

    @Test
    void grantsAreCopiedUnlessTheDestinationsOwnerIsToOwnTheReplica() {
        source.put(object("kept/a", "a").acl("public-read"));
        source.put(object("owned/a", "a").acl("public-read"));
        String account = world.server().account().accountId();
        world.run(document(
                rule("kept", 1, "{\"Prefix\": \"kept/\"}", "", ""),
                rule(
                        "owned",
                        2,
                        "{\"Prefix\": \"owned/\"}",
                        "",
                        ", \"Account\": \"" + account
                                + "\", \"AccessControlTranslation\": {\"Owner\": \"Destination\"}")));
        assertThat(grants("destination", "kept/a")).contains(ALL_USERS).isEqualTo(grants("source", "kept/a"));
        assertThat(grants("destination", "owned/a"))
                .isEqualTo(Set.of(world.server().account().canonicalId() + " FULL_CONTROL"));
    }

    private Set<String> grants(String bucket, String key) {
        return world.client().getObjectAcl(request -> request.bucket(bucket).key(key)).grants().stream()
                .map(grant -> (grant.grantee().id() == null
                                ? grant.grantee().uri()
                                : grant.grantee().id())
                        + " " + grant.permissionAsString())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void expiresAndTheWebsiteRedirectAreCopied(Distance distance) throws Exception {
        open(distance);
        source.put(object("a", "a")
                .header("Expires", "Thu, 01 Dec 2033 16:00:00 GMT")
                .header("x-amz-website-redirect-location", "https://example.com/b?c=ü"));
        source.put(object("b", "b").header("Expires", "sometime in spring"));
        world.run(everything());
        Map<String, List<String>> image =
                BucketImage.of(world.destinationClient(), "destination", BucketImage.ETags.WHOLE);
        assertThat(image).isEqualTo(BucketImage.of(world.client(), "source", BucketImage.ETags.WHOLE));
        assertThat(image.get("a").get(0))
                .contains("expires Thu, 01 Dec 2033 16:00:00 GMT, redirect https://example.com/b?c=");
        assertThat(image.get("b").get(0)).contains("expires sometime in spring, redirect null");
    }

    @Test
    void aLockedVersionIsNotCopiedToABucketWithoutObjectLock() {
        source.enableObjectLock();
        source.put(object("free", "f"));
        StoredVersion held = source.put(object("held", "h").legalHold(LegalHold.ON));
        source.put(object("held", "not held"));
        StoredVersion kept = source.put(object("kept", "k")
                .retention(Retention.Mode.GOVERNANCE, Instant.now().plus(Duration.ofDays(30))));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).isEqualTo(Map.of("free", List.of("f")));
        String why = "\" in bucket \"source\" of store \"near\": it is locked, and bucket \"destination\" of store"
                + " \"near\" has no Object Lock";
        assertThat(world.failures(result))
                .containsExactlyInAnyOrder(
                        "held: DstBucketObjectLockConfigMissing: Cannot copy key \"held\" version \"" + held.versionId()
                                + why,
                        "held: DstBucketObjectLockConfigMissing: Cannot copy key \"held\" version \""
                                + source.objects().get(1).versionId()
                                + "\" in bucket \"source\" of store \"near\": an older version of the key could not be"
                                + " copied, and what is left out cannot be inserted later",
                        "kept: DstBucketObjectLockConfigMissing: Cannot copy key \"kept\" version \"" + kept.versionId()
                                + why);
    }

    @Test
    void aDestinationWithAclsDisabledIsANoteAndNoFailure() {
        destination.ownership(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        source.put(object("a", "a").acl("public-read"));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("a")));
        assertThat(result.total())
                .isEqualTo(new CopyTotals(1, 1, 0, Map.of(), Map.of(), Map.of(CopyNote.Kind.ACLS_DISABLED, 1L)));
        assertThat(world.rows(result))
                .extracting(CompletedTask::message)
                .containsExactly("the destination has ACLs disabled (AccessControlListNotSupported), so that the"
                        + " source's grants were not repeated");
    }
}
