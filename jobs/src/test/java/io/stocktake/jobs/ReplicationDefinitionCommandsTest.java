package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three commands on a bucket's replication configuration, as somebody types them who knows the AWS CLI. */
class ReplicationDefinitionCommandsTest {
    /** Example 1 of "PUT Bucket replication". */
    private static final String EXAMPLE = "<ReplicationConfiguration>"
            + " <Role>arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3</Role> <Rule> <ID>rule1</ID>"
            + " <Prefix>TaxDocs</Prefix> <Status>Enabled</Status> <Destination>"
            + " <Bucket>arn:aws:s3:::exampletargetbucket</Bucket> </Destination> </Rule> </ReplicationConfiguration>";

    /** The configuration of the same page that S3 does not take. */
    private static final String OVERLAPPING_EXAMPLE = "<ReplicationConfiguration>"
            + " <Role>arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3</Role> <Rule> <ID>rule1</ID>"
            + " <Prefix>TaxDocs</Prefix> <Status>Enabled</Status> <Destination>"
            + " <Bucket>arn:aws:s3:::exampletargetbucket1</Bucket> </Destination> </Rule> <Rule> <ID>rule2</ID>"
            + " <Prefix>TaxDocs/2015</Prefix> <Status>Enabled</Status> <Destination>"
            + " <Bucket>arn:aws:s3:::exampletargetbucket1</Bucket> </Destination> </Rule> </ReplicationConfiguration>";

    private static final String EXAMPLE_ANSWER = """
            {
                "ReplicationConfiguration": {
                    "Role": "arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3",
                    "Rules": [
                        {
                            "ID": "rule1",
                            "Prefix": "TaxDocs",
                            "Status": "Enabled",
                            "Destination": {
                                "Bucket": "arn:aws:s3:::exampletargetbucket"
                            }
                        }
                    ]
                }
            }
            """;

    private static final String PUT_REFUSED =
            "An error occurred (%s) when calling the PutBucketReplication operation: ";

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private DefinitionsFixture definitions;
    private String example;

    @BeforeEach
    void writeTheExample() throws IOException {
        definitions = new DefinitionsFixture(directory);
        example = file("example.xml", EXAMPLE);
    }

    // The examples of S3's documentation

