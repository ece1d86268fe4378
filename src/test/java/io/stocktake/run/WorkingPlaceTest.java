package io.stocktake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.StoresFile;
import org.junit.jupiter.api.Test;

class WorkingPlaceTest {
    private static final Stores STORES = StoresFile.parse("""
            stores:
              - {name: minerva, endpoint: "http://127.0.0.1:9", buckets: [ops, both, lake=data-lake]}
              - {name: juno, endpoint: "http://127.0.0.1:9", buckets: [both]}
            """.getBytes(UTF_8), "stores.yaml");

    @Test
    void aLocationIsABucketsAliasAndAPrefix() {
        assertThat(WorkingPlace.parse("s3a://ops", STORES)).isEqualTo(new WorkingPlace(STORES.bucket("ops"), ""));
        assertThat(WorkingPlace.parse("s3a://lake/", STORES).prefix()).isEmpty();
        assertThat(WorkingPlace.parse("s3://lake/a/b", STORES))
                .isEqualTo(new WorkingPlace(STORES.bucket("lake"), "a/b/"));
        assertThat(WorkingPlace.parse("s3a://lake/a/b/", STORES).prefix()).isEqualTo("a/b/");
    }

    @Test
    void whatIsNoPlaceIsRefused() {
        assertThatThrownBy(() -> WorkingPlace.parse("/var/ops", STORES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot write to \"/var/ops\": it is not s3a://BUCKET/PREFIX.");
        assertThatThrownBy(() -> WorkingPlace.parse("s3a://nowhere/ops", STORES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot write to \"s3a://nowhere/ops\": Cannot find the bucket \"nowhere\": none of the"
                                + " stores \"minerva\", \"juno\" claims it. Add it to the buckets of its store in stores.yaml.");
        assertThatThrownBy(() -> WorkingPlace.parse("s3a://both/ops", STORES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Cannot write to \"s3a://both/ops\": Cannot tell which store has the bucket" + " \"both\": ");
    }
}
