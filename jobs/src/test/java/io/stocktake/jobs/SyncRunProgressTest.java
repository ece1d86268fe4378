package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SyncRunProgressTest {
    @Test
    void theLineSaysHowManyBucketsAndRecordsAreDone() {
        assertThat(new SyncRunProgress(
                                "resource data sync all: buckets", 3, 12, 1_234_567, 45_678, Duration.ofSeconds(27))
                        .line())
                .isEqualTo("resource data sync all: buckets: 3 of 12 buckets, 1,234,567 records, 45,678/s, 0:27");
        assertThat(new SyncRunProgress("resource data sync one", 0, 1, 1, 0, Duration.ZERO).line())
                .isEqualTo("resource data sync one: 0 of 1 bucket, 1 record, 0/s, 0:00");
    }
}
