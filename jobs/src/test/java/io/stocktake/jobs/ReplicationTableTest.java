package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.StoresFile;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.copy.CopyNote;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.diff.DiffCounts.Amount;
import io.stocktake.replication.diff.DiffCounts.RuleCounts;
import io.stocktake.replication.run.CopyTotals;
import io.stocktake.replication.run.ReplicationResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicationTableTest {
    private static final RuleCounts LEGAL = new RuleCounts(
            Map.of(
                    Outcome.EQUAL, new Amount(1_200, 1_000_000),
                    Outcome.BY_SIZE_AND_DATE, new Amount(3, 300),
                    Outcome.SOURCE_ONLY, new Amount(40, 4_000),
                    Outcome.CHANGED, new Amount(2, 200),
                    Outcome.DRIFTED, new Amount(5, 500),
                    Outcome.NOT_INSERTABLE, new Amount(1, 10),
                    Outcome.CONFLICT, new Amount(2, 20),
                    Outcome.NOT_ELIGIBLE, new Amount(4, 40)),
            Map.of(
                    Outcome.CONFLICT,
                    Map.of("the destination has an entry of its own on top", new Amount(2, 20)),
                    Outcome.NOT_ELIGIBLE,
                    Map.of(
                            "SSE-KMS without SseKmsEncryptedObjects", new Amount(1, 10),
                            "SSE-C", new Amount(3, 30)),
                    Outcome.DRIFTED,
                    Map.of("tags", new Amount(5, 500))));

    private static final DiffCounts FOUND = new DiffCounts(
            Map.of("legal", LEGAL, "", new RuleCounts(Map.of(Outcome.EQUAL, new Amount(7, 70)), Map.of())),
            1_264,
            0,
            3,
            20,
            0,
            10);

    @Test
    void aRunSaysByRuleWhatItDidAndWhyNotMore() {
        CopyTotals totals = new CopyTotals(
                41,
                4_150,
                5,
                Map.of(
                        "HistoryConflict",
                        2L,
                        "SrcObjectNotEligible",
                        4L,
                        "NotInsertable",
                        1L,
                        "DstPutObjectNotPermitted",
                        1L),
                Map.of("SSE-C", 3L, "SSE-KMS without SseKmsEncryptedObjects", 1L),
                Map.of(CopyNote.Kind.OWNER_DIFFERS, 41L, CopyNote.Kind.RETENTION_ENDED, 2L));
        ReplicationResult result = new ReplicationResult(
                FOUND,
                Map.of("legal", totals),
                1_256,
                8,
                1_321,
                1,
                4_150,
                ReplicationResult.End.COMPLETE,
                Optional.empty());

        assertThat(ReplicationTable.ofRun(plan(), result, Duration.ofSeconds(83)))
                .hasToString("""
                photos → photos-copy
                  rule            matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  legal             1,257  1,200              3      41  4,150         5       2          2             4
                  old (disabled)        0      0              0       0      0         0       0          0             0
                  (any rule)            7      7              0       0      0         0       0          0             0
                  legal, failed: 1 DstPutObjectNotPermitted
                  legal, failed: 2 HistoryConflict
                  legal, failed: 1 NotInsertable
                  legal, failed: 4 SrcObjectNotEligible
                  legal, not eligible: 3 SSE-C
                  legal, not eligible: 1 SSE-KMS without SseKmsEncryptedObjects
                  legal, notes: 41 owner differs
                  legal, notes: 2 retention ended
                  1,321 requests, 1 retry, 1:23
                """);
    }

    @Test
    void aForecastSaysByRuleWhatARunWouldDo() {
        assertThat(ReplicationTable.ofForecast(plan(), FOUND)).hasToString("""
                photos → photos-copy
                  rule            matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                  legal             1,257  1,200              3       42  4,200          5               1          2             4
                  old (disabled)        0      0              0        0      0          0               0          0             0
                  (any rule)            7      7              0        0      0          0               0          0             0
                  legal, not eligible: 3 SSE-C
                  legal, not eligible: 1 SSE-KMS without SseKmsEncryptedObjects
                  legal, conflict: 2 the destination has an entry of its own on top
                  legal, drifted: 5 tags
                """);
    }

    private static ReplicationPlan plan() {
        ReplicationConfiguration rules = ReplicationConfigurations.parse(
                "the test's rules", """
                {"Role": "r", "Rules": [
                  {"ID": "legal", "Priority": 1, "Status": "Enabled", "Filter": {"Tag": {"Key": "class", "Value": "legal"}},
                   "DeleteMarkerReplication": {"Status": "Disabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::photos-copy"}},
                  {"ID": "old", "Priority": 2, "Status": "Disabled", "Filter": {},
                   "DeleteMarkerReplication": {"Status": "Disabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::photos-copy"}}]}
                """.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
        BucketLocation source = STORES.bucket("photos");
        BucketLocation destination = STORES.bucket("photos-copy");
        return new ReplicationPlan(
                "buckets/photos/replication.json",
                rules,
                ReplicationTerms.of(source, destination, rules, ComparedVersions.HISTORY));
    }

    private static final Stores STORES = StoresFile.parse("""
            stores:
              - name: aws
                region: eu-central-1
                buckets: ["*"]
            """.getBytes(StandardCharsets.UTF_8), "stores.yaml");
}
