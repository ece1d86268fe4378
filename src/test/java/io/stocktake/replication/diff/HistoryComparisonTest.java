package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Outcome;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is appended to a history, what cannot be, and what is left alone; entries are told apart by their listings. */
class HistoryComparisonTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void aKeyThatTheDestinationLacksIsAppendedInItsOrder() {
        assertThat(diff("A@1 B@2 A@3", ""))
                .containsExactly(
                        "SOURCE_ONLY s1 by all seen nothing",
                        "SOURCE_ONLY s2 by all seen nothing",
                        "SOURCE_ONLY s3 by all seen nothing");
    }

    @Test
    void aKeyThatOnlyTheDestinationHasIsNamedOnceByItsNewestEntry() {
        assertThat(diff("", "A@1 B@2")).containsExactly("DESTINATION_ONLY d2 by nobody seen d2");
    }

    @Test
    void equalHistoriesAreInPlaceEntryByEntry() {
        assertThat(diff("A@1 -@2 B@3", "A@11 -@12 B@13"))
                .containsExactly("EQUAL s1 by all seen d1", "EQUAL s2 by all seen d2", "EQUAL s3 by all seen d3");
    }

    @Test
    void theRestOfAHistoryIsAppendedToItsOldestPart() {
        assertThat(diff("A@1 B@2 A@3 B@4", "A@11 B@12"))
                .containsExactly(
                        "EQUAL s1 by all seen d1",
                        "EQUAL s2 by all seen d2",
                        "CHANGED s3 by all seen d2",
                        "CHANGED s4 by all seen d2");
    }

    @Test
    void expiredNoncurrentVersionsOfTheSourceAreNoConflict() {
        assertThat(diff("C@3 D@4", "A@11 B@12 C@13"))
                .containsExactly("EQUAL s1 by all seen d3", "CHANGED s2 by all seen d3");
    }

    @Test
    void whatIsMissingBelowTheNewestEntryCannotBeInserted() {
        assertThat(diff("A@1 B@2 C@3 D@4", "A@11 C@13"))
                .containsExactly(
                        "EQUAL s1 by all seen d1",
                        "NOT_INSERTABLE s2 by all seen d2",
                        "EQUAL s3 by all seen d2",
                        "CHANGED s4 by all seen d2");
    }

    @Test
    void anUnknownHistoryThatIsOlderIsAppendedTo() {
        assertThat(diff("A@21 B@22", "X@11 Y@12"))
                .containsExactly("CHANGED s1 by all seen d2", "CHANGED s2 by all seen d2");
    }

    @Test
    void anUnknownHistoryThatIsNotOlderIsAConflict() {
        assertThat(diff("A@12 B@22", "X@11 Y@12"))
                .containsExactly(
                        "CONFLICT s1 by all seen d2: the destination has other entries, and they are not older",
                        "CONFLICT s2 by all seen d2: the destination has other entries, and they are not older");
    }

    @Test
    void anEntryOfTheDestinationsOwnOnTopIsAConflict() {
        assertThat(diff("A@1 B@2", "A@11 X@12"))
                .containsExactly(
                        "EQUAL s1 by all seen d1",
                        "CONFLICT s2 by all seen d2: the destination has an entry of its own on top");
    }

    @Test
    void aConflictThatMissesNothingIsNamedAtTheNewestVersion() {
        assertThat(diff("A@1 B@2", "A@11 B@12 X@13"))
                .containsExactly(
                        "EQUAL s1 by all seen d1",
                        "CONFLICT s2 by all seen d3: the destination has an entry of its own on top");
    }

    @Test
    void aDeleteMarkerOfTheDestinationsOwnOnTopIsAConflict() {
        assertThat(diff("A@1", "A@11 -@12"))
                .containsExactly("CONFLICT s1 by all seen d2: the destination has a delete marker of its own on top");
        assertThat(diff(Rules.NO_MARKERS, "A@1", "A@11 -@12"))
                .containsExactly("CONFLICT s1 by all seen d2: the destination has a delete marker of its own on top");
    }

    @Test
    void aDeletedKeyThatTheSourceMadeAnewIsAppendedTo() {
        assertThat(diff("A@21", "X@11 -@12")).containsExactly("CHANGED s1 by all seen d2");
    }

    @Test
    void deleteMarkersCountOnlyWhereTheyAreReplicated() {
        assertThat(diff(Rules.NO_MARKERS, "A@1 -@2 B@3 -@4", "A@11"))
                .containsExactly("EQUAL s1 by all seen d1", "CHANGED s3 by all seen d1");
        assertThat(diff(Rules.NO_MARKERS, "A@1 B@2", "A@11 -@12 B@13"))
                .containsExactly("EQUAL s1 by all seen d1", "EQUAL s2 by all seen d3");
        assertThat(diff(Rules.NO_MARKERS, "-@1", "")).isEmpty();
        assertThat(diff(Rules.NO_MARKERS, "-@1", "A@1")).containsExactly("DESTINATION_ONLY d1 by nobody seen d1");
    }

    @Test
    void aRunOfDeleteMarkersCountsAsOneOnBothSides() {
        assertThat(diff("A@1 -@2 -@3 -@4", "A@11 -@12"))
                .containsExactly("EQUAL s1 by all seen d1", "EQUAL s4 by all seen d2");
        assertThat(diff("A@1 -@2 B@3", "A@11 -@12 -@13"))
                .containsExactly("EQUAL s1 by all seen d1", "EQUAL s2 by all seen d3", "CHANGED s3 by all seen d3");
        assertThat(diff("-@1 -@2", "")).containsExactly("SOURCE_ONLY s2 by all seen nothing");
    }

    @Test
    void copyingTheLatestPutsTheCurrentVersionAloneOnTop() {
        assertThat(diffCopyingLatest(Rules.ALL, "A@1 B@2 C@3", "A@11 X@12"))
                .containsExactly(
                        "EQUAL s1 by all seen d1", "NOT_INSERTABLE s2 by all seen d2", "CHANGED s3 by all seen d2");
        assertThat(diffCopyingLatest(Rules.ALL, "A@1", "X@12")).containsExactly("CHANGED s1 by all seen d1");
        assertThat(diffCopyingLatest(Rules.ALL, "A@1 -@2", "X@12"))
                .containsExactly("NOT_INSERTABLE s1 by all seen d1", "CHANGED s2 by all seen d1");
    }

    @Test
    void copyingTheLatestPutsAVersionBackThatTheDestinationHidOrOverwrote() {
        assertThat(diffCopyingLatest(Rules.ALL, "A@1", "A@11 X@12")).containsExactly("CHANGED s1 by all seen d2");
        assertThat(diffCopyingLatest(Rules.ALL, "A@1", "A@11 -@12")).containsExactly("CHANGED s1 by all seen d2");
    }

    @Test
    void copyingTheLatestIsDoneOnce() {
        assertThat(diffCopyingLatest(Rules.ALL, "A@1 B@2 C@3", "A@11 X@12 C@13"))
                .containsExactly(
                        "EQUAL s1 by all seen d1", "NOT_INSERTABLE s2 by all seen d3", "EQUAL s3 by all seen d3");
    }

    @Test
    void aCurrentDeleteMarkerThatIsNotReplicatedIsNoVersionToCopy() {
        assertThat(diffCopyingLatest(Rules.NO_MARKERS, "A@1 -@2", "X@12"))
                .containsExactly(
                        "CONFLICT s1 by all seen d1: the destination has other entries, and they are not older");
    }

    @Test
    void currentObjectsFollowTheSameRules() {
        DiffRequest current = DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.CURRENT));

        assertThat(diff(current, "A@1", "")).containsExactly("SOURCE_ONLY s1 by all seen nothing");
        assertThat(diff(current, "A@1", "A@11")).containsExactly("EQUAL s1 by all seen d1");
        assertThat(diff(current, "B@21", "A@11")).containsExactly("CHANGED s1 by all seen d1");
        assertThat(diff(current, "B@11", "A@11"))
                .containsExactly(
                        "CONFLICT s1 by all seen d1: the destination has other entries, and they are not older");
        assertThat(diff(current, "", "A@11")).containsExactly("DESTINATION_ONLY d1 by nobody seen d1");
    }

    @Test
    void aKeyOfNoRuleIsNotSpokenOf() {
        String rules = Rules.document(Rules.rule("logs", 1, Rules.prefix("logs/"), "Enabled", ""));

        assertThat(diff(rules, "A@1", "")).isEmpty();
        assertThat(diff(rules, "A@1", "A@11")).isEmpty();
        assertThat(diff(rules, "", "A@11")).isEmpty();
    }

    @Test
    void ofRulesThatMatchTheOneOfHigherPriorityDecides() {
        String rules = Rules.document(
                Rules.rule("low", 1, "{}", "Enabled", ""), Rules.rule("high", 2, Rules.prefix("k"), "Disabled", ""));

        assertThat(diff(rules, "A@1 -@2 B@3", ""))
                .containsExactly("SOURCE_ONLY s1 by high seen nothing", "SOURCE_ONLY s3 by high seen nothing");
    }

    private static List<String> diff(String source, String destination) {
        return diff(Rules.ALL, source, destination);
    }

    private static List<String> diff(String rules, String source, String destination) {
        return diff(DiffRequest.of(Rules.terms(rules, ComparedVersions.HISTORY)), source, destination);
    }

    private static List<String> diffCopyingLatest(String rules, String source, String destination) {
        DiffRequest request =
                DiffRequest.of(Rules.terms(rules, ComparedVersions.HISTORY)).with(OnConflict.COPY_LATEST);
        HandWrittenFacts facts = new HandWrittenFacts();
        return Histories.texts(new KeyComparison(request, NOW)
                .compare(Histories.source(source), Histories.destination(destination), facts)
                .differences());
    }

    /** Nothing is asked, except what a version that cannot be inserted is encrypted with. */
    private static List<String> diff(DiffRequest request, String source, String destination) {
        KeyComparison comparison = new KeyComparison(request, NOW);
        HandWrittenFacts facts = new HandWrittenFacts();
        ComparedKey asked = comparison.compare(Histories.source(source), Histories.destination(destination), facts);
        Optional<ComparedKey> listed =
                comparison.compareListed(Histories.source(source), Histories.destination(destination));
        EnumSet<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        asked.differences().forEach(difference -> outcomes.add(difference.outcome()));
        if (outcomes.contains(Outcome.NOT_INSERTABLE)) {
            assertThat(listed).isEmpty();
        } else {
            assertThat(facts.asked()).isEmpty();
            assertThat(listed).contains(asked);
        }
        return Histories.texts(asked.differences());
    }
}
