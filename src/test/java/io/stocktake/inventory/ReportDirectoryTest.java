package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDirectoryTest {
    private static final String KEY = "reports/my-bucket/everything/data/0a1b.orc";

    private static String resolve(String manifest, String key) {
        return new ReportDirectory(new Path(manifest)).resolve(key).toString();
    }

    @Test
    void inAStoreAKeyIsInTheBucketOfTheManifest() {
        assertThat(resolve("s3a://dest/reports/my-bucket/everything/2016-11-06T21-32Z/manifest.json", KEY))
                .isEqualTo("s3a://dest/reports/my-bucket/everything/data/0a1b.orc");
        assertThat(resolve("s3://dest/copied/manifest.json", KEY))
                .isEqualTo("s3://dest/reports/my-bucket/everything/data/0a1b.orc");
    }

    @Test
    void theDoubledSlashOfS3sOwnManifestsIsNotInThePath() {
        assertThat(resolve(
                        "s3a://dest/reports/my-bucket/everything/2016-11-06T21-32Z/manifest.json",
                        "reports//my-bucket/everything/data/0a1b.orc"))
                .isEqualTo("s3a://dest/reports/my-bucket/everything/data/0a1b.orc");
    }

    @Test
    void anOddPrefixIsKeptAsItIs() {
        assertThat(resolve("s3a://dest/m/manifest.json", "a%20b ü:c/my-bucket/i/data/0a1b.orc"))
                .isEqualTo("s3a://dest/a%20b ü:c/my-bucket/i/data/0a1b.orc");
    }

    @Test
    void aCopyOfTheBucketHasItsFilesBesideTheManifestsFolder() {
        assertThat(resolve("file:/mirror/dest/reports/my-bucket/everything/2016-11-06T21-32Z/manifest.json", KEY))
                .isEqualTo("file:/mirror/dest/reports/my-bucket/everything/data/0a1b.orc");
    }

    @Test
    void soHasACopyOfTheConfigurationsFolderAlone() {
        assertThat(resolve("file:/home/me/last-week/2016-11-06T21-32Z/manifest.json", KEY))
                .isEqualTo("file:/home/me/last-week/data/0a1b.orc");
        assertThat(resolve("hdfs://name:8020/copy/2016-11-06T21-32Z/manifest.json", KEY))
                .isEqualTo("hdfs://name:8020/copy/data/0a1b.orc");
    }

    @Test
    void theLayoutThatTheDocumentationShowsIsFoundToo() {
        assertThat(resolve(
                        "file:/mirror/Inventory/my-bucket/2016-11-06T21-32Z/manifest.json",
                        "Inventory/my-bucket/2016-11-06T21-32Z/files/939c6d46.csv.gz"))
                .isEqualTo("file:/mirror/Inventory/my-bucket/2016-11-06T21-32Z/files/939c6d46.csv.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a/../b", "./a", "a/.", "/", ""})
    void aKeyThatLeadsElsewhereIsRefused(String key) {
        for (String manifest : new String[] {"file:/a/b/manifest.json", "s3a://dest/a/b/manifest.json"}) {
            assertThatThrownBy(() -> resolve(manifest, key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("it names the file \"%s\", which is not the path of a file".formatted(key));
        }
    }
}
