package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.s3.StoreClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Tag;

/** The command over inventory reports in place of listings, and what it compares and locks beyond them. */
class ReplicationOfReportsCommandTest extends ReplicatedBuckets {

    @Test
    void aReportOfTheSourceTakesThePlaceOfItsListing() throws IOException {
        fill();
        Path report = report(source.name());
        source.put(PutRequest.of("later.txt", new byte[3]).lastModified(MONDAY.plusSeconds(60)));

        assertThat(replicate("--source-inventory", report.toString())).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      0              0       5     28         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(copy)).containsExactly("a.txt 5", "a.txt 6", "b.txt 7", "b.txt deleted", "ü +.txt 10");
    }

    @Test
    void reportsOfBothSidesAreComparedWithoutAListing() throws IOException {
        fill();
        replicate();
        Path ofSource = report(source.name());
        Path ofDestination = report(copy.name());
        source.put(PutRequest.of("later.txt", new byte[3]).lastModified(MONDAY.plusSeconds(60)));
        server.requests().clear();

        assertThat(replicate(
                        "--dry-run",
                        "--source-inventory",
                        ofSource.toString(),
                        "--destination-inventory",
                        ofDestination.toString()))
                .isEqualTo(CommandLineRun.done(named("""
                        photos-N → copy-N
                          rule        matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                          everything        5      5              0        0      0          0               0          0             0
                        """)));
        // A page of each side tells where to cut.
        assertThat(server.requests().counts()).isEqualTo(Map.of("GetBucketVersioning", 2L, "ListObjectVersions", 2L));
    }

    @Test
    void aReportThatCannotBeComparedIsRefusedWithWhatItLacks() throws IOException {
        fill();
        definitions.write(inventory(source.name()), inventoryOf("\"Size\""));
        definitions.run("inventory", "--bucket", source.name());

        assertThat(replicate("--source-inventory", local("/manifest.json").toString())
                        .err()
                        .replaceAll("\"[^\"]*/manifest.json\"", "\"MANIFEST\""))
                .isEqualTo("Cannot compare with the report \"MANIFEST\": it has no last_modified_date, e_tag."
                        + " Deliver one with these fields, of all versions, or use --current-only\n");
    }

    @Test
    void tagsThatDifferAreRepairedWhereTheyAreCompared() {
        fill();
        source.put(
                PutRequest.of("tagged.txt", new byte[4]).tag("state", "final").lastModified(MONDAY));
        replicate();
        StoredVersion replica = copy.versions().stream()
                .filter(version -> version.key().equals("tagged.txt"))
                .findFirst()
                .orElseThrow();
        tag(replica, "draft");

        assertThat(replicate("--dry-run", "--compare", "tags").out()).isEqualTo(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                  everything        6      5              0        0      0          1               0          0             0
                  everything, drifted: 1 tags
                """));
        assertThat(replicate("--compare", "tags")).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        6      5              0       0      0         1       0          0             0
                  REQUESTS
                """)));
        assertThat(copy.tags(replica.key(), replica.versionId())).containsOnly(Map.entry("state", "final"));
        assertThat(copy.versions()).hasSize(6);
    }

    @Test
    void complianceLocksAreCopiedOnlyWhereThatIsAllowed() {
        source.enableObjectLock();
        copy.enableObjectLock();
        Instant until = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        source.put(PutRequest.of("contract", new byte[8])
                .retention(Retention.Mode.COMPLIANCE, until)
                .lastModified(MONDAY));

        CommandLineRun refused = replicate();
        assertThat(refused.status()).isEqualTo(3);
        assertThat(copy.versions()).isEmpty();

        assertThat(replicate("--allow-compliance")).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        1      0              0       1      8         0       0          0             0
                  REQUESTS
                """)));
        assertThat(copy.versions()).hasSize(1);
    }

    private void tag(StoredVersion version, String state) {
        Map<String, String> store =
                Map.of("name", "embedded", "endpoint", server.endpoint().toString());
        try (StoreClient client = StoreClient.open(Store.fromOptions(store))) {
            client.repeating()
                    .putObjectTagging(request -> request.bucket(copy.name())
                            .key(version.key())
                            .versionId(version.versionId())
                            .tagging(tags -> tags.tagSet(
                                    Tag.builder().key("state").value(state).build())));
        }
    }

    /** The manifest of a report of all versions, delivered now and copied to files. */
    private Path report(String bucket) throws IOException {
        definitions.write(inventory(bucket), inventoryOf("\"Size\", \"LastModifiedDate\", \"ETag\", \"StorageClass\""));
        CommandLineRun delivered = definitions.run("inventory", "--bucket", bucket);
        assertThat(delivered.status()).as(delivered.err()).isZero();
        local("/manifest.json");
        return newest(bucket);
    }

    private Path newest(String bucket) {
        return reports.objects().stream()
                .map(StoredVersion::key)
                .filter(key -> key.startsWith(bucket + "/") && key.endsWith("/manifest.json"))
                .reduce((first, last) -> last)
                .map(directory.resolve("reports-" + number)::resolve)
                .orElseThrow();
    }

    private static String inventory(String bucket) {
        return "buckets/" + bucket + "/inventory/all.json";
    }

    private String inventoryOf(String fields) {
        return """
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "All", "OptionalFields": [%s],
                 "Schedule": {"Frequency": "Daily"},
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::%s", "Format": "Parquet"}}}
                """.formatted(fields, reports.name());
    }
}
