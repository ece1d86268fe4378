package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskCountsTest {
    private final TaskCounts counts = new TaskCounts();

    @Test
    void sumsRunningAndFinishedTasks() {
        counts.started(1);
        counts.started(2);
        counts.counted(1, Map.of("objects", 10L));
        counts.counted(2, Map.of("objects", 5L, "retries", 1L));
        counts.counted(2, Map.of("objects", 7L, "retries", 1L));
        counts.succeeded(1, Map.of("objects", 12L));
        assertThat(counts.total("objects")).isEqualTo(19);
        assertThat(counts.total("retries")).isEqualTo(1);
        assertThat(counts.total("pages")).isZero();
    }

    @Test
    void forgetsWhatAFailedTaskHasCounted() {
        counts.started(1);
        counts.counted(1, Map.of("objects", 10L));
        counts.failed(1);
        assertThat(counts.total("objects")).isZero();
    }

    @Test
    void aHeartbeatThatArrivesAfterTheEndCountsNothingTwice() {
        counts.started(1);
        counts.succeeded(1, Map.of("objects", 12L));
        counts.counted(1, Map.of("objects", 10L));
        assertThat(counts.total("objects")).isEqualTo(12);
    }

    @Test
    void aTaskOfTheRunBeforeCountsNothingInThisOne() {
        counts.started(1);
        counts.counted(1, Map.of("objects", 10L));
        counts.reset();
        counts.succeeded(1, Map.of("objects", 12L));
        assertThat(counts.total("objects")).isZero();
    }
}
