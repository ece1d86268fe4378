package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicationProgressTest {
    @Test
    void aLineSaysWhatWasComparedAndWhatWasCopied() {
        assertThat(new ReplicationProgress(
                                "replication photos → photos-copy",
                                1_234_567,
                                45_678,
                                12L << 30,
                                3,
                                98_765,
                                2,
                                Duration.ofSeconds(3_723))
                        .line())
                .isEqualTo(
                        "replication photos → photos-copy: 1,234,567 keys compared, 45,678 copied (12.0 GiB), 3 failed,"
                                + " 98,765 requests, 2 retries, 1:02:03");
        assertThat(new ReplicationProgress("replication a → b", 1, 1, 1, 0, 1, 1, Duration.ZERO).line())
                .isEqualTo("replication a → b: 1 key compared, 1 copied (1 byte), 0 failed, 1 request, 1 retry, 0:00");
    }

    @Test
    void aComparisonSaysHowMuchOfItIsDone() {
        assertThat(new ComparisonProgress("dry run of photos → photos-copy", 12, 64, Duration.ofSeconds(27)).line())
                .isEqualTo("dry run of photos → photos-copy: 12 of 64 tasks done, 0:27");
        assertThat(new ComparisonProgress("verification of a → b", 0, 1, Duration.ZERO).line())
                .isEqualTo("verification of a → b: 0 of 1 task done, 0:00");
    }
}
