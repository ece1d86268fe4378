package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.replication.ComparedVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What neither ETag nor date shows of versions in place. */
class DriftTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant EARLIER = Instant.parse("2020-01-01T00:00:00Z");
    private static final String EQUAL = "EQUAL s1 by all seen d1";

    private final HandWrittenFacts facts = new HandWrittenFacts();

    @Test
    void nothingIsAskedUnlessItIsToBeCompared() {
        facts.tagged("s1", "a", "1");

        assertThat(diff()).containsExactly(EQUAL);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void tagsDriftWhereTheyDiffer() {
        assertThat(diff(ComparedProperty.TAGS)).containsExactly(EQUAL);
        facts.tagged("s1", "a", "1").tagged("d1", "a", "1");
        assertThat(diff(ComparedProperty.TAGS)).containsExactly(EQUAL);
        facts.tagged("d1", "b", "2");
        assertThat(diff(ComparedProperty.TAGS)).containsExactly("DRIFTED s1 by all seen d1: tags");
    }

    @Test
    void theSourcesRetentionAndHoldAreTheReplicas() {
        facts.lockingDestination().retained("s1", LATER).held("s1", "ON");

        assertThat(diff(ComparedProperty.LOCK)).containsExactly("DRIFTED s1 by all seen d1: lock");
        facts.retained("d1", LATER);
        assertThat(diff(ComparedProperty.LOCK)).containsExactly("DRIFTED s1 by all seen d1: lock");
        facts.held("d1", "ON");
        assertThat(diff(ComparedProperty.LOCK)).containsExactly(EQUAL);
    }

    @Test
    void aHoldThatTheSourceReleasedDrifts() {
        facts.lockingDestination().held("s1", "OFF");

        assertThat(diff(ComparedProperty.LOCK)).containsExactly(EQUAL);
        facts.held("d1", "ON");
        assertThat(diff(ComparedProperty.LOCK)).containsExactly("DRIFTED s1 by all seen d1: lock");
    }

    @Test
    void retentionInThePastIsNone() {
        facts.lockingDestination().retained("s1", EARLIER);

        assertThat(diff(ComparedProperty.LOCK)).containsExactly(EQUAL);
        assertThat(facts.asked()).containsExactly("HEAD s1");
    }

    @Test
    void theDestinationsDefaultRetentionIsNoDrift() {
        facts.lockingDestination().retained("d1", LATER);

        assertThat(diff(ComparedProperty.LOCK)).containsExactly(EQUAL);
    }

    @Test
    void aDestinationWithoutLockHasNoneToDrift() {
        facts.retained("s1", LATER).held("s1", "ON");

        assertThat(diff(ComparedProperty.LOCK)).containsExactly(EQUAL);
        assertThat(facts.asked()).containsExactly("HEAD s1", "lock");
    }

    @Test
    void grantsDriftWithinOneStore() {
        facts.granted("s1", "reader READ");

        assertThat(diff(ComparedProperty.ACL)).containsExactly("DRIFTED s1 by all seen d1: acl");
        facts.granted("d1", "reader READ");
        assertThat(diff(ComparedProperty.ACL)).containsExactly(EQUAL);
    }

    @Test
    void granteesOfAnotherStoreAreNotCompared() {
        facts.granted("s1", "reader READ");
        DiffRequest request = DiffRequest.of(Rules.terms(
                        location("here", "source"),
                        location("there", "destination"),
                        Rules.ALL,
                        ComparedVersions.HISTORY))
                .comparing(Set.of(ComparedProperty.ACL));

        assertThat(diff(request, "A@1", "A@11")).containsExactly(EQUAL);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void replicasThatTheDestinationOwnsHaveNoGrantsToCompare() {
        facts.granted("s1", "reader READ");
        String rules = """
                {"Role": "r", "Rules": [{"ID": "all", "Priority": 1, "Filter": {}, "Status": "Enabled",
                  "DeleteMarkerReplication": {"Status": "Enabled"},
                  "Destination": {"Bucket": "arn:aws:s3:::destination", "Account": "111122223333",
                    "AccessControlTranslation": {"Owner": "Destination"}}}]}
                """;
        DiffRequest request =
                DiffRequest.of(Rules.terms(rules, ComparedVersions.HISTORY)).comparing(Set.of(ComparedProperty.ACL));

        assertThat(diff(request, "A@1", "A@11")).containsExactly(EQUAL);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void everythingThatDriftedIsNamedInOneOrder() {
        facts.lockingDestination().held("s1", "ON").granted("s1", "reader READ").tagged("s1", "a", "1");

        assertThat(diff(ComparedProperty.ACL, ComparedProperty.LOCK, ComparedProperty.TAGS))
                .containsExactly("DRIFTED s1 by all seen d1: tags,lock,acl");
    }

    @Test
    void whatAKilledRunLeftHalfDoneIsFoundByTheDateOfTheReplica() {
        facts.tagged("s1", "a", "1").tagged("s2", "a", "1").tagged("s3", "a", "1");
        DiffRequest request = request().comparingSince(Instant.ofEpochSecond(12));

        assertThat(diff(request, "A@1 B@2 C@3", "A@11 B@12 C@13"))
                .containsExactly(
                        "EQUAL s1 by all seen d1",
                        "DRIFTED s2 by all seen d2: tags",
                        "DRIFTED s3 by all seen d3: tags");
    }

    @Test
    void theReplicaIsNamedAndNotTheNewestEntry() {
        facts.tagged("s1", "a", "1");

        assertThat(diff(request().comparing(Set.of(ComparedProperty.TAGS)), "A@1 -@2", "X@10 A@11 -@12"))
                .containsExactly("DRIFTED s1 by all seen d2: tags", "EQUAL s2 by all seen d3");
    }

    @Test
    void aVersionOfNoRuleIsNotCompared() {
        facts.tagged("s1", "copy", "yes").tagged("s2", "copy", "no");
        DiffRequest request = DiffRequest.of(Rules.terms(Rules.TAGGED, ComparedVersions.HISTORY))
                .comparing(Set.of(ComparedProperty.TAGS));

        assertThat(diff(request, "A@1 B@2", "A@11 B@12"))
                .containsExactly("DRIFTED s1 by tagged seen d1: tags", "EQUAL s2 by nobody seen d2");
    }

    @Test
    void aReplicaThatVanishedIsMissing() {
        facts.gone("d1");

        assertThat(diff(ComparedProperty.TAGS)).containsExactly("SOURCE_ONLY s1 by all seen nothing");
    }

    private static DiffRequest request() {
        return DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.HISTORY));
    }

    private static BucketLocation location(String store, String bucket) {
        return new BucketLocation(
                Store.fromOptions(Map.of("name", store, "endpoint", "http://127.0.0.1:1")), bucket, bucket);
    }

    private List<String> diff(ComparedProperty... properties) {
        return diff(request().comparing(Set.of(properties)), "A@1", "A@11");
    }

    private List<String> diff(DiffRequest request, String source, String destination) {
        return Histories.texts(new KeyComparison(request, NOW)
                .compare(Histories.source(source), Histories.destination(destination), facts)
                .differences());
    }
}