    @Test
    void theExampleWorksWordForWord() {
        assertThat(put(example)).isEqualTo(CommandLineRun.done(""));
        assertThat(directory.resolve("buckets/examplebucket/replication.json")).isRegularFile();
        assertThat(get()).isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER));
        assertThat(definitions.run("delete-bucket-replication", "--bucket", "examplebucket"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(directory.resolve("buckets/examplebucket/replication.json")).doesNotExist();
    }

    @Test
    void theExampleOfOverlappingPrefixesIsRefused() throws IOException {
        CommandLineRun run = put(file("overlapping.xml", OVERLAPPING_EXAMPLE));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(PUT_REFUSED.formatted("InvalidRequest")
                        + "Found overlapping prefixes 'TaxDocs' and 'TaxDocs/2015'\n");
        assertThat(directory).isEmptyDirectory();
    }

    // What is answered

    @Test
    void getOfABucketWithoutOneIsRefusedAndDeleteIsNot() {
        assertThat(get())
                .isEqualTo(CommandLineRun.refused("An error occurred (ReplicationConfigurationNotFoundError) when"
                        + " calling the GetBucketReplication operation: The replication configuration was not found"));
        assertThat(definitions.run("delete-bucket-replication", "--bucket", "examplebucket"))
                .isEqualTo(CommandLineRun.done(""));
    }

    @Test
    void yamlIsPrintedOnRequest() {
        put(example);
        assertThat(definitions.run("get-bucket-replication", "--bucket", "examplebucket", "--output", "yaml"))
                .isEqualTo(CommandLineRun.done("""
                        ReplicationConfiguration:
                          Role: "arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3"
                          Rules:
                          - ID: "rule1"
                            Prefix: "TaxDocs"
                            Status: "Enabled"
                            Destination:
                              Bucket: "arn:aws:s3:::exampletargetbucket"
                        """));
    }

    @Test
    void putReplacesAndTakesWhatGetPrints() {
        put(example);
        assertThat(put(EXAMPLE_ANSWER.replace("rule1", "other"))).isEqualTo(CommandLineRun.done(""));
        assertThat(get()).isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER.replace("rule1", "other")));
    }

    @Test
    void aMemberWithoutEffectIsTakenWithAWarning() {
        assertThat(put("""
                        {"Role": "arn:aws:iam::123456789012:role/replication", "Rules": [{"ID": "a", "Priority": 1,
                         "Filter": {"Prefix": ""}, "Status": "Enabled", "DeleteMarkerReplication": {"Status": "Disabled"},
                         "Destination": {"Bucket": "arn:aws:s3:::replicas",
                           "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                           "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}}}}]}"""))
                .isEqualTo(new CommandLineRun(
                        0,
                        "",
                        "Warning: the replication configuration: Rules[0].Destination.ReplicationTime: has no"
                                + " effect: objects are copied when a run is started, not within 15 minutes\n"));
    }

    // Where a document comes from

    @Test
    void parametersComeFromADocumentAndOptionsOverrideThem() {
        String parameters =
                EXAMPLE_ANSWER.replaceFirst("\\{", "{\"Bucket\": \"one\", \"ChecksumAlgorithm\": \"CRC32\",");
        assertThat(definitions.run(
                        "put-bucket-replication", "--cli-input-json", parameters, "--bucket", "examplebucket"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(definitions.run("get-bucket-replication", "--cli-input-yaml", "Bucket: examplebucket"))
                .isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER));
    }

    @Test
    void theShorthandOfTheAwsCliIsTaken() {
        assertThat(put("Role=arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3,"
                        + "Rules=[{ID=rule1,Prefix=TaxDocs,Status=Enabled,"
                        + "Destination={Bucket=arn:aws:s3:::exampletargetbucket}}]"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(get()).isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER));
    }

    @Test
    void aFileMayBeAPipeThatIsReadOnce() throws Exception {
        Path pipe = elsewhere.resolve("pipe.xml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, EXAMPLE, StandardOpenOption.WRITE);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        writer.setDaemon(true);
        writer.start();
        assertThat(put("file://" + pipe, "--content-md5", "9TQ4MyQ/EZ7vUgBMIUKcWA=="))
                .isEqualTo(CommandLineRun.done(""));
        writer.join();
    }

    // What is checked of the request

    @Test
    void theDigestIsThatOfTheDocument() {
        assertThat(put(example, "--content-md5", "9TQ4MyQ/EZ7vUgBMIUKcWA==")).isEqualTo(CommandLineRun.done(""));
        assertThat(put(example, "--content-md5", "q6yJDlIkcBaGGfb3QLY69A=="))
                .isEqualTo(CommandLineRun.refused(PUT_REFUSED.formatted("BadDigest")
                        + "The Content-MD5 you specified did not match what we received.\n"
                        + "  ContentMD5: \"q6yJDlIkcBaGGfb3QLY69A==\" is not the digest of the document, which is"
                        + " 9TQ4MyQ/EZ7vUgBMIUKcWA=="));
        assertThat(put(example, "--content-md5", "abc"))
                .isEqualTo(CommandLineRun.refused(PUT_REFUSED.formatted("InvalidDigest")
                        + "The Content-MD5 you specified was invalid.\n"
                        + "  ContentMD5: \"abc\" is not the Base64 text of 16 bytes"));
    }

    @Test
    void aDigestOfAPartOfADocumentCannotBeChecked() {
        String parameters =
                EXAMPLE_ANSWER.replaceFirst("\\{", "{\"Bucket\": \"examplebucket\", \"ContentMD5\": \"x\",");
        assertThat(definitions.run("put-bucket-replication", "--cli-input-json", parameters))
                .isEqualTo(CommandLineRun.refused("Cannot check the ContentMD5 \"x\": the configuration is a part of a"
                        + " larger document and has no bytes of its own. Give it as --replication-configuration"
                        + " file://NAME, or leave the digest out."));
    }

    @Test
    void aChecksumAlgorithmThatS3DoesNotKnowIsRefused() {
        assertThat(put(example, "--checksum-algorithm", "SHA256", "--token", "x"))
                .isEqualTo(CommandLineRun.done(""));
        CommandLineRun run = put(example, "--checksum-algorithm", "sha256");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(PUT_REFUSED.formatted("InvalidRequest")
                        + "Value for x-amz-sdk-checksum-algorithm header is invalid.\n"
                        + "  ChecksumAlgorithm: \"sha256\" is not one of CRC32, CRC32C, ");
    }

    @Test
    void aDocumentThatIsTooLargeIsRefusedAsS3Does() throws IOException {
        assertThat(put(file("large.json", " ".repeat(2 * 1024 * 1024 + 1))))
                .isEqualTo(CommandLineRun.refused(PUT_REFUSED.formatted("InvalidRequest")
                        + "The number of replication rules must not exceed the allowed limit of 1000 rules.\n"
                        + "  (document): is larger than 2097152 bytes"));
    }

    @Test
    void everyProblemIsToldUnderTheErrorOfS3() {
        assertThat(put(EXAMPLE_ANSWER.replace("\"Enabled\"", "\"On\"").replace("\"Role\"", "\"Rule\"")))
                .isEqualTo(CommandLineRun.refused(PUT_REFUSED.formatted("MalformedXML")
                        + "The XML you provided was not well-formed or did not validate against our published schema\n"
                        + "  ReplicationConfiguration.Role: is missing\n"
                        + "  ReplicationConfiguration.Rules[0].Status: \"On\" is not one of Enabled, Disabled\n"
                        + "  ReplicationConfiguration.Rule: is not known here; the members are Role, Rules"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theSourceIsNoDestination() {
        CommandLineRun run = definitions.run(
                "put-bucket-replication", "--bucket", "exampletargetbucket", "--replication-configuration", example);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(PUT_REFUSED.formatted("InvalidRequest")
                        + "Destination bucket cannot be the same as the source bucket.\n");
    }

    @Test
    void aBucketOfNoStoreIsRefused() throws IOException {
        definitions.write("stores.yaml", stores("[examplebucket]"));
        CommandLineRun run = put(example);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Cannot read the replication configuration: 1 problem\n"
                        + "  Rules[0].Destination.Bucket: Cannot find the bucket \"exampletargetbucket\"");
        assertThat(directory.resolve("buckets")).doesNotExist();
    }

    @Test
    void anotherOwnerThanExpectedIsRefused() throws IOException {
        definitions.write("stores.yaml", stores("[examplebucket, exampletargetbucket]"));
        assertThat(put(example, "--expected-bucket-owner", "123456789012")).isEqualTo(CommandLineRun.done(""));
        for (String[] command : List.of(
                new String[] {"get-bucket-replication", "GetBucketReplication"},
                new String[] {"delete-bucket-replication", "DeleteBucketReplication"})) {
            assertThat(definitions.run(
                            command[0], "--bucket", "examplebucket", "--expected-bucket-owner", "000000000000"))
                    .isEqualTo(CommandLineRun.refused("An error occurred (AccessDenied) when calling the " + command[1]
                            + " operation: Access Denied\n  the expected owner of the bucket \"examplebucket\" is"
                            + " account \"000000000000\", and its store \"ceph\" belongs to account"
                            + " \"123456789012\""));
        }
        assertThat(get()).isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER));
    }

    @Test
    void missingParametersAreNamedTogether() {
        assertThat(definitions.run("put-bucket-replication"))
                .isEqualTo(CommandLineRun.refused("Cannot run put-bucket-replication: --bucket and"
                        + " --replication-configuration are missing. See: ./spark-submit.sh put-bucket-replication"
                        + " --help"));
    }

    @Test
    void aStoredFileThatIsBrokenIsNamedByGetAndReplacedByPut() throws IOException {
        definitions.write("buckets/examplebucket/replication.json", "{\"Role\": ");
        CommandLineRun run = get();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read buckets/examplebucket/replication.json: 1 problem\n");
        assertThat(put(example)).isEqualTo(CommandLineRun.done(""));
        assertThat(get()).isEqualTo(CommandLineRun.done(EXAMPLE_ANSWER));
    }

    // Skeletons

    @Test
    void aSkeletonThatIsFilledInIsTaken() {
        String filled = CommandLineRun.of("put-bucket-replication", "--generate-cli-skeleton", "yaml-input")
                .out()
                .replaceFirst("Bucket: ''", "Bucket: examplebucket")
                .replace("      Bucket: ''", "      Bucket: arn:aws:s3:::replicas")
                .replace("Role: ''", "Role: arn:aws:iam::123456789012:role/replication")
                .replaceFirst("(?m)^ContentMD5.*\n", "")
                .replaceFirst("(?m)^ExpectedBucketOwner.*\n", "")
                .replaceFirst("(?m)^    Prefix: ''.*\n", "")
                .replaceFirst("(?s)      Tag:.*?    Status", "    Status")
                .replaceFirst("(?s)      Account:.*?      StorageClass", "      StorageClass")
                .replaceFirst("(?m)^      AccessControlTranslation.*\n.*\n", "")
                .replaceFirst("ReplicaKmsKeyID: ''", "ReplicaKmsKeyID: arn:aws:kms:us-east-2:123456789012:key/1")
                .replaceFirst("(?s)      ReplicationTime:.*?    DeleteMarker", "    DeleteMarker");
        assertThat(definitions.run("put-bucket-replication", "--cli-input-yaml", filled))
                .isEqualTo(CommandLineRun.done(""));
    }

    @Test
    void skeletonsAreDocumentsAndShapes() {
        for (String command : List.of("put", "get", "delete")) {
            assertThat(CommandLineRun.of(command + "-bucket-replication", "--generate-cli-skeleton")
                            .out())
                    .startsWith("{\n    \"Bucket\": \"\",\n")
                    .endsWith("    \"ExpectedBucketOwner\": \"\"\n}\n");
            assertThat(CommandLineRun.of(command + "-bucket-replication", "--generate-cli-skeleton", "yaml-input")
                            .out())
                    .startsWith("Bucket: ''  # [REQUIRED] ");
        }
        assertThat(CommandLineRun.of("get-bucket-replication", "--bucket", "b", "--generate-cli-skeleton", "output")
                        .out())
                .startsWith("{\n    \"ReplicationConfiguration\": {\n        \"Role\": \"\",\n");
    }

    private CommandLineRun put(String document, String... more) {
        String[] line = new String[5 + more.length];
        System.arraycopy(
                new String[] {
                    "put-bucket-replication", "--bucket", "examplebucket", "--replication-configuration", document
                },
                0,
                line,
                0,
                5);
        System.arraycopy(more, 0, line, 5, more.length);
        return definitions.run(line);
    }

    private CommandLineRun get() {
        return definitions.run("get-bucket-replication", "--bucket", "examplebucket");
    }

    private String file(String name, String content) throws IOException {
        return "file://" + Files.writeString(elsewhere.resolve(name), content);
    }

    private static String stores(String buckets) {
        return """
                stores:
                  - name: ceph
                    endpoint: https://ceph.example
                    region: default
                    accountId: 123456789012
                    buckets: %s
                """.formatted(buckets);
    }
}
