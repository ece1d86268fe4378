package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.replication.ComparedVersions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which versions are work: by tags, by the narrowing filter, by their encryption; and what finding out costs. */
class DiffSelectionTest {
    private static final String KMS = """
            , "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}""";

    private final HandWrittenFacts facts = new HandWrittenFacts();

    @Test
    void tagsAreAskedOnlyOfVersionsThatAreMissing() {
        facts.tagged("s2", "copy", "yes").tagged("s3", "copy", "no");

        assertThat(diff(Rules.TAGGED, "A@1 B@2 C@3 D@4", "A@11"))
                .containsExactly("EQUAL s1 by nobody seen d1", "CHANGED s2 by tagged seen d1");
        assertThat(facts.asked()).containsExactly("tags s2", "tags s3", "tags s4");
    }

    @Test
    void theTagsOfVersionsInPlaceAreNotAsked() {
        assertThat(diff(Rules.TAGGED, "A@1 B@2", "A@11 B@12"))
                .containsExactly("EQUAL s1 by nobody seen d1", "EQUAL s2 by nobody seen d2");
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void aRuleWithoutTagsDecidesWhereTheOneOfHigherPriorityDoesNotMatch() {
        String rules = Rules.document(
                Rules.rule("low", 1, "{}", "Enabled", ""),
                Rules.rule("high", 2, Rules.tag("copy", "yes"), "Disabled", ""));
        facts.tagged("s1", "copy", "yes").tagged("s1", "other", "x");

        assertThat(diff(rules, "A@1 B@2 -@3", ""))
                .containsExactly(
                        "SOURCE_ONLY s1 by high seen nothing",
                        "SOURCE_ONLY s2 by low seen nothing",
                        "SOURCE_ONLY s3 by low seen nothing");
        assertThat(facts.asked()).containsExactly("tags s1", "tags s2");
    }

    @Test
    void aRuleWithTwoTagsNeedsBoth() {
        String rules = Rules.document(Rules.rule("both", 1, """
                {"And": {"Prefix": "k", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}}""", "Disabled", ""));
        facts.tagged("s1", "a", "1").tagged("s2", "a", "1").tagged("s2", "b", "2");

        assertThat(diff(rules, "A@1 B@2", "")).containsExactly("SOURCE_ONLY s2 by both seen nothing");
    }

    @Test
    void versionsThatNoRuleSelectsStillAlignAHistory() {
        facts.tagged("s2", "copy", "yes");

        assertThat(diff(Rules.TAGGED, "A@1 B@2", "A@11"))
                .containsExactly("EQUAL s1 by nobody seen d1", "CHANGED s2 by tagged seen d1");
    }

    @Test
    void aVersionLikeAnUnselectedOneIsNotAppendedTwice() {
        // The first version had no tag. The second has the same content and the tag, and was copied by an earlier run.
        facts.tagged("s2", "copy", "yes");

        assertThat(diff(Rules.TAGGED, "A@1 A@2", "A@11")).containsExactly("EQUAL s2 by nobody seen d1");
        assertThat(diff(Rules.TAGGED, "A@1 A@2", "")).containsExactly("SOURCE_ONLY s2 by tagged seen nothing");
    }

    @Test
    void whatTheFilterLeavesOutIsNeitherCopiedNorReported() {
        DiffRequest request = request(Rules.ALL).with(AcceptedVersions.of("s2", "s4"));

        assertThat(diff(request, "A@1 B@2 C@3 D@4", ""))
                .containsExactly("SOURCE_ONLY s2 by all seen nothing", "SOURCE_ONLY s4 by all seen nothing");
        assertThat(diff(request, "A@1 B@2 C@3 D@4", "B@12"))
                .containsExactly("EQUAL s2 by all seen d1", "CHANGED s4 by all seen d1");
        assertThat(diff(request, "A@1 B@2 C@3 D@4", "A@11 C@13 X@14"))
                .containsExactly(
                        "CONFLICT s2 by all seen d3: the destination has an entry of its own on top",
                        "CONFLICT s4 by all seen d3: the destination has an entry of its own on top");
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void aRunWithAFilterThatWasKilledIsFinished() {
        DiffRequest request = request(Rules.ALL).with(AcceptedVersions.of("s2", "s3", "s4", "s5"));

        assertThat(diff(request, "X@1 A@2 -@3 B@4 -@5", "A@11 -@12"))
                .containsExactly(
                        "EQUAL s2 by all seen d1",
                        "EQUAL s3 by all seen d2",
                        "CHANGED s4 by all seen d2",
                        "CHANGED s5 by all seen d2");
    }

    @Test
    void deleteMarkersBetweenWhichTheFilterLeavesNothingAreOne() {
        DiffRequest request = request(Rules.ALL).with(AcceptedVersions.of("s1", "s3"));

        assertThat(diff(request, "-@1 A@2 -@3", "")).containsExactly("SOURCE_ONLY s3 by all seen nothing");
        assertThat(diff(request, "-@1 A@2 -@3", "-@11")).containsExactly("EQUAL s3 by all seen d1");
    }

    @Test
    void aFilterThatNeedsAHeadAsksItOfMissingVersionsOnly() {
        facts.encrypted("s2", "SSE-S3");
        DiffRequest request = request(Rules.ALL)
                .with(AcceptedVersions.of("s1", "s2", "s3", "s4").encryptedWith("SSE-S3"));

        assertThat(diff(request, "A@1 B@2 C@3 -@4", "A@11"))
                .containsExactly("EQUAL s1 by all seen d1", "CHANGED s2 by all seen d1", "CHANGED s4 by all seen d1");
        assertThat(facts.asked()).containsExactly("HEAD s2", "HEAD s3");
    }

    @Test
    void whatCannotBeCopiedIsToldApartBeforeCopyingOnlyWhereItIsAskedFor() {
        facts.encrypted("s1", "SSE-C")
                .encrypted("s2", "SSE-KMS")
                .encrypted("s3", "DSSE-KMS")
                .encrypted("s4", "SSE-S3");

        assertThat(diff(request(Rules.ALL), "A@1 B@2 C@3 D@4 -@5", ""))
                .allMatch(text -> text.startsWith("SOURCE_ONLY"));
        assertThat(facts.asked()).isEmpty();
        assertThat(diff(request(Rules.ALL).with(EligibilityCheck.BEFORE_COPYING), "A@1 B@2 C@3 D@4 -@5", ""))
                .containsExactly(
                        "NOT_ELIGIBLE s1 by all seen nothing: SSE-C",
                        "NOT_ELIGIBLE s2 by all seen nothing: SSE-KMS without SseKmsEncryptedObjects",
                        "NOT_ELIGIBLE s3 by all seen nothing: SSE-KMS without SseKmsEncryptedObjects",
                        "SOURCE_ONLY s4 by all seen nothing",
                        "SOURCE_ONLY s5 by all seen nothing");
        assertThat(facts.asked()).containsExactly("HEAD s1", "HEAD s2", "HEAD s3", "HEAD s4");
    }

    @Test
    void aRuleThatOptsInCopiesWhatKmsEncrypts() {
        facts.encrypted("s1", "SSE-KMS").encrypted("s2", "SSE-C");
        String rules = """
                {"Role": "r", "Rules": [{"ID": "kms", "Priority": 1, "Filter": {}, "Status": "Enabled",
                  "DeleteMarkerReplication": {"Status": "Enabled"}%s,
                  "Destination": {"Bucket": "arn:aws:s3:::destination",
                    "EncryptionConfiguration": {"ReplicaKmsKeyID": "key"}}}]}
                """.formatted(KMS);

        assertThat(diff(request(rules).with(EligibilityCheck.BEFORE_COPYING), "A@1 B@2", ""))
                .containsExactly("SOURCE_ONLY s1 by kms seen nothing", "NOT_ELIGIBLE s2 by kms seen nothing: SSE-C");
    }

    @Test
    void whatCannotBeInsertedIsAlwaysToldApartFromWhatNoRuleCouldCopy() {
        facts.encrypted("s1", "SSE-C");

        assertThat(diff(Rules.ALL, "A@1 B@2 C@3", "C@13"))
                .containsExactly(
                        "NOT_ELIGIBLE s1 by all seen d1: SSE-C",
                        "NOT_INSERTABLE s2 by all seen d1",
                        "EQUAL s3 by all seen d1");
    }

    @Test
    void aMissingVersionThatVanishedBeforeItsTagsWereAskedIsDropped() {
        facts.gone("s1").tagged("s1", "copy", "yes").tagged("s2", "copy", "yes");

        ComparedKey compared = compared(request(Rules.TAGGED), "A@1 B@2", "");

        assertThat(Histories.texts(compared.differences())).containsExactly("SOURCE_ONLY s2 by tagged seen nothing");
        assertThat(compared.vanished()).isEqualTo(1);
    }

    private static DiffRequest request(String rules) {
        return DiffRequest.of(Rules.terms(rules, ComparedVersions.HISTORY));
    }

    private List<String> diff(String rules, String source, String destination) {
        return diff(request(rules), source, destination);
    }

    private List<String> diff(DiffRequest request, String source, String destination) {
        return Histories.texts(compared(request, source, destination).differences());
    }

    private ComparedKey compared(DiffRequest request, String source, String destination) {
        return new KeyComparison(request, Instant.EPOCH)
                .compare(Histories.source(source), Histories.destination(destination), facts);
    }
}
