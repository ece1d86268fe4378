package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTimeTest {
    private static final Instant MINUTE = Instant.parse("2016-11-06T21:32:00Z");

    @Test
    void theFolderAndThePartitionAreOfOneMinute() {
        assertThat(ReportTime.folder(MINUTE.plusSeconds(59))).isEqualTo("2016-11-06T21-32Z");
        assertThat(ReportTime.partition(MINUTE.plusSeconds(59))).isEqualTo("dt=2016-11-06-21-32");
    }

    @Test
    void bothAreReadBack() {
        assertThat(ReportTime.ofFolder("2016-11-06T21-32Z")).hasValue(MINUTE);
        assertThat(ReportTime.ofPartition("dt=2016-11-06-21-32")).hasValue(MINUTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "hive",
                "runs",
                "",
                "2016-11-06T21-32",
                "2016-02-30T21-32Z",
                "2016-11-06T24-00Z",
                "2016-11-6T21-32Z",
                "dt=2016-11-06-21-32",
                "2016-11-06T21-32Z.bak"
            })
    void otherFoldersAreNoReports(String folder) {
        assertThat(ReportTime.ofFolder(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-11-06-21-32", "dt=2016-11-06", "dt=2016-11-31-21-32", "dt=", "2016-11-06T21-32Z"})
    void otherPartitionsAreNoReports(String partition) {
        assertThat(ReportTime.ofPartition(partition)).isEmpty();
    }
}
