package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.StoresFile;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    @TempDir
    private Path directory;

    private PlanFile plan;
    private Path file;
    private Path parts;

    @BeforeEach
    void begin() throws IOException {
        Stores stores =
                StoresFile.parse("stores:\n  - {name: aws, region: eu-central-1}\n".getBytes(UTF_8), "stores.yaml");
        ReplicationConfiguration rules = ReplicationConfigurations.parse(
                        "rules", """
                {"Role": "r", "Rules": [{"Prefix": "", "Status": "Enabled",
                  "Destination": {"Bucket": "arn:aws:s3:::copy"}}]}
                """.getBytes(UTF_8), DocumentFormat.JSON)
                .withGeneratedIds();
        plan = PlanFile.of(
                directory.toString(),
                new ReplicationPlan(
                        "buckets/photos/replication.json",
                        rules,
                        ReplicationTerms.of(
                                stores.bucket("photos"), stores.bucket("copy"), rules, ComparedVersions.HISTORY)),
                new Configuration());
        file = directory.resolve("photos/copy.csv");
        parts = Files.createDirectories(Path.of(plan.begin()));
    }

    @Test
    void joinsThePartsInTheirOrderAndLeavesNothingElse() throws IOException {
        Files.writeString(parts.resolve("part-00010.csv"), "photos,c,3\n");
        Files.writeString(parts.resolve("part-00002.csv"), "photos,a,1\nphotos,b,2\n");

        assertThat(plan.finish(3)).contains(file.toString());

        assertThat(file).hasContent("photos,a,1\nphotos,b,2\nphotos,c,3\n");
        assertThat(file.getParent().toFile().list()).containsExactly("copy.csv");
    }

    @Test
    void replacesThePlanOfAnEarlierDryRunAlsoWhereNothingIsToBeCopied() throws IOException {
        Files.writeString(file, "photos,old,1\n");
        plan.begin();

        assertThat(plan.finish(0)).isEmpty();
        assertThat(file.getParent().toFile().list()).isEmpty();
    }

    @Test
    void aPlanWithPartsOnOtherMachinesIsNoPlan() throws IOException {
        Files.writeString(parts.resolve("part-00002.csv"), "photos,a,1\n");

        assertThatThrownBy(() -> plan.finish(1_200))
                .isInstanceOf(CommandException.class)
                .hasMessage("Cannot write the plan \"" + file
                        + "\": of 1,200 lines only 1 can be found. On a cluster name a"
                        + " directory that every machine reaches, such as s3a://BUCKET/PREFIX.");
        assertThat(file).doesNotExist();
    }
}
