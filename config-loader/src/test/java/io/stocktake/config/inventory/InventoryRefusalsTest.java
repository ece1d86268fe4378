package io.stocktake.config.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What PutBucketInventoryConfiguration refuses, each case with the whole answer. */
class InventoryRefusalsTest {

    private static final String MALFORMED = " (400 MalformedXML: The XML you provided was not well-formed or did not"
            + " validate against our published schema)";

    private static final String MINIMAL = """
            {"Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "CSV"}},
             "IsEnabled": true, "Id": "daily", "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"}}
            """;

    private static final InventoryConfiguration CONFIGURATION = new InventoryConfiguration(
            "daily",
            false,
            new InventoryDestination(
                    "arn:aws:s3:::reports",
                    Optional.empty(),
                    ReportFormat.PARQUET,
                    Optional.empty(),
                    new ReportEncryption.SseS3()),
            IncludedObjectVersions.ALL,
            Optional.empty(),
            List.of(InventoryField.E_TAG, InventoryField.SIZE),
            Frequency.WEEKLY);

    @Test
    void aBadEnumIsRefusedAsMalformed() {
        assertRefused(
                MINIMAL.replace("CSV", "csv"),
                "Destination.S3BucketDestination.Format: \"csv\" is not one of CSV, ORC, Parquet" + MALFORMED);
        assertRefused(
                MINIMAL.replace("Daily", "Hourly"),
                "Schedule.Frequency: \"Hourly\" is not one of Daily, Weekly" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"All\"", "\"Latest\""),
                "IncludedObjectVersions: \"Latest\" is not one of All, Current" + MALFORMED);
        assertRefused(
                withFields("\"Size\", \"Owner\""),
                "OptionalFields[1]: \"Owner\" is not one of Size, LastModifiedDate, StorageClass, ETag,"
                        + " IsMultipartUploaded, ReplicationStatus, EncryptionStatus, ObjectLockRetainUntilDate,"
                        + " ObjectLockMode, ObjectLockLegalHoldStatus, IntelligentTieringAccessTier, BucketKeyStatus,"
                        + " ChecksumAlgorithm, ObjectAccessControlList, ObjectOwner, LifecycleExpirationDate"
                        + MALFORMED);
    }

    @Test
    void aFieldOfSeptember2026IsRefusedByName() {
        for (String field : List.of(
                "ObjectLockEventHoldStatus", "ObjectLockEventHoldDuration", "ObjectLockEventHoldDurationUnit")) {
            assertRefused(
                    withFields("\"" + field + "\""),
                    "OptionalFields[0]: \"" + field
                            + "\" is a field that S3 added in September 2026 and no report here has yet; leave it out"
                            + MALFORMED);
        }
    }

    @Test
    void aFieldGivenTwiceIsRefused() {
        assertRefused(
                withFields("\"Size\", \"ETag\", \"Size\""), "OptionalFields[2]: \"Size\" is given twice" + MALFORMED);
    }

    @Test
    void everyMissingMemberIsReportedAtOnce() {
        assertRefused(
                "{}",
                "Destination: is missing" + MALFORMED,
                "IsEnabled: is missing" + MALFORMED,
                "Id: is missing" + MALFORMED,
                "IncludedObjectVersions: is missing" + MALFORMED,
                "Schedule: is missing" + MALFORMED);
        assertRefused(
                "{\"Destination\": {\"S3BucketDestination\": {\"Encryption\": {\"SSEKMS\": {}}}}, \"IsEnabled\": true,"
                        + " \"Id\": \"a\", \"Filter\": {}, \"IncludedObjectVersions\": \"All\", \"Schedule\": {}}",
                "Destination.S3BucketDestination.Bucket: is missing" + MALFORMED,
                "Destination.S3BucketDestination.Format: is missing" + MALFORMED,
                "Destination.S3BucketDestination.Encryption.SSEKMS.KeyId: is missing" + MALFORMED,
                "Filter.Prefix: is missing" + MALFORMED,
                "Schedule.Frequency: is missing" + MALFORMED);
        assertRefused(
                MINIMAL.replaceFirst("\\{\"S3BucketDestination.*?}}", "{}"),
                "Destination.S3BucketDestination: is missing" + MALFORMED);
    }

    @Test
    void anUnknownMemberIsRefusedWithItsPathAndWithoutItsValue() {
        assertRefused(
                MINIMAL.replace("\"Frequency\"", "\"Hour\": 3, \"Frequency\""),
                "Schedule.Hour: is not known here; the members are Frequency" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"Id\"", "\"id\": \"x\", \"Id\""),
                "id: is not known here; the members are Destination, IsEnabled, Id, IncludedObjectVersions, Schedule,"
                        + " Filter, OptionalFields" + MALFORMED);
    }

    @Test
    void aWrongTypeIsRefused() {
        assertRefused(MINIMAL.replace("\"daily\"", "1"), "Id: is a number, not text" + MALFORMED);
        assertRefused(MINIMAL.replace("\"daily\"", "null"), "Id: is null, not text" + MALFORMED);
        assertRefused(MINIMAL.replace("\"daily\"", "[\"daily\"]"), "Id: is a list, not text" + MALFORMED);
        assertRefused(MINIMAL.replace("true", "\"true\""), "IsEnabled: is text, not true or false" + MALFORMED);
        assertRefused(
                MINIMAL.replace("{\"Frequency\": \"Daily\"}", "\"Daily\""),
                "Schedule: is text, not an object" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"Id\"", "\"OptionalFields\": \"Size\", \"Id\""),
                "OptionalFields: is text, not a list" + MALFORMED);
        assertRefused(
                withFields("{}, true"),
                "OptionalFields[0]: is an object, not text" + MALFORMED,
                "OptionalFields[1]: is a truth value, not text" + MALFORMED);
        assertRefused("[]", "(document): is a list, not an object" + MALFORMED, missing());
    }

    @Test
    void aMemberGivenTwiceIsRefused() {
        assertRefused(MINIMAL.replace("\"Id\"", "\"Id\": \"daily\", \"Id\""), "Id: is given twice" + MALFORMED);
    }

    @Test
    void encryptionIsOneOfTheTwo() {
        assertRefused(
                MINIMAL.replace("\"Format\"", "\"Encryption\": {}, \"Format\""),
                "Destination.S3BucketDestination.Encryption: takes one of SSES3 and SSEKMS, and has neither"
                        + MALFORMED);
        assertRefused(
                MINIMAL.replace(
                        "\"Format\"", "\"Encryption\": {\"SSES3\": {}, \"SSEKMS\": {\"KeyId\": \"k\"}}, \"Format\""),
                "Destination.S3BucketDestination.Encryption: takes one of SSES3 and SSEKMS, and has both" + MALFORMED);
    }

    @Test
    void anEmptyAccountIsRefused() {
        assertRefused(
                MINIMAL.replace("\"Format\"", "\"AccountId\": \"\", \"Format\""),
                "Destination.S3BucketDestination.AccountId: is empty" + MALFORMED);
    }

    @Test
    void anIdThatDiffersFromTheOneAskedForIsRefused() {
        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes(MINIMAL), DocumentFormat.JSON, "weekly"))
                .hasMessage("Cannot read the inventory configuration: 1 problem\n"
                        + "  Id: \"daily\" differs from the Id that the command or the file's name gives, \"weekly\""
                        + " (400 IdMismatch: Document ID does not match the specified configuration ID.)");
    }

    @Test
    void anIdOfOtherCharactersIsRefused() {
        String why = "\" is not an Id: it has 1 to 64 characters of A-Z a-z 0-9 . _ -"
                + " (400 InvalidArgument: Invalid Argument)";
        assertRefused(MINIMAL.replace("daily", ""), "Id: \"" + why);
        assertRefused(MINIMAL.replace("daily", "../daily"), "Id: \"../daily" + why);
        assertRefused(MINIMAL.replace("daily", "täglich"), "Id: \"täglich" + why);
        assertRefused(MINIMAL.replace("daily", "a\\u0000\\n"), "Id: \"a\\u0000\\u000a" + why);
        assertRefused(MINIMAL.replace("daily", "x".repeat(65)), "Id: \"" + "x".repeat(65) + why);
        assertThat(InventoryConfigurations.parse(bytes(MINIMAL.replace("daily", "x".repeat(64))), DocumentFormat.JSON)
                        .id())
                .hasSize(64);
    }

    @Test
    void aDestinationThatIsNoBucketArnIsRefused() {
        for (String arn : List.of(
                "reports",
                "",
                "arn:aws:s3:::",
                "arn:aws:s3:::../reports",
                "arn:aws:s3:::reports/prefix",
                "arn:aws:sqs:::reports",
                "arn:aws:s3:eu-west-1::reports",
                "s3://reports")) {
            assertRefused(
                    MINIMAL.replace("arn:aws:s3:::reports", arn),
                    "Destination.S3BucketDestination.Bucket: \"" + arn
                            + "\" is not the ARN of a bucket, such as arn:aws:s3:::reports"
                            + " (400 InvalidS3DestinationBucket: Invalid bucket ARN.)");
        }
    }

    @Test
    void anArnWithAnAccountIsRefused() {
        assertRefused(
                MINIMAL.replace("arn:aws:s3:::reports", "arn:aws-cn:s3::012345678901:reports"),
                "Destination.S3BucketDestination.Bucket: \"arn:aws-cn:s3::012345678901:reports\" names an account; write"
                        + " arn:aws-cn:s3:::reports and give the account as AccountId"
                        + " (400 InvalidS3DestinationBucket: Bucket ARN should not specify a namespace.)");
    }

    @Test
    void problemsComeInTheOrderOfS3() {
        String document = MINIMAL.replace("\"CSV\"", "\"XML\"")
                .replace("arn:aws:s3:::", "")
                .replace("daily", "a b");

        InvalidDefinitionException refused = catchThrowableOfType(
                InvalidDefinitionException.class,
                () -> InventoryConfigurations.parse(bytes(document), DocumentFormat.JSON, "c"));

        assertThat(refused.problems())
                .extracting(problem -> problem.status() + " " + problem.code() + " " + problem.path())
                .containsExactly(
                        "400 MalformedXML Destination.S3BucketDestination.Format",
                        "400 IdMismatch Id",
                        "400 InvalidArgument Id",
                        "400 InvalidS3DestinationBucket Destination.S3BucketDestination.Bucket");
        assertThat(refused.problems().get(3).message()).isEqualTo("Invalid bucket ARN.");
        assertThat(refused.problems().get(3).value()).contains("reports");
    }

    @Test
    void xmlIsAsStrictAsJson() {
        String xml = InventoryConfigurations.toXml(CONFIGURATION);
        assertXmlRefused(
                xml.replace("SSE-S3>", "SSES3>"),
                "Destination.S3BucketDestination.Encryption.SSES3: is SSE-S3 in XML" + MALFORMED);
        assertXmlRefused(
                xml.replace("<Field>Size</Field>", "<member>Size</member>"),
                "OptionalFields[1]: \"member\" is not the element of an item, which is Field" + MALFORMED);
        assertXmlRefused(
                xml.replace("<Schedule>", "<Schedule day=\"Sunday\">"),
                "Schedule: \"day\" is an attribute, and S3's documents have none" + MALFORMED);
        assertXmlRefused(
                xml.replace("<Schedule>", "<Schedule>now"), "Schedule: \"now\" is text between elements" + MALFORMED);
        assertXmlRefused(
                xml.replace("<IsEnabled>false", "<IsEnabled>no"), "IsEnabled: \"no\" is not true or false" + MALFORMED);
        assertXmlRefused(
                xml.replace("<IsEnabled>", "<IsEnabled>true</IsEnabled><IsEnabled>"),
                "IsEnabled: is given twice" + MALFORMED);
        assertXmlRefused(
                xml.replace("InventoryConfiguration", "AnalyticsConfiguration"),
                "(document): \"AnalyticsConfiguration\" is not the root element, which is InventoryConfiguration"
                        + MALFORMED);
        assertXmlRefused(
                xml.replace("<Schedule>", "<Schedule xmlns=\"urn:other\">"),
                "Schedule: \"urn:other\" is not the namespace of S3, which is http://s3.amazonaws.com/doc/2006-03-01/"
                        + MALFORMED,
                "Schedule.Frequency: \"urn:other\" is not the namespace of S3, which is"
                        + " http://s3.amazonaws.com/doc/2006-03-01/" + MALFORMED);
    }

    @Test
    void aConfigurationThatWasBuiltIsCheckedToo() {
        InventoryConfiguration built = new InventoryConfiguration(
                "a/b",
                true,
                new InventoryDestination(
                        "reports",
                        Optional.empty(),
                        ReportFormat.CSV,
                        Optional.empty(),
                        new ReportEncryption.Unspecified()),
                IncludedObjectVersions.ALL,
                Optional.empty(),
                List.of(),
                Frequency.DAILY);

        assertThat(InventoryConfigurations.check("built", built, Optional.of("a/b")))
                .extracting(problem -> problem.code() + " " + problem.path())
                .containsExactly(
                        "InvalidArgument Id", "InvalidS3DestinationBucket Destination.S3BucketDestination.Bucket");
    }

    private static String[] missing() {
        return List.of("Destination", "IsEnabled", "Id", "IncludedObjectVersions", "Schedule").stream()
                .map(name -> name + ": is missing" + MALFORMED)
                .toArray(String[]::new);
    }

    private static void assertRefused(String document, String first, String[] rest) {
        String[] lines = new String[rest.length + 1];
        lines[0] = first;
        System.arraycopy(rest, 0, lines, 1, rest.length);
        assertRefused(document, lines);
    }

    private static void assertRefused(String document, String... lines) {
        assertRefusedAs(DocumentFormat.JSON, document, lines);
    }

    private static void assertXmlRefused(String document, String... lines) {
        assertRefusedAs(DocumentFormat.XML, document, lines);
    }

    private static void assertRefusedAs(DocumentFormat format, String document, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes(document), format))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read the inventory configuration: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static String withFields(String fields) {
        return MINIMAL.replace("\"Id\"", "\"OptionalFields\": [" + fields + "], \"Id\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
