package io.stocktake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.embedded.s3.EmbeddedS3;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HadoopDefinitionFilesTest {
    private static EmbeddedS3 store;
    private static int buckets;

    private String bucket;

    @BeforeAll
    static void startStore() {
        store = EmbeddedS3.start();
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @BeforeEach
    void createBucket() {
        bucket = "definitions-" + buckets++;
        store.createBucket(bucket);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket + "/ops");
        files.write("buckets/photos/inventory/weekly.json", "{}".getBytes(UTF_8));
        files.write("buckets/photos/inventory/weekly.json", "{ü}".getBytes(UTF_8));
        assertThat(files.read("buckets/photos/inventory/weekly.json"))
                .hasValueSatisfying(
                        content -> assertThat(new String(content, UTF_8)).isEqualTo("{ü}"));
        assertThat(files.read("stores.yaml")).isEmpty();
    }

    @Test
    void listsFilesBelowAFolderSortedAndWithoutHiddenOnes() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket + "/ops/");
        for (String path : new String[] {
            "stores.yaml",
            "buckets/b/inventory/2.json",
            "buckets/b/inventory/1.json",
            "buckets/a/replication.yaml",
            "resource-data-syncs/.state/x.json",
            ".git/config"
        }) {
            files.write(path, "x".getBytes(UTF_8));
        }
        assertThat(files.list(""))
                .containsExactly(
                        "buckets/a/replication.yaml",
                        "buckets/b/inventory/1.json",
                        "buckets/b/inventory/2.json",
                        "stores.yaml");
        assertThat(files.list("buckets/b/inventory"))
                .containsExactly("buckets/b/inventory/1.json", "buckets/b/inventory/2.json");
        assertThat(files.list("resource-data-syncs/.state")).containsExactly("resource-data-syncs/.state/x.json");
        assertThat(files.list("buckets/none")).isEmpty();
    }

    @Test
    void aWholeBucketIsADirectoryToo() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket);
        assertThat(files.list("")).isEmpty();
        files.write("stores.yaml", "x".getBytes(UTF_8));
        files.write("buckets/a/replication.json", "x".getBytes(UTF_8));
        assertThat(files.list("")).containsExactly("buckets/a/replication.json", "stores.yaml");
        assertThat(files.list("buckets")).containsExactly("buckets/a/replication.json");
        assertThat(files.location()).isEqualTo("s3a://" + bucket);
    }

    @Test
    void deletesWhatIsThere() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket + "/ops");
        files.write("buckets/a/inventory/1.json", "x".getBytes(UTF_8));
        assertThat(files.delete("buckets/a/inventory/1.json")).isTrue();
        assertThat(files.delete("buckets/a/inventory/1.json")).isFalse();
        assertThat(files.list("")).isEmpty();
    }

    @Test
    void refusesAPathThatLeavesTheDirectory() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket + "/ops");
        assertThatThrownBy(() -> files.write("../x", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot write \"../x\" in the definition directory \"s3a://" + bucket
                        + "/ops\": a path has no empty step, \".\" or \"..\"");
    }

    @Test
    void refusesADocumentThatIsTooLarge() throws IOException {
        HadoopDefinitionFiles files = open("s3a://" + bucket);
        files.write("stores.yaml", new byte[3 * 1024 * 1024]);
        assertThatThrownBy(() -> files.read("stores.yaml"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("is larger than 2097152 bytes");
    }

    @Test
    void aBucketThatIsNotThereIsAnErrorAndNoEmptyDirectory() {
        assertThatThrownBy(() -> open("s3a://no-such-bucket/ops"))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot open the definition directory \"s3a://no-such-bucket/ops\":"
                        + " `s3a://no-such-bucket/':  Bucket does not exist. Accessing with fs.s3a.endpoint set to "
                        + store.endpoint());
    }

    @Test
    void saysHowToGetS3AWhereSparkHasNone() {
        Configuration without = new Configuration(false);
        without.set("fs.s3a.impl", "missing.S3AFileSystem");
        assertThatThrownBy(() -> HadoopDefinitionFiles.open("s3a://" + bucket, without))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "Cannot open the definition directory \"s3a://" + bucket + "\": this Spark has no S3A;"
                                + " start with ./spark-submit.sh --packages org.apache.hadoop:hadoop-aws:3\\.[0-9.]+ -- COMMAND");
    }

    @Test
    void refusesWhatIsNoBucket() {
        assertThatThrownBy(() -> open("s3a://"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot open the definition directory \"s3a://\": ");
    }

    private static HadoopDefinitionFiles open(String location) throws IOException {
        Configuration settings = new Configuration();
        settings.set("fs.s3a.endpoint", store.endpoint().toString());
        settings.set("fs.s3a.endpoint.region", EmbeddedS3.REGION);
        settings.set("fs.s3a.path.style.access", "true");
        settings.set("fs.s3a.access.key", store.account().accessKey());
        settings.set("fs.s3a.secret.key", store.account().secretKey());
        settings.set("fs.s3a.impl.disable.cache", "true");
        return HadoopDefinitionFiles.open(location, settings);
    }
}
