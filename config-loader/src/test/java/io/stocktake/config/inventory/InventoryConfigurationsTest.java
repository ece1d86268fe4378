package io.stocktake.config.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryConfigurationsTest {

    private static final String MALFORMED = " (400 MalformedXML: The XML you provided was not well-formed or did not"
            + " validate against our published schema)";

    private static final String MINIMAL = """
            {"Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "CSV"}},
             "IsEnabled": true, "Id": "daily", "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"}}
            """;

    private static final InventoryConfiguration FULL = new InventoryConfiguration(
            "every.field_of-a-report",
            false,
            new InventoryDestination(
                    "arn:aws:s3:::reports",
                    Optional.of("012345678901"),
                    ReportFormat.PARQUET,
                    Optional.of("inventories/"),
                    new ReportEncryption.SseKms("arn:aws:kms:eu-west-1:012345678901:key/1234abcd")),
            IncludedObjectVersions.ALL,
            Optional.of("logs/2026 & <more>"),
            List.of(InventoryField.E_TAG, InventoryField.SIZE, InventoryField.OBJECT_ACCESS_CONTROL_LIST),
            Frequency.WEEKLY);

    @Test
    void firstExampleOfTheAwsCliIsReadWordForWord() {
        String document =
                "{\"Destination\": { \"S3BucketDestination\": { \"AccountId\": \"123456789012\", \"Bucket\": \"arn:aws:s3:::my-bucket\", \"Format\": \"ORC\" }}, \"IsEnabled\": true, \"Id\": \"1\", \"IncludedObjectVersions\": \"Current\", \"Schedule\": { \"Frequency\": \"Weekly\" }}";

        assertThat(InventoryConfigurations.parse(bytes(document), DocumentFormat.JSON, "1"))
                .isEqualTo(new InventoryConfiguration(
                        "1",
                        true,
                        new InventoryDestination(
                                "arn:aws:s3:::my-bucket",
                                Optional.of("123456789012"),
                                ReportFormat.ORC,
                                Optional.empty(),
                                new ReportEncryption.Unspecified()),
                        IncludedObjectVersions.CURRENT,
                        Optional.empty(),
                        List.of(),
                        Frequency.WEEKLY));
    }

    @Test
    void secondExampleOfTheAwsCliIsReadWordForWord() {
        String document =
                "{\"Destination\": { \"S3BucketDestination\": { \"AccountId\": \"123456789012\", \"Bucket\": \"arn:aws:s3:::my-bucket\", \"Format\": \"CSV\" }}, \"IsEnabled\": true, \"Id\": \"2\", \"IncludedObjectVersions\": \"Current\", \"Schedule\": { \"Frequency\": \"Daily\" }}";

        assertThat(InventoryConfigurations.parse(bytes(document), DocumentFormat.JSON, "2"))
                .isEqualTo(new InventoryConfiguration(
                        "2",
                        true,
                        new InventoryDestination(
                                "arn:aws:s3:::my-bucket",
                                Optional.of("123456789012"),
                                ReportFormat.CSV,
                                Optional.empty(),
                                new ReportEncryption.Unspecified()),
                        IncludedObjectVersions.CURRENT,
                        Optional.empty(),
                        List.of(),
                        Frequency.DAILY));
    }

    @Test
    void getPrintsJsonAsTheAwsCliDoes() {
        assertThat(InventoryConfigurations.toJson(FULL)).isEqualTo("""
                        {
                            "InventoryConfiguration": {
                                "Destination": {
                                    "S3BucketDestination": {
                                        "AccountId": "012345678901",
                                        "Bucket": "arn:aws:s3:::reports",
                                        "Format": "Parquet",
                                        "Prefix": "inventories/",
                                        "Encryption": {
                                            "SSEKMS": {
                                                "KeyId": "arn:aws:kms:eu-west-1:012345678901:key/1234abcd"
                                            }
                                        }
                                    }
                                },
                                "IsEnabled": false,
                                "Filter": {
                                    "Prefix": "logs/2026 & <more>"
                                },
                                "Id": "every.field_of-a-report",
                                "IncludedObjectVersions": "All",
                                "OptionalFields": [
                                    "ETag",
                                    "Size",
                                    "ObjectAccessControlList"
                                ],
                                "Schedule": {
                                    "Frequency": "Weekly"
                                }
                            }
                        }
                        """);
    }

    @Test
    void anEmptyObjectIsPrintedWithoutASpace() {
        assertThat(InventoryConfigurations.toJson(withEncryption(new ReportEncryption.SseS3())))
                .contains("\"SSES3\": {}\n");
    }

    @Test
    void getPrintsYaml() {
        assertThat(InventoryConfigurations.toYaml(withEncryption(new ReportEncryption.SseS3())))
                .isEqualTo("""
                        InventoryConfiguration:
                          Destination:
                            S3BucketDestination:
                              AccountId: "012345678901"
                              Bucket: "arn:aws:s3:::reports"
                              Format: "Parquet"
                              Prefix: "inventories/"
                              Encryption:
                                SSES3: {}
                          IsEnabled: false
                          Filter:
                            Prefix: "logs/2026 & <more>"
                          Id: "every.field_of-a-report"
                          IncludedObjectVersions: "All"
                          OptionalFields:
                          - "ETag"
                          - "Size"
                          - "ObjectAccessControlList"
                          Schedule:
                            Frequency: "Weekly"
                        """);
    }

    @Test
    void xmlHasTheElementsOfS3() {
        assertThat(InventoryConfigurations.toXml(FULL)).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <InventoryConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                          <Destination>
                            <S3BucketDestination>
                              <AccountId>012345678901</AccountId>
                              <Bucket>arn:aws:s3:::reports</Bucket>
                              <Format>Parquet</Format>
                              <Prefix>inventories/</Prefix>
                              <Encryption>
                                <SSE-KMS>
                                  <KeyId>arn:aws:kms:eu-west-1:012345678901:key/1234abcd</KeyId>
                                </SSE-KMS>
                              </Encryption>
                            </S3BucketDestination>
                          </Destination>
                          <IsEnabled>false</IsEnabled>
                          <Filter>
                            <Prefix>logs/2026 &amp; &lt;more&gt;</Prefix>
                          </Filter>
                          <Id>every.field_of-a-report</Id>
                          <IncludedObjectVersions>All</IncludedObjectVersions>
                          <OptionalFields>
                            <Field>ETag</Field>
                            <Field>Size</Field>
                            <Field>ObjectAccessControlList</Field>
                          </OptionalFields>
                          <Schedule>
                            <Frequency>Weekly</Frequency>
                          </Schedule>
                        </InventoryConfiguration>
                        """);
    }

    @Test
    void xmlIsReadWithAndWithoutTheNamespaceInAnyOrderOfElements() {
        String withNamespace = InventoryConfigurations.toXml(withEncryption(new ReportEncryption.SseS3()));
        String without = "<!-- by hand -->" + withNamespace.replaceAll("<\\?.*\\?>\n| xmlns=\"[^\"]*\"", "");

        assertThat(List.of(withNamespace, without, without.replace("<SSE-S3></SSE-S3>", "<SSE-S3 />")))
                .allSatisfy(document -> assertThat(InventoryConfigurations.parse(bytes(document), DocumentFormat.XML))
                        .isEqualTo(withEncryption(new ReportEncryption.SseS3())));
    }

    @Test
    void yamlScalarsAreTextWhereTextIsMeant() {
        String yaml = """
                Id: 1
                IsEnabled: true
                IncludedObjectVersions: All
                Filter:
                  Prefix: 2024-01-01
                Destination:
                  S3BucketDestination:
                    AccountId: 012345678901
                    Bucket: arn:aws:s3:::reports
                    Format: CSV
                    Prefix: yes
                Schedule: {Frequency: Daily}
                """;

        assertThat(InventoryConfigurations.parse(bytes(yaml), DocumentFormat.YAML))
                .isEqualTo(new InventoryConfiguration(
                        "1",
                        true,
                        new InventoryDestination(
                                "arn:aws:s3:::reports",
                                Optional.of("012345678901"),
                                ReportFormat.CSV,
                                Optional.of("yes"),
                                new ReportEncryption.Unspecified()),
                        IncludedObjectVersions.ALL,
                        Optional.of("2024-01-01"),
                        List.of(),
                        Frequency.DAILY));
    }

    @Test
    void whatListPrintsIsTakenApart() {
        String list = "{\"InventoryConfigurationList\": [" + MINIMAL + "," + MINIMAL.replace("daily", "second")
                + "], \"IsTruncated\": false}";

        assertThat(InventoryConfigurations.isList("list.json", bytes(list), DocumentFormat.JSON))
                .isTrue();
        assertThat(InventoryConfigurations.isList("one.json", bytes(MINIMAL), DocumentFormat.JSON))
                .isFalse();
        assertThat(InventoryConfigurations.parseList("list.json", bytes(list), DocumentFormat.JSON))
                .extracting(InventoryConfiguration::id)
                .containsExactly("daily", "second");
    }

    @Test
    void theInputDocumentOfACommandIsRead() {
        String input = "{\"Bucket\": \"data\", \"Id\": \"daily\", \"InventoryConfiguration\": " + MINIMAL
                + ", \"ExpectedBucketOwner\": \"012345678901\"}";
        InventoryConfiguration minimal = InventoryConfigurations.parse(bytes(MINIMAL), DocumentFormat.JSON);

        assertThat(InventoryConfigurations.parseRequest("input.json", bytes(input), DocumentFormat.JSON))
                .isEqualTo(new InventoryRequest(
                        Optional.of("data"),
                        Optional.of("daily"),
                        Optional.of(minimal),
                        Optional.of("012345678901"),
                        Optional.empty()));
        assertThatThrownBy(() -> InventoryConfigurations.parseRequest(
                        "input.yaml",
                        bytes("Bucket: [data]\nInventoryConfiguration:\n  IsEnabled: maybe\nQuery: x\n"),
                        DocumentFormat.YAML))
                .hasMessage("Cannot read input.yaml: 7 problems\n"
                        + "  Bucket: is a list, not text\n"
                        + "  InventoryConfiguration.Destination: is missing" + MALFORMED + "\n"
                        + "  InventoryConfiguration.Id: is missing" + MALFORMED + "\n"
                        + "  InventoryConfiguration.IncludedObjectVersions: is missing" + MALFORMED + "\n"
                        + "  InventoryConfiguration.Schedule: is missing" + MALFORMED + "\n"
                        + "  InventoryConfiguration.IsEnabled: is text, not true or false" + MALFORMED + "\n"
                        + "  Query: is not known here; the members are Bucket, Id, InventoryConfiguration,"
                        + " ExpectedBucketOwner, ContinuationToken");
    }

    @Test
    void aListWithOneIdTwiceIsRefused() {
        String list = "{\"InventoryConfigurationList\": [" + MINIMAL + "," + MINIMAL + "], \"IsTruncated\": false}";

        assertThatThrownBy(() -> InventoryConfigurations.parseList("list.json", bytes(list), DocumentFormat.JSON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read list.json: 1 problem\n"
                        + "  InventoryConfigurationList[1].Id: \"daily\" is the Id of two configurations" + MALFORMED);
    }

    @Test
    void theBodyOfS3sListIsTakenApart() {
        String one = InventoryConfigurations.toXml(FULL).replaceAll("<\\?.*\\?>\n", "");
        String list = "<ListInventoryConfigurationsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + one
                + "<IsTruncated>false</IsTruncated></ListInventoryConfigurationsResult>";

        assertThat(InventoryConfigurations.parseList("list.xml", bytes(list), DocumentFormat.XML))
                .containsExactly(FULL);
    }

    @Test
    void theBucketIsTheLastPartOfItsArn() {
        assertThat(FULL.destination().bucket()).isEqualTo("reports");
    }

    private static InventoryConfiguration withEncryption(ReportEncryption encryption) {
        InventoryDestination destination = FULL.destination();
        return new InventoryConfiguration(
                FULL.id(),
                FULL.isEnabled(),
                new InventoryDestination(
                        destination.bucketArn(),
                        destination.accountId(),
                        destination.format(),
                        destination.prefix(),
                        encryption),
                FULL.includedObjectVersions(),
                FULL.filterPrefix(),
                FULL.optionalFields(),
                FULL.frequency());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
