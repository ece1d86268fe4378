package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong or doubtful with a sync only in the light of the whole directory. */
class SyncValidationTest {

    private static final String FROM = """
            SyncName: ops
            SyncType: SyncFromSource
            SyncSource:
              SourceType: AwsOrganizations
              SourceRegions: [eu-west-1, mars-north-1]
              AwsOrganizationsSource:
                OrganizationSourceType: OrganizationalUnits
                OrganizationalUnits: [{OrganizationalUnitId: ou-ab12-cdefgh34}, {OrganizationalUnitId: ou-zz99-00000000}]
            """;

    private static final String STORES = """
            accountId: 111
            stores:
              - {name: ceph, endpoint: 'http://ceph', region: eu-west-1, buckets: [photos, reports, keys]}
              - {name: minio, endpoint: 'http://minio', region: eu-west-1, buckets: [old=photos, logs]}
              - {name: aws, accountId: 222, region: eu-west-1, organizationalUnit: ou-ab12-cdefgh34, buckets: [theirs=photos]}
            """;

    @TempDir
    Path root;

    private DefinitionDirectory directory;

    @BeforeEach
    void openTheDirectory() throws IOException {
        directory = new DefinitionDirectory(new LocalDefinitionFiles(root));
        file("stores.yaml", STORES);
    }

    @Test
    void aBucketNameTwiceInOneAccountAndRegionIsRefused() throws IOException {
        inventory("photos", "daily");
        inventory("photos", "weekly");
        inventory("theirs", "daily");
        inventory("logs", "daily");
        file("resource-data-syncs/data.json", to("data", ""));
        assertThat(directory.validate()).isEmpty();

        inventory("old", "daily");
        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly(
                        "resource-data-syncs/data.json: (document): reaches several buckets named \"photos\" in one"
                                + " account and Region, \"old\" of the store \"minio\" and \"photos\" of the store \"ceph\"; give"
                                + " their stores different Regions in stores.yaml (400"
                                + " ResourceDataSyncInvalidConfigurationException)");

        file("stores.yaml", STORES.replace("'http://minio', region: eu-west-1", "'http://minio', region: eu-west-2"));
        assertThat(directory.validate()).isEmpty();
    }

    @Test
    void anotherAccountsBucketsAreReachedOnlyBySharingWithTheOrganization() throws IOException {
        file(
                "stores.yaml",
                STORES.replace(
                        "[theirs=photos]",
                        "[theirs=photos]}\n  - {name: aws2, accountId: 222,"
                                + " region: eu-west-1, buckets: [more=photos]"));
        inventory("theirs", "daily");
        inventory("more", "daily");
        file("resource-data-syncs/data.json", to("data", ""));
        assertThat(directory.validate()).isEmpty();

        file(
                "resource-data-syncs/data.json",
                to("data", "\"DestinationDataSharing\": {\"DestinationDataSharingType\": \"Organization\"}, "));
        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly(
                        "resource-data-syncs/data.json: (document): reaches several buckets named \"photos\" in one"
                                + " account and Region, \"more\" of the store \"aws2\" and \"theirs\" of the store \"aws\"; give"
                                + " their stores different Regions in stores.yaml (400"
                                + " ResourceDataSyncInvalidConfigurationException)");
    }

    @Test
    void aSyncFromSourceNeedsAPlaceToWriteTo() throws IOException {
        file("resource-data-syncs/ops.yaml", FROM);

        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly(
                        "resource-data-syncs/ops.yaml: S3Destination: is missing, and stores.yaml has no operations"
                                + " to write to instead (400 ResourceDataSyncInvalidConfigurationException)");
        file("stores.yaml", "operations: s3a://reports/runs\n" + STORES);
        assertThat(directory.validate()).isEmpty();
    }

    @Test
    void whatIsValidAndDoubtfulIsAWarning() throws IOException {
        file("resource-data-syncs/data.json", to("data", ""));
        file("resource-data-syncs/keys.json", to("keys", "\"AWSKMSKeyARN\": \"arn:aws:kms:eu-west-1:111:key/k\", "));
        file("resource-data-syncs/ops.yaml", FROM);
        file(
                "buckets/photos/replication.json",
                "{\"Role\": \"r\", \"Rules\": [{\"Priority\": 1, \"Filter\": {}, \"Status\": \"Enabled\","
                        + " \"SourceSelectionCriteria\": {\"ReplicaModifications\": {\"Status\": \"Enabled\"}},"
                        + " \"Destination\": {\"Bucket\": \"arn:aws:s3:::logs\"}, \"DeleteMarkerReplication\": {\"Status\":"
                        + " \"Disabled\"}}]}");

        assertThat(directory.warnings())
                .extracting(Warning::toString)
                .containsExactly(
                        "buckets/photos/replication.json: Rules[0].SourceSelectionCriteria.ReplicaModifications: has no"
                                + " effect: a run does not copy metadata that was changed on replicas",
                        "resource-data-syncs/data.json: S3Destination.AWSKMSKeyARN: is missing: the sync does not encrypt"
                                + " what it writes, and only the bucket's own default may",
                        "resource-data-syncs/ops.yaml: SyncSource: finds no run records: stores.yaml has no operations where"
                                + " runs leave them",
                        "resource-data-syncs/ops.yaml: SyncSource.SourceRegions[1]: selects nothing: no store of stores.yaml"
                                + " is in \"mars-north-1\"",
                        "resource-data-syncs/ops.yaml: SyncSource.AwsOrganizationsSource.OrganizationalUnits[1]: selects"
                                + " nothing: no store of stores.yaml is of \"ou-zz99-00000000\"");
        assertThat(directory.syncs().warnings("data"))
                .extracting(Warning::toString)
                .containsExactly(
                        "resource-data-syncs/data.json: S3Destination.AWSKMSKeyARN: is missing: the sync does not encrypt"
                                + " what it writes, and only the bucket's own default may");
        assertThat(directory.syncs().warnings("none")).isEmpty();
    }

    private void inventory(String bucket, String id) throws IOException {
        file(
                "buckets/" + bucket + "/inventory/" + id + ".json",
                "{\"Destination\": {\"S3BucketDestination\": {\"Bucket\": \"arn:aws:s3:::reports\", \"Format\": \"CSV\"}},"
                        + " \"IsEnabled\": true, \"Id\": \"" + id
                        + "\", \"IncludedObjectVersions\": \"All\", \"Schedule\": {\"Frequency\": \"Daily\"}}");
    }

    private static String to(String name, String members) {
        return "{\"SyncName\": \"" + name + "\", \"S3Destination\": {" + members
                + "\"BucketName\": \"reports\", \"SyncFormat\": \"JsonSerDe\", \"Region\": \"eu-west-1\"}}";
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
