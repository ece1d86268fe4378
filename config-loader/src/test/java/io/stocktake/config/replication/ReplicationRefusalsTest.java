package io.stocktake.config.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PutBucketReplication refuses, each case in every format and with the whole answer. */
class ReplicationRefusalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MALFORMED = " (400 MalformedXML: The XML you provided was not well-formed or did not"
            + " validate against our published schema)";

    private static final String OF_THE_SCHEMA = " for this version of Cross Region Replication configuration schema."
            + " Please refer to S3 Developer Guide for more information.)";

    private static final String TAKES_NONE =
            " is not taken by a rule without a Filter; write Filter instead of Prefix, or leave it out (400"
                    + " InvalidRequest: ";

    private static final String FIRST = "{'Status': 'Enabled', 'Destination': {'Bucket': 'arn:aws:s3:::copy'}}";

    private static final String SECOND = "{'Priority': 1, 'Filter': {}, 'Status': 'Enabled', 'Destination': {'Bucket':"
            + " 'arn:aws:s3:::copy'}, 'DeleteMarkerReplication': {'Status': 'Disabled'}}";

    /** Rules of a configuration and the problems that they have. */
    private record Row(String rules, List<String> lines) {
        Row(String rules, String... lines) {
            this(rules, List.of(lines));
        }

        @Override
        public String toString() {
            return lines.get(0) + " <- " + (rules.length() > 200 ? rules.substring(0, 200) : rules);
        }
    }

    static Stream<Row> shapes() {
        String oneOf = "takes one of Prefix, Tag and And; for several predicates write them in And";
        return Stream.of(
                new Row(
                        first("'Sequence': 1,"),
                        "Rules[0].Sequence: is not known here; the members are Status, Destination, ID, Priority,"
                                + " Prefix, Filter, SourceSelectionCriteria, DeleteMarkerReplication" + MALFORMED),
                new Row(
                        FIRST.replace("Enabled", "On"),
                        "Rules[0].Status: \"On\" is not one of Enabled, Disabled" + MALFORMED),
                new Row(FIRST.replace("'Status': 'Enabled', ", ""), "Rules[0].Status: is missing" + MALFORMED),
                new Row("{'Status': 'Enabled'}", "Rules[0].Destination: is missing" + MALFORMED),
                new Row(
                        "{'Status': 'Enabled', 'Destination': {'Account': '1'}}",
                        "Rules[0].Destination.Bucket: is missing" + MALFORMED),
                new Row(
                        second("'Prefix': 'a',"),
                        "Rules[0].Prefix: stands beside Filter; a rule takes one of them" + MALFORMED),
                new Row(
                        filter("'Prefix': 'a', 'Tag': {'Key': 'k', 'Value': 'v'}"),
                        "Rules[0].Filter: " + oneOf + MALFORMED),
                new Row(
                        filter("'And': {'Prefix': 'a'}"),
                        "Rules[0].Filter.And: takes at least two predicates; a single one stands in Filter itself"
                                + MALFORMED),
                new Row(
                        filter("'And': {'Tags': [{'Key': 'k', 'Value': 'v'}]}"),
                        "Rules[0].Filter.And: takes at least two predicates; a single one stands in Filter itself"
                                + MALFORMED),
                new Row(
                        second("'ExistingObjectReplication': {'Status': 'Enabled'},"),
                        "Rules[0].ExistingObjectReplication: is no longer supported; leave it out, a run copies"
                                + " existing objects anyway" + MALFORMED),
                new Row(
                        second("").replace("'Bucket'", "'StorageClass': 'COLD', 'Bucket'"),
                        "Rules[0].Destination.StorageClass: \"COLD\" is not one of STANDARD, REDUCED_REDUNDANCY,"
                                + " STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER, DEEP_ARCHIVE, OUTPOSTS,"
                                + " GLACIER_IR, SNOW, EXPRESS_ONEZONE, FSX_ONTAP, AWS_BACKUP_WARM,"
                                + " AWS_BACKUP_LOW_COST_WARM" + MALFORMED),
                new Row(
                        second("").replace("'Bucket'", "'StorageClass': 'FSX_OPENZFS', 'Bucket'"),
                        "Rules[0].Destination.StorageClass: \"FSX_OPENZFS\" is not one of STANDARD,"
                                + " REDUCED_REDUNDANCY, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER,"
                                + " DEEP_ARCHIVE, OUTPOSTS, GLACIER_IR, SNOW, EXPRESS_ONEZONE, FSX_ONTAP,"
                                + " AWS_BACKUP_WARM, AWS_BACKUP_LOW_COST_WARM" + MALFORMED),
                new Row(
                        second("").replace("1,", "1.5,"),
                        "Rules[0].Priority: \"1.5\" is not a whole number" + MALFORMED));
    }

    static Stream<Row> schemas() {
        return Stream.of(
                new Row(
                        SECOND.replace(", 'DeleteMarkerReplication': {'Status': 'Disabled'}", ""),
                        "Rules[0].DeleteMarkerReplication: is missing, and a rule with a Filter needs it (400"
                                + " InvalidRequest: DeleteMarkerReplication must be specified" + OF_THE_SCHEMA),
                new Row(
                        first("'DeleteMarkerReplication': {'Status': 'Disabled'},"),
                        "Rules[0].DeleteMarkerReplication:" + TAKES_NONE + "DeleteMarkerReplication cannot be used"
                                + OF_THE_SCHEMA),
                new Row(
                        SECOND.replace("'Priority': 1, ", ""),
                        "Rules[0].Priority: is missing, and a rule with a Filter needs it (400 InvalidRequest: Priority"
                                + " must be specified" + OF_THE_SCHEMA),
                new Row(
                        first("'Priority': 1,"),
                        "Rules[0].Priority:" + TAKES_NONE + "Priority cannot be used" + OF_THE_SCHEMA),
                new Row(
                        first("'SourceSelectionCriteria': {'ReplicaModifications': {'Status': 'Enabled'}},"),
                        "Rules[0].SourceSelectionCriteria.ReplicaModifications:" + TAKES_NONE
                                + "ReplicaModifications cannot be used" + OF_THE_SCHEMA),
                new Row(
                        FIRST.replace("'Bucket'", "'StorageClass': 'GLACIER', 'Bucket'"),
                        "Rules[0].Destination.StorageClass: \"GLACIER\" is not one of STANDARD, STANDARD_IA,"
                                + " REDUCED_REDUNDANCY, which a rule without a Filter takes (400 InvalidArgument)"),
                new Row(
                        SECOND + "," + first("'Prefix': 'a',"),
                        "Rules[1]: has no Filter and Rules[0] has one; give every rule a Filter, or none (400"
                                + " InvalidRequest)"),
                new Row(
                        prefix("a", "one") + "," + prefix("b", "one") + "," + prefix("c", "two"),
                        "Rules[2].Destination.Bucket: \"arn:aws:s3:::two\" is another destination; rules without a"
                                + " Filter have one between them (400 InvalidRequest: Number of distinct destination"
                                + " bucket ARNs cannot exceed 1)"),
                new Row(
                        prefix("logs/2015", "one") + "," + prefix("x", "one") + "," + prefix("logs/", "one"),
                        "Rules[0].Prefix: \"logs/2015\" begins with the prefix of Rules[2] (400 InvalidRequest: Found"
                                + " overlapping prefixes 'logs/' and 'logs/2015')"),
                new Row(
                        prefix("a", "one") + "," + prefix("a", "one"),
                        "Rules[1].Prefix: \"a\" begins with the prefix of Rules[0] (400 InvalidRequest: Found"
                                + " overlapping prefixes 'a' and 'a')"),
                new Row(
                        FIRST + "," + prefix("a", "copy").replace("Enabled", "Disabled"),
                        "Rules[1].Prefix: \"a\" begins with the prefix of Rules[0] (400 InvalidRequest: Found"
                                + " overlapping prefixes '' and 'a')"));
    }

    static Stream<Row> values() {
        String longId = "i".repeat(256);
        String longPrefix = "p".repeat(1025);
        String shown = "p".repeat(100) + "…";
        return Stream.of(
                new Row(
                        SECOND + "," + SECOND,
                        "Rules[1].Priority: \"1\" is the Priority of Rules[0] too (400 InvalidRequest: Found duplicate"
                                + " priority 1.)"),
                new Row(
                        SECOND.replace(": 1,", ": -1,") + "," + SECOND.replace(": 1,", ": 2147483648,") + ","
                                + SECOND.replace(": 1,", ": 99999999999999999999,"),
                        "Rules[0].Priority: \"-1\" is not from 0 to 2147483647 (400 InvalidRequest: Priority must be"
                                + " between 0 and 2147483647.)",
                        "Rules[1].Priority: \"2147483648\" is not from 0 to 2147483647 (400 InvalidRequest: Priority must"
                                + " be between 0 and 2147483647.)",
                        "Rules[2].Priority: \"99999999999999999999\" is not from 0 to 2147483647 (400 InvalidRequest:"
                                + " Priority must be between 0 and 2147483647.)"),
                new Row(
                        filter("'Tag': {'Key': 'k', 'Value': 'v'}").replace("Disabled", "Enabled"),
                        "Rules[0].DeleteMarkerReplication.Status: \"Enabled\" stands beside a filter by tags, and a"
                                + " delete marker has none; write Disabled (400 InvalidRequest: Delete marker replication"
                                + " is not supported if any Tag filter is specified. Please refer to S3 Developer Guide"
                                + " for more information.)"),
                new Row(
                        filter("'And': {'Prefix': 'a', 'Tags': [{'Key': 'k', 'Value': 'v'}]}")
                                .replace("Disabled", "Enabled"),
                        "Rules[0].DeleteMarkerReplication.Status: \"Enabled\" stands beside a filter by tags, and a"
                                + " delete marker has none; write Disabled (400 InvalidRequest: Delete marker replication"
                                + " is not supported if any Tag filter is specified. Please refer to S3 Developer Guide"
                                + " for more information.)"),
                new Row(
                        filter("'And': {'Tags': [{'Key': 'k', 'Value': 'v'}, {'Key': 'k', 'Value': 'w'}]}"),
                        "Rules[0].Filter.And.Tags[1].Key: \"k\" is given twice (400 InvalidRequest: Duplicate Tag Keys are"
                                + " not allowed.)"),
                new Row(
                        first("'ID': 'r', 'Prefix': 'a',") + "," + first("'ID': 'r', 'Prefix': 'b',"),
                        "Rules[1].ID: \"r\" is the ID of Rules[0] too (400 InvalidArgument: Rule Id must be unique.)"),
                new Row(
                        first("'ID': '" + longId + "',"),
                        "Rules[0].ID: \"" + "i".repeat(100)
                                + "…\" is longer than 255 characters (400 InvalidArgument: The maximum value is 255"
                                + " characters.)"),
                new Row(
                        first("'ID': 'tägig',"),
                        "Rules[0].ID: \"tägig\" has a character outside of ASCII (400 InvalidArgument: Rule Id must be"
                                + " ASCII.)"),
                new Row(
                        prefix(longPrefix, "copy"),
                        "Rules[0].Prefix: \"" + shown
                                + "\" is longer than 1024 characters (400 InvalidArgument: The maximum size of a prefix is"
                                + " 1024.)"),
                new Row(
                        filter("'Prefix': '" + longPrefix + "'"),
                        "Rules[0].Filter.Prefix: \"" + shown
                                + "\" is longer than 1024 characters (400 InvalidArgument: The maximum size of a prefix is"
                                + " 1024.)"),
                new Row(
                        filter("'And': {'Prefix': '" + longPrefix + "', 'Tags': [{'Key': 'k', 'Value': 'v'}]}"),
                        "Rules[0].Filter.And.Prefix: \"" + shown
                                + "\" is longer than 1024 characters (400 InvalidArgument: The maximum size of a prefix is"
                                + " 1024.)"));
    }

    static Stream<Row> destinations() {
        String kms = "'SourceSelectionCriteria': {'SseKmsEncryptedObjects': {'Status': 'Enabled'}},";
        return Stream.of(
                new Row(
                        prefix("a", "x").replace("arn:aws:s3:::x", "copy"),
                        "Rules[0].Destination.Bucket: \"copy\" is not the ARN of a bucket, such as arn:aws:s3:::replicas"
                                + " (400 InvalidArgument: Invalid bucket ARN.)"),
                new Row(
                        prefix("a", "x").replace("arn:aws:s3:::x", "arn:aws:s3::111:copy"),
                        "Rules[0].Destination.Bucket: \"arn:aws:s3::111:copy\" is not the ARN of a bucket, such as"
                                + " arn:aws:s3:::replicas (400 InvalidArgument: Invalid bucket ARN.)"),
                new Row(
                        prefix("a", "photos"),
                        "Rules[0].Destination.Bucket: \"arn:aws:s3:::photos\" is the source (400 InvalidRequest:"
                                + " Destination bucket cannot be the same as the source bucket.)"),
                new Row(
                        to("'AccessControlTranslation': {'Owner': 'Destination'}"),
                        "Rules[0].Destination.Account: is missing, and AccessControlTranslation needs it (400"
                                + " InvalidRequest: <Account> element must be specified if the <Owner> in"
                                + " <AccessControlTranslation> has a value.)"),
                new Row(
                        to("'Account': '', 'AccessControlTranslation': {'Owner': 'Destination'}"),
                        "Rules[0].Destination.Account: is empty (400 InvalidArgument: <Account> element is empty and must"
                                + " contain a valid account ID.)"),
                new Row(
                        to("'EncryptionConfiguration': {'ReplicaKmsKeyID': 'k'}"),
                        "Rules[0].SourceSelectionCriteria.SseKmsEncryptedObjects: is missing, and EncryptionConfiguration"
                                + " needs it (400 InvalidRequest: SseKmsEncryptedObjects must be specified if"
                                + " EncryptionConfiguration is present.)"),
                new Row(
                        first(kms),
                        "Rules[0].Destination.EncryptionConfiguration.ReplicaKmsKeyID: is missing, and"
                                + " SseKmsEncryptedObjects needs it (400 InvalidRequest: ReplicaKmsKeyID must be specified"
                                + " if SseKmsEncryptedObjects tag is present.)"),
                new Row(
                        first(kms).replace("'Bucket'", "'EncryptionConfiguration': {}, 'Bucket'"),
                        "Rules[0].Destination.EncryptionConfiguration.ReplicaKmsKeyID: is missing, and"
                                + " SseKmsEncryptedObjects needs it (400 InvalidRequest: ReplicaKmsKeyID must be specified"
                                + " if SseKmsEncryptedObjects tag is present.)"),
                new Row(
                        first("'SourceSelectionCriteria': {},"),
                        "Rules[0].SourceSelectionCriteria: is empty; leave it out, or write SseKmsEncryptedObjects (400"
                                + " InvalidRequest: SourceSelectionCriteria cannot be empty.)"),
                new Row(
                        to(time("Enabled", 15)),
                        "Rules[0].Destination.Metrics: is missing, and ReplicationTime needs it (400 InvalidRequest:"
                                + " Replication destination must contain both ReplicationTime and Metrics or neither.)"),
                new Row(
                        to(time("Enabled", 15) + ", 'Metrics': {'Status': 'Disabled'}"),
                        "Rules[0].Destination.Metrics.Status: \"Disabled\" differs from the Status of ReplicationTime (400"
                                + " InvalidRequest: Replication destination must contain both ReplicationTime and Metrics"
                                + " or neither.)"),
                new Row(
                        to("'Metrics': {'Status': 'Enabled', 'EventThreshold': {'Minutes': 15}}"),
                        "Rules[0].Destination.Metrics.EventThreshold: stands without a ReplicationTime that is Enabled"
                                + " (400 InvalidArgument: Metrics cannot contain an event threshold when ReplicationTime is"
                                + " not specified or Disabled)"),
                new Row(
                        to(time("Disabled", 15)
                                + ", 'Metrics': {'Status': 'Disabled', 'EventThreshold': {'Minutes': 15}}"),
                        "Rules[0].Destination.Metrics.EventThreshold: stands without a ReplicationTime that is Enabled"
                                + " (400 InvalidArgument: Metrics cannot contain an event threshold when ReplicationTime is"
                                + " not specified or Disabled)"),
                new Row(
                        to(time("Enabled", 10)
                                + ", 'Metrics': {'Status': 'Enabled', 'EventThreshold': {'Minutes': 30}}"),
                        "Rules[0].Destination.ReplicationTime.Time.Minutes: \"10\" is not 15 (400 InvalidArgument: Invalid"
                                + " time minute value)",
                        "Rules[0].Destination.Metrics.EventThreshold.Minutes: \"30\" is not 15 (400 InvalidArgument:"
                                + " Invalid time minute value)"),
                new Row(
                        to("'ReplicationTime': {'Status': 'Enabled', 'Time': {}}, 'Metrics': {'Status': 'Enabled'}"),
                        "Rules[0].Destination.ReplicationTime.Time.Minutes: is missing; write 15 (400 InvalidArgument:"
                                + " Invalid time minute value)"));
    }

    @ParameterizedTest
    @MethodSource({"shapes", "schemas", "values", "destinations"})
    void everyCaseIsRefusedInEveryFormatWithTheWordsOfS3(Row row) throws JsonProcessingException {
        JsonNode tree = JSON.readTree(document(row.rules()));
        for (DocumentFormat format : DocumentFormat.values()) {
            String document = DocumentWriter.write(tree, format, ReplicationConfigurations.XML_NAMES);
            assertRefused(document, format, row.lines().toArray(String[]::new));
        }
    }

    @Test
    void theOverlappingExampleOfTheApiReferenceIsRefused() {
        String xml =
                "<ReplicationConfiguration> <Role>arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3</Role> <Rule> <ID>rule1</ID> <Prefix>TaxDocs</Prefix> <Status>Enabled</Status> <Destination> <Bucket>arn:aws:s3:::exampletargetbucket1</Bucket> </Destination> </Rule> <Rule> <ID>rule2</ID> <Prefix>TaxDocs/2015</Prefix> <Status>Enabled</Status> <Destination> <Bucket>arn:aws:s3:::exampletargetbucket1</Bucket> </Destination> </Rule> </ReplicationConfiguration>";

        InvalidDefinitionException refused =
                catchThrowableOfType(InvalidDefinitionException.class, () -> parse(xml, DocumentFormat.XML));

        assertThat(refused.problems())
                .extracting(problem -> problem.status() + " " + problem.code() + " " + problem.message())
                .containsExactly("400 InvalidRequest Found overlapping prefixes 'TaxDocs' and 'TaxDocs/2015'");
        assertThat(refused)
                .hasMessage("Cannot read replication: 1 problem\n"
                        + "  Rules[1].Prefix: \"TaxDocs/2015\" begins with the prefix of Rules[0] (400 InvalidRequest:"
                        + " Found overlapping prefixes 'TaxDocs' and 'TaxDocs/2015')");
    }

    @Test
    void aConfigurationHasARoleAndRules() {
        assertRefused("{}", DocumentFormat.JSON, "Role: is missing" + MALFORMED, "Rules: is missing" + MALFORMED);
        assertRefused(
                "{\"Role\": \"\", \"Rules\": []}",
                DocumentFormat.JSON,
                "Role: is empty" + MALFORMED,
                "Rules: has no rule" + MALFORMED);
        assertRefused(
                "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>",
                DocumentFormat.XML,
                "Rules: is missing" + MALFORMED);
    }

    @Test
    void moreThanAThousandRulesAreRefused() throws JsonProcessingException {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rules.add(prefix(i + "/", "copy"));
        }
        assertThat(parse(document(String.join(",", rules)), DocumentFormat.JSON).rules())
                .hasSize(1000);

        rules.add(prefix("x", "copy"));
        JsonNode tree = JSON.readTree(document(String.join(",", rules)));
        for (DocumentFormat format : DocumentFormat.values()) {
            assertRefused(
                    DocumentWriter.write(tree, format, ReplicationConfigurations.XML_NAMES),
                    format,
                    "Rules: has 1001 rules, not 1 to 1000 (400 InvalidRequest: The number of replication rules must not"
                            + " exceed the allowed limit of 1000 rules.)");
        }
    }

    @Test
    void moreThanTwoMegabytesAreRefused() {
        String document = document(FIRST);
        String limit = document + " ".repeat(2 * 1024 * 1024 - document.length());

        assertThat(parse(limit, DocumentFormat.JSON).rules()).hasSize(1);
        assertRefused(
                limit + " ",
                DocumentFormat.JSON,
                "(document): is larger than 2097152 bytes (400 InvalidRequest: The number of replication rules must not"
                        + " exceed the allowed limit of 1000 rules.)");
    }

    @Test
    void manyOverlappingPrefixesAreFoundInTime() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            rules.add(prefix("p" + i, "copy"));
        }

        assertThatThrownBy(() -> parse(document(String.join(",", rules)), DocumentFormat.JSON))
                .hasMessageStartingWith(
                        "Cannot read replication: 101 problems\n  Rules: has 15000 rules, not 1 to 1000")
                .hasMessageContaining(
                        "Rules[10].Prefix: \"p10\" begins with the prefix of Rules[1] (400 InvalidRequest:"
                                + " Found overlapping prefixes 'p1' and 'p10')");
    }

    @Test
    void allProblemsComeTogetherTheShapeBeforeTheRest() {
        assertRefused(
                document(first("'Priority': 1,") + ","
                        + first("'Status': 'On', 'Prefix': 'a',").replace("'Status': 'Enabled', ", "") + ","
                        + prefix("b", "photos") + "," + prefix("b", "copy")),
                DocumentFormat.JSON,
                "Rules[1].Status: \"On\" is not one of Enabled, Disabled" + MALFORMED,
                "Rules[0].Priority:" + TAKES_NONE + "Priority cannot be used" + OF_THE_SCHEMA,
                "Rules[2].Destination.Bucket: \"arn:aws:s3:::photos\" is the source (400 InvalidRequest: Destination"
                        + " bucket cannot be the same as the source bucket.)",
                "Rules[2].Destination.Bucket: \"arn:aws:s3:::photos\" is another destination; rules without a Filter have"
                        + " one between them (400 InvalidRequest: Number of distinct destination bucket ARNs cannot exceed"
                        + " 1)",
                "Rules[2].Prefix: \"b\" begins with the prefix of Rules[0] (400 InvalidRequest: Found overlapping prefixes"
                        + " '' and 'b')",
                "Rules[3].Prefix: \"b\" begins with the prefix of Rules[2] (400 InvalidRequest: Found overlapping prefixes"
                        + " 'b' and 'b')");
    }

    @Test
    void whatStandsInAWrapperIsRefusedWithItsPath() {
        assertRefused(
                "{\"ReplicationConfiguration\": " + document(first("'Priority': 1,")) + "}",
                DocumentFormat.JSON,
                "ReplicationConfiguration.Rules[0].Priority:" + TAKES_NONE + "Priority cannot be used" + OF_THE_SCHEMA);
    }

    private static String first(String members) {
        return FIRST.replace("{'Status'", "{" + members + "'Status'");
    }

    private static String second(String members) {
        return SECOND.replace("{'Priority'", "{" + members + "'Priority'");
    }

    private static String filter(String members) {
        return SECOND.replace("'Filter': {}", "'Filter': {" + members + "}");
    }

    private static String prefix(String prefix, String bucket) {
        return first("'Prefix': '" + prefix + "',").replace("copy", bucket);
    }

    private static String to(String members) {
        return SECOND.replace("{'Bucket'", "{" + members + ", 'Bucket'");
    }

    private static String time(String status, int minutes) {
        return "'ReplicationTime': {'Status': '" + status + "', 'Time': {'Minutes': " + minutes + "}}";
    }

    private static String document(String rules) {
        return ("{'Role': 'r', 'Rules': [" + rules + "]}").replace('\'', '"');
    }

    private static void assertRefused(String document, DocumentFormat format, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> parse(document, format))
                .as("%s", format)
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read replication: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static ReplicationConfiguration parse(String document, DocumentFormat format) {
        return ReplicationConfigurations.parse(
                "replication", document.getBytes(StandardCharsets.UTF_8), format, Optional.of("photos"));
    }
}
