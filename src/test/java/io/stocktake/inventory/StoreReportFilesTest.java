package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreReportFilesTest {
    private static final BucketLocation BUCKET = new BucketLocation(
            Store.fromOptions(Map.of("name", "minerva", "endpoint", "http://127.0.0.1:9", "credentials", "anonymous")),
            "dest",
            "its-own-name");

    @ParameterizedTest
    @CsvSource({
        // The key as it is.
        "reports/b/all/2016-11-06T21-32Z/manifest.json, reports/b/all/data/0a1b.orc, reports/b/all/data/0a1b.orc",
        "a%20b ü:c//d/b/all/2016-11-06T21-32Z/manifest.json, a%20b ü:c//d/b/all/data/0.orc, a%20b ü:c//d/b/all/data/0.orc",
        // S3's manifest of the prefix "reports/", whose files are where the manifest is.
        "reports/b/all/2016-11-06T21-32Z/manifest.json, reports//b/all/data/0a1b.orc, reports/b/all/data/0a1b.orc",
        "reports/b/all/2016-11-06T21-32Z/manifest.json, reports//b/all/2016/files/0.gz, reports/b/all/2016/files/0.gz",
        // A store where they are not.
        "reports//b/all/2016-11-06T21-32Z/manifest.json, reports//b/all/data/0a1b.orc, reports//b/all/data/0a1b.orc",
        // A manifest that was copied elsewhere.
        "copied/2016-11-06T21-32Z/manifest.json, reports//b/all/data/0a1b.orc, reports//b/all/data/0a1b.orc",
        "copied/manifest.json, reports/b/all/data/0a1b.orc, reports/b/all/data/0a1b.orc",
        "manifest.json, reports/b/all/data/0a1b.orc, reports/b/all/data/0a1b.orc"
    })
    void aFileIsWhereTheManifestsKeySays(String manifest, String key, String expected) {
        try (StoreReportFiles files = new StoreReportFiles(BUCKET, new Configuration(false))) {
            assertThat(files.resolve("s3a://dest/" + manifest, key)).isEqualTo("s3a://dest/" + expected);
        }
    }

    @Test
    void aBucketsOwnPathIsTheFolderOfAllKeys() {
        try (StoreReportFiles files = new StoreReportFiles(BUCKET, new Configuration(false))) {
            assertThat(files.qualified("s3a://dest")).isEqualTo("s3a://dest/");
            assertThat(files.qualified("s3a://dest//a//b/")).isEqualTo("s3a://dest//a//b/");
        }
    }
}
