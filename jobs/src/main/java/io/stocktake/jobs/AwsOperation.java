package io.stocktake.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The operations of AWS's APIs that have a command here, under AWS's names. */
@SuppressWarnings("ImmutableEnumChecker") // Lists of List.of.
enum AwsOperation {
    PUT_BUCKET_INVENTORY_CONFIGURATION(
            "PutBucketInventoryConfiguration",
            List.of("Bucket", "Id", "InventoryConfiguration"),
            List.of("ExpectedBucketOwner")),
    GET_BUCKET_INVENTORY_CONFIGURATION(
            "GetBucketInventoryConfiguration", List.of("Bucket", "Id"), List.of("ExpectedBucketOwner")),
    LIST_BUCKET_INVENTORY_CONFIGURATIONS(
            "ListBucketInventoryConfigurations",
            List.of("Bucket"),
            List.of("ContinuationToken", "ExpectedBucketOwner")),
    DELETE_BUCKET_INVENTORY_CONFIGURATION(
            "DeleteBucketInventoryConfiguration", List.of("Bucket", "Id"), List.of("ExpectedBucketOwner")),
    PUT_BUCKET_REPLICATION(
            "PutBucketReplication",
            List.of("Bucket", "ReplicationConfiguration"),
            List.of("ContentMD5", "ChecksumAlgorithm", "Token", "ExpectedBucketOwner")),
    GET_BUCKET_REPLICATION("GetBucketReplication", List.of("Bucket"), List.of("ExpectedBucketOwner")),
    DELETE_BUCKET_REPLICATION("DeleteBucketReplication", List.of("Bucket"), List.of("ExpectedBucketOwner")),
    CREATE_RESOURCE_DATA_SYNC(
            "CreateResourceDataSync", List.of("SyncName"), List.of("S3Destination", "SyncType", "SyncSource")),
    LIST_RESOURCE_DATA_SYNC("ListResourceDataSync", List.of(), List.of("SyncType", "NextToken", "MaxResults")),
    UPDATE_RESOURCE_DATA_SYNC("UpdateResourceDataSync", List.of("SyncName", "SyncType", "SyncSource"), List.of()),
    DELETE_RESOURCE_DATA_SYNC("DeleteResourceDataSync", List.of("SyncName"), List.of("SyncType"));

    private static final Set<String> STRUCTURES =
            Set.of("InventoryConfiguration", "ReplicationConfiguration", "S3Destination", "SyncSource");

    private static final Set<String> NUMBERS = Set.of("MaxResults");

    private final String awsName;
    private final List<String> required;
    private final List<String> optional;

    AwsOperation(String awsName, List<String> required, List<String> optional) {
        this.awsName = awsName;
        this.required = required;
        this.optional = optional;
    }

    /** The name in AWS's API. */
    String awsName() {
        return awsName;
    }

    /** The parameters without which there is no request. */
    List<String> required() {
        return required;
    }

    /** All parameters that a request may have. */
    List<String> parameters() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }

    /** Whether the parameter is a structure, whose option takes a document. */
    static boolean isStructure(String parameter) {
        return STRUCTURES.contains(parameter);
    }

    /** Whether the parameter is text in a document too. */
    static boolean isText(String parameter) {
        return !isStructure(parameter) && !NUMBERS.contains(parameter);
    }

    /** The option of the AWS CLI for a parameter: {@code --expected-bucket-owner} for {@code ExpectedBucketOwner}. */
    static String option(String parameter) {
        return "--" + kebab(parameter);
    }

    /** What {@code --generate-cli-skeleton} prints; empty where the operation has no output. */
    String skeleton(CliSkeleton kind) {
        String name = "skeletons/" + kebab(awsName) + kind.suffix();
        try (InputStream skeleton = AwsOperation.class.getResourceAsStream(name)) {
            return skeleton == null ? "" : new String(skeleton.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + name + " in the jar", unreadable);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
