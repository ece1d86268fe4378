package io.stocktake.config.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceDataSyncsTest {

    private static final String VALIDATION = " (400 ValidationException)";

    private static final ResourceDataSync TO_DESTINATION = new ResourceDataSync(
            "Nightly / 日本",
            SyncType.SYNC_TO_DESTINATION,
            Optional.of(new S3Destination(
                    "consolidated",
                    Optional.of("inventory"),
                    SyncFormat.JSON_SER_DE,
                    "eu-west-1",
                    Optional.of("arn:aws:kms:eu-west-1:012345678901:key/1234abcd"),
                    Optional.of(DataSharing.ORGANIZATION))),
            Optional.empty());

    private static final ResourceDataSync FROM_SOURCE = new ResourceDataSync(
            "Operations",
            SyncType.SYNC_FROM_SOURCE,
            Optional.empty(),
            Optional.of(new SyncSource(
                    SourceType.AWS_ORGANIZATIONS,
                    Optional.of(new AwsOrganizationsSource(
                            OrganizationSourceType.ORGANIZATIONAL_UNITS,
                            List.of("ou-ab12-cdefgh34", "ou-zz99-00000000"))),
                    List.of("eu-west-1", "us-east-1"),
                    true,
                    false)));

    @Test
    void theExampleOfTheApiReferenceIsReadWordForWord() {
        String json =
                "{ \"SyncName\":\"Example\", \"S3Destination\":{ \"BucketName\":\"exampleBucket\", \"Prefix\":\"exampleSubDirectory\", \"SyncFormat\":\"JsonSerDe\", \"Region\":\"us-east-2\" }, \"SyncType\":\"SyncToDestination\" }";

        assertThat(parse(json))
                .isEqualTo(new ResourceDataSync(
                        "Example",
                        SyncType.SYNC_TO_DESTINATION,
                        Optional.of(new S3Destination(
                                "exampleBucket",
                                Optional.of("exampleSubDirectory"),
                                SyncFormat.JSON_SER_DE,
                                "us-east-2",
                                Optional.empty(),
                                Optional.empty())),
                        Optional.empty()));
    }

    @Test
    void everyMemberIsWrittenAndRead() {
        for (DocumentFormat format : List.of(DocumentFormat.JSON, DocumentFormat.YAML)) {
            for (ResourceDataSync sync : List.of(TO_DESTINATION, FROM_SOURCE)) {
                byte[] written = ResourceDataSyncs.write(sync, format).getBytes(StandardCharsets.UTF_8);
                assertThat(ResourceDataSyncs.parse("sync", written, format)).isEqualTo(sync);
            }
        }
    }

    @Test
    void theTypeIsToDestinationUnlessTheDocumentSaysOtherwise() {
        assertThat(parse(
                                "{\"SyncName\": \"a\", \"S3Destination\": {\"BucketName\": \"b\", \"SyncFormat\": \"JsonSerDe\","
                                        + " \"Region\": \"eu-west-1\"}}")
                        .syncType())
                .isEqualTo(SyncType.SYNC_TO_DESTINATION);
    }

    @Test
    void allProblemsComeTogether() {
        String unit = "{\"OrganizationalUnitId\": \"ou-1\"}";
        assertRefused(
                "{\"SyncName\": \"\", \"Name\": 1, \"S3Destination\": {\"BucketName\": \"\", \"Prefix\": \"\", \"SyncFormat\":"
                        + " \"Parquet\", \"AWSKMSKeyARN\": \"key\", \"DestinationDataSharing\":"
                        + " {\"DestinationDataSharingType\": \"World\"}}, \"SyncSource\": {\"SourceType\":"
                        + " \"AwsOrganizations\", \"SourceRegions\": [\"\"], \"IncludeFutureRegions\": \"no\","
                        + " \"AwsOrganizationsSource\": {\"OrganizationSourceType\": \"OrganizationalUnits\","
                        + " \"OrganizationalUnits\": [" + unit + "]}}}",
                "SyncName: \"\" is not of 1 to 64 characters" + VALIDATION,
                "S3Destination.Region: is missing" + VALIDATION,
                "S3Destination.BucketName: \"\" is not of 1 to 2048 characters" + VALIDATION,
                "S3Destination.Prefix: \"\" is not of 1 to 256 characters" + VALIDATION,
                "S3Destination.SyncFormat: \"Parquet\" is not JsonSerDe" + VALIDATION,
                "S3Destination.AWSKMSKeyARN: \"key\" does not begin with arn:" + VALIDATION,
                "S3Destination.DestinationDataSharing.DestinationDataSharingType: \"World\" is not Organization"
                        + VALIDATION,
                "SyncSource.AwsOrganizationsSource.OrganizationalUnits[0].OrganizationalUnitId: \"ou-1\" is not an id such"
                        + " as ou-ab12-cdefgh34" + VALIDATION,
                "SyncSource.SourceRegions[0]: \"\" is not of 1 to 64 characters" + VALIDATION,
                "SyncSource.IncludeFutureRegions: is text, not true or false" + VALIDATION,
                "Name: is not known here; the members are SyncName, SyncType, S3Destination, SyncSource" + VALIDATION);
    }

    @Test
    void xmlIsNotTaken() {
        assertThatThrownBy(() -> ResourceDataSyncs.write(FROM_SOURCE, DocumentFormat.XML))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot take a resource data sync as XML: it is written in JSON or YAML");
    }

    private static void assertRefused(String json, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read sync.json: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static ResourceDataSync parse(String json) {
        return ResourceDataSyncs.parse("sync.json", json.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
