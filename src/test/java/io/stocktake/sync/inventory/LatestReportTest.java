package io.stocktake.sync.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryDestination;
import io.stocktake.config.inventory.InventoryField;
import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.inventory.ReportLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatestReportTest {
    private static final long SEED = 4;
    private static final Instant OLD = Instant.parse("2026-11-16T21:32:00Z");
    private static final Instant NEW = Instant.parse("2026-11-17T21:32:00Z");

    @Test
    void whatTellsMoreOfABucketComesFirst() {
        List<LatestReport> ordered = List.of(
                report("b", NEW, "", IncludedObjectVersions.ALL, InventoryField.SIZE, InventoryField.E_TAG),
                report("a", NEW, "", IncludedObjectVersions.ALL, InventoryField.SIZE),
                report("c", NEW, "", IncludedObjectVersions.ALL, InventoryField.E_TAG),
                report("d", NEW, "", IncludedObjectVersions.CURRENT, InventoryField.SIZE, InventoryField.E_TAG),
                report("e", OLD, "", IncludedObjectVersions.ALL, InventoryField.SIZE),
                report("f", NEW, "p/", IncludedObjectVersions.ALL, InventoryField.SIZE),
                report("g", OLD, "p/", IncludedObjectVersions.ALL, InventoryField.SIZE));
        for (int shuffle = 0; shuffle < 20; shuffle++) {
            List<LatestReport> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, new Random(SEED + shuffle));

            shuffled.sort(LatestReport.BEST_FIRST);

            assertThat(shuffled).as("seed %d", SEED + shuffle).isEqualTo(ordered);
        }
    }

    @Test
    void aReportIsNamedByItsManifest() {
        assertThat(report("a", NEW, "", IncludedObjectVersions.ALL).uri())
                .isEqualTo("s3a://the-reports/daily/photos/a/2026-11-17T21-32Z/manifest.json");
    }

    private static LatestReport report(
            String id, Instant minute, String prefix, IncludedObjectVersions versions, InventoryField... fields) {
        Store store = Store.fromOptions(Map.of("name", "near", "endpoint", "http://near"));
        return new LatestReport(
                new ReportSource(
                        new InventoryConfiguration(
                                id,
                                true,
                                new InventoryDestination(
                                        "arn:aws:s3:::the-reports",
                                        Optional.empty(),
                                        ReportFormat.CSV,
                                        Optional.of("daily"),
                                        new ReportEncryption.Unspecified()),
                                versions,
                                Optional.of(prefix),
                                List.of(fields),
                                Frequency.DAILY),
                        new BucketLocation(store, "the-reports", "reports-1"),
                        new ReportLocation("daily", "photos", id)),
                minute);
    }
}
