package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportLocationTest {
    private static final Instant START = Instant.parse("2016-11-06T21:32:44.123Z");
    private static final String NAME = "0a1b2c3d-4e5f-4012-8765-43210fedcba9";

    @Test
    void theKeysAreThoseOfS3() {
        ReportLocation location = new ReportLocation("reports/daily", "my-bucket", "everything");
        assertThat(location.root()).isEqualTo("reports/daily/my-bucket/everything/");
        assertThat(location.folder(START)).isEqualTo("reports/daily/my-bucket/everything/2016-11-06T21-32Z/");
        assertThat(location.manifest(START))
                .isEqualTo("reports/daily/my-bucket/everything/2016-11-06T21-32Z/manifest.json");
        assertThat(location.checksum(START))
                .isEqualTo("reports/daily/my-bucket/everything/2016-11-06T21-32Z/manifest.checksum");
        assertThat(location.symlink(START))
                .isEqualTo("reports/daily/my-bucket/everything/hive/dt=2016-11-06-21-32/symlink.txt");
        assertThat(location.data()).isEqualTo("reports/daily/my-bucket/everything/data/");
        assertThat(location.dataFile(NAME, ReportFormat.CSV))
                .isEqualTo("reports/daily/my-bucket/everything/data/" + NAME + ".csv.gz");
        assertThat(location.dataFile(NAME, ReportFormat.ORC))
                .isEqualTo("reports/daily/my-bucket/everything/data/" + NAME + ".orc");
        assertThat(location.dataFile(NAME, ReportFormat.PARQUET))
                .isEqualTo("reports/daily/my-bucket/everything/data/" + NAME + ".parquet");
    }

    @ParameterizedTest
    @CsvSource({
        "'', b/i/",
        "/, b/i/",
        "p, p/b/i/",
        "p/, p/b/i/",
        "p//, p/b/i/",
        "p/q/, p/q/b/i/",
        "/p, /p/b/i/",
    })
    void aSlashAtThePrefixsEndIsNotDoubled(String prefix, String root) {
        assertThat(new ReportLocation(prefix, "b", "i").root()).isEqualTo(root);
    }
}
