package io.stocktake.config.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Systems Manager refuses in a request by itself, each case in both formats and with the whole answer. */
class SyncRefusalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String VALIDATION = " (400 ValidationException)";
    private static final String INVALID = " (400 ResourceDataSyncInvalidConfigurationException)";

    private static final String TO =
            "{'SyncName': 'a', 'S3Destination': {'BucketName': 'b', 'SyncFormat': 'JsonSerDe', 'Region': 'r'}}";

    private static final String FROM = "{'SyncName': 'a', 'SyncType': 'SyncFromSource', 'SyncSource': {'SourceType':"
            + " 'AwsOrganizations', 'SourceRegions': ['r'], 'AwsOrganizationsSource': {'OrganizationSourceType':"
            + " 'OrganizationalUnits', 'OrganizationalUnits': [{'OrganizationalUnitId': 'ou-ab12-cdefgh34'}]}}}";

    /** A sync and the only problem that it has. */
    private record Row(String sync, String line) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Row> lengthsPatternsEnumsAndMissingMembers() {
        String long65 = "n".repeat(65);
        String long257 = "p".repeat(257);
        String key = "'AWSKMSKeyARN': '%s', 'Region'";
        return Stream.of(
                new Row(TO.replace("'SyncName': 'a', ", ""), "SyncName: is missing" + VALIDATION),
                new Row(TO.replace("'a'", "''"), "SyncName: \"\" is not of 1 to 64 characters" + VALIDATION),
                new Row(
                        TO.replace("'a'", "'" + long65 + "'"),
                        "SyncName: \"" + long65 + "\" is not of 1 to 64 characters" + VALIDATION),
                new Row(TO.replace("'BucketName': 'b', ", ""), "S3Destination.BucketName: is missing" + VALIDATION),
                new Row(
                        TO.replace("'b'", "''"),
                        "S3Destination.BucketName: \"\" is not of 1 to 2048 characters" + VALIDATION),
                new Row(
                        TO.replace("'Region'", "'Prefix': '" + long257 + "', 'Region'"),
                        "S3Destination.Prefix: \"" + "p".repeat(100) + "…\" is not of 1 to 256 characters"
                                + VALIDATION),
                new Row(
                        TO.replace("'SyncFormat': 'JsonSerDe', ", ""),
                        "S3Destination.SyncFormat: is missing" + VALIDATION),
                new Row(
                        TO.replace("JsonSerDe", "Parquet"),
                        "S3Destination.SyncFormat: \"Parquet\" is not JsonSerDe" + VALIDATION),
                new Row(TO.replace(", 'Region': 'r'", ""), "S3Destination.Region: is missing" + VALIDATION),
                new Row(
                        TO.replace("'r'", "'" + "r".repeat(65) + "'"),
                        "S3Destination.Region: \"" + "r".repeat(65) + "\" is not of 1 to 64 characters" + VALIDATION),
                new Row(
                        TO.replace("'Region'", key.formatted("1234abcd")),
                        "S3Destination.AWSKMSKeyARN: \"1234abcd\" does not begin with arn:" + VALIDATION),
                new Row(
                        TO.replace("'Region'", key.formatted("arn:" + "k".repeat(509))),
                        "S3Destination.AWSKMSKeyARN: \"arn:" + "k".repeat(96) + "…\" is not of 1 to 512 characters"
                                + VALIDATION),
                new Row(
                        TO.replace(
                                "'Region'",
                                "'DestinationDataSharing': {'DestinationDataSharingType': 'World'}, 'Region'"),
                        "S3Destination.DestinationDataSharing.DestinationDataSharingType: \"World\" is not Organization"
                                + VALIDATION),
                new Row(
                        TO.replace("'SyncName'", "'Tags': [], 'SyncName'"),
                        "Tags: is not known here; the members are SyncName, SyncType, S3Destination, SyncSource"
                                + VALIDATION),
                new Row(
                        FROM.replace("'SourceType': 'AwsOrganizations', ", ""),
                        "SyncSource.SourceType: is missing" + VALIDATION),
                new Row(
                        FROM.replace("'SourceRegions': ['r'], ", ""),
                        "SyncSource.SourceRegions: is missing" + VALIDATION),
                new Row(
                        FROM.replace("['r']", "['r', '']"),
                        "SyncSource.SourceRegions[1]: \"\" is not of 1 to 64 characters" + VALIDATION),
                new Row(
                        FROM.replace("ou-ab12-cdefgh34", "ou-AB12-cdefgh34"),
                        "SyncSource.AwsOrganizationsSource.OrganizationalUnits[0].OrganizationalUnitId:"
                                + " \"ou-AB12-cdefgh34\" is not an id such as ou-ab12-cdefgh34" + VALIDATION),
                new Row(
                        FROM.replace("{'OrganizationalUnitId': 'ou-ab12-cdefgh34'}", ""),
                        "SyncSource.AwsOrganizationsSource.OrganizationalUnits: has 0 units, not 1 to 1000"
                                + VALIDATION),
                new Row(
                        FROM.replace(", 'OrganizationalUnits': [{'OrganizationalUnitId': 'ou-ab12-cdefgh34'}]", ""),
                        "SyncSource.AwsOrganizationsSource.OrganizationalUnits: is missing" + VALIDATION),
                new Row(
                        FROM.replace("'OrganizationalUnits',", "'Unit',"),
                        "SyncSource.AwsOrganizationsSource.OrganizationSourceType: \"Unit\" is not one of"
                                + " OrganizationalUnits, EntireOrganization" + VALIDATION));
    }

    static Stream<Row> invalidConfigurations() {
        return Stream.of(
                new Row(
                        TO.replace("'S3", "'SyncType': 'Both', 'S3"),
                        "SyncType: \"Both\" is not one of SyncToDestination, SyncFromSource" + INVALID),
                new Row(
                        FROM.replace("'AwsOrganizations'", "'Galaxy'"),
                        "SyncSource.SourceType: \"Galaxy\" is not one of SingleAccountMultiRegions, AwsOrganizations"
                                + INVALID),
                new Row("{'SyncName': 'a'}", "S3Destination: is missing, and SyncToDestination needs it" + INVALID),
                new Row(
                        TO.replace("'S3", "'SyncType': 'SyncFromSource', 'S3"),
                        "SyncSource: is missing, and SyncFromSource needs it" + INVALID),
                new Row(
                        "{'SyncName': 'a', 'SyncType': 'SyncFromSource', 'SyncSource': {'SourceType':"
                                + " 'AwsOrganizations', 'SourceRegions': ['r']}}",
                        "SyncSource.AwsOrganizationsSource: is missing, and AwsOrganizations needs it" + INVALID),
                new Row(
                        FROM.replace("['r']", "[]"),
                        "SyncSource.SourceRegions: names no Region, and without IncludeFutureRegions none will join"
                                + INVALID));
    }

    @ParameterizedTest
    @MethodSource({"lengthsPatternsEnumsAndMissingMembers", "invalidConfigurations"})
    void everyCaseIsRefusedInBothFormats(Row row) throws JsonProcessingException {
        for (DocumentFormat format : List.of(DocumentFormat.JSON, DocumentFormat.YAML)) {
            byte[] document = document(row.sync(), format);
            assertThatThrownBy(() -> ResourceDataSyncs.parse("sync", document, format))
                    .as("%s", format)
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessage("Cannot read sync: 1 problem\n  " + row.line());
        }
    }

    @Test
    void theRowsDifferFromValidSyncsInOneThingOnly() throws JsonProcessingException {
        for (String valid : List.of(TO, FROM, FROM.replace("['r']", "[], 'IncludeFutureRegions': true"))) {
            assertThat(ResourceDataSyncs.parse("sync", document(valid, DocumentFormat.JSON), DocumentFormat.JSON)
                            .syncName())
                    .isEqualTo("a");
        }
    }

    @Test
    void anUpdateHasANameATypeAndASource() throws JsonProcessingException {
        assertThat(update(FROM))
                .isEqualTo(new SyncUpdate(
                        "a",
                        ResourceDataSyncs.parse("sync", document(FROM, DocumentFormat.JSON), DocumentFormat.JSON)
                                .syncSource()
                                .orElseThrow()));
        assertThatThrownBy(() -> update("{}"))
                .hasMessage("Cannot read update: 3 problems\n  SyncName: is missing" + VALIDATION
                        + "\n  SyncType: is missing" + VALIDATION + "\n  SyncSource: is missing" + VALIDATION);
        assertThatThrownBy(() -> update(FROM.replace("SyncFromSource", "SyncToDestination")))
                .hasMessage(
                        "Cannot read update: 1 problem\n  SyncType: \"SyncToDestination\" cannot be updated; delete the"
                                + " sync and create it again" + INVALID);
        assertThatThrownBy(() -> update(FROM.replace("'SyncName'", "'S3Destination': {}, 'SyncName'")))
                .hasMessage(
                        "Cannot read update: 1 problem\n  S3Destination: is not known here; the members are SyncName,"
                                + " SyncType, SyncSource" + VALIDATION);
    }

    @Test
    void aListHasFromOneToFiftyResults() throws JsonProcessingException {
        assertThat(list("{}")).isEqualTo(SyncListRequest.ofAll());
        assertThat(list("{'SyncType': 'SyncFromSource', 'MaxResults': 1, 'NextToken': 't'}"))
                .isEqualTo(new SyncListRequest(Optional.of(SyncType.SYNC_FROM_SOURCE), 1, Optional.of("t")));
        for (String most : List.of("0", "51", "-1")) {
            assertThatThrownBy(() -> list("{'MaxResults': " + most + "}"))
                    .hasMessage("Cannot read list: 1 problem\n  MaxResults: \"" + most + "\" is not from 1 to 50"
                            + VALIDATION);
        }
        assertThatThrownBy(() -> list("{'SyncType': 'Both'}"))
                .hasMessage("Cannot read list: 1 problem\n  SyncType: \"Both\" is not one of SyncToDestination,"
                        + " SyncFromSource" + INVALID);
    }

    @Test
    void whatHasNoEffectIsWarnedOf() throws JsonProcessingException {
        String organization = FROM.substring(FROM.indexOf("'SyncSource'"), FROM.length() - 1);

        assertThat(warnings(TO.replace("'S3", organization + ", 'S3")))
                .containsExactly(
                        "sync: S3Destination.AWSKMSKeyARN: is missing: the sync does not encrypt what it writes, and only"
                                + " the bucket's own default may",
                        "sync: SyncSource: has no effect on a SyncToDestination");
        assertThat(warnings(FROM.replace("'AwsOrganizations'", "'SingleAccountMultiRegions'")))
                .containsExactly("sync: SyncSource.AwsOrganizationsSource: has no effect on SingleAccountMultiRegions");
        assertThat(warnings(FROM.replace("'OrganizationalUnits',", "'EntireOrganization',")))
                .containsExactly("sync: SyncSource.AwsOrganizationsSource.OrganizationalUnits: has no effect on"
                        + " EntireOrganization");
        assertThat(warnings(FROM)).isEmpty();
        assertThat(warnings(TO.replace("'Region'", "'AWSKMSKeyARN': 'arn:aws:kms:r:1:key/k', 'Region'")))
                .isEmpty();
    }

    private static List<String> warnings(String sync) throws JsonProcessingException {
        return ResourceDataSyncs.warnings(
                        "sync",
                        ResourceDataSyncs.parse("sync", document(sync, DocumentFormat.JSON), DocumentFormat.JSON))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static SyncUpdate update(String json) throws JsonProcessingException {
        return ResourceDataSyncs.parseUpdate("update", document(json, DocumentFormat.JSON), DocumentFormat.JSON);
    }

    private static SyncListRequest list(String json) throws JsonProcessingException {
        return ResourceDataSyncs.parseListRequest("list", document(json, DocumentFormat.JSON), DocumentFormat.JSON);
    }

    private static byte[] document(String json, DocumentFormat format) throws JsonProcessingException {
        return DocumentWriter.write(JSON.readTree(json.replace('\'', '"')), format, ResourceDataSyncs.NO_XML)
                .getBytes(StandardCharsets.UTF_8);
    }
}
