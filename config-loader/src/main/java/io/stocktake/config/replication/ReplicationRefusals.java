package io.stocktake.config.replication;

import io.stocktake.config.document.Excerpt;
import io.stocktake.config.document.Refusal;

/** The answers of S3 that concern replication configurations, word for word; shape is {@link Refusal#MALFORMED_XML}. */
public final class ReplicationRefusals {

    private static final String OF_THE_SCHEMA = " for this version of Cross Region Replication configuration schema."
            + " Please refer to S3 Developer Guide for more information.";

    /** Needs a store: the source is not versioned. */
    public static final Refusal SOURCE_NOT_VERSIONED =
            request("Versioning must be 'Enabled' on the bucket to apply a replication configuration");

    /** Needs a store: a destination is missing or not versioned, even one of a disabled rule. */
    public static final Refusal DESTINATION_NOT_VERSIONED = request("Destination bucket must have versioning enabled.");

    public static final Refusal DELETE_MARKERS_MISSING =
            request("DeleteMarkerReplication must be specified" + OF_THE_SCHEMA);

    public static final Refusal DELETE_MARKERS_IN_FIRST_SCHEMA =
            request("DeleteMarkerReplication cannot be used" + OF_THE_SCHEMA);

    public static final Refusal DELETE_MARKERS_WITH_TAGS =
            request("Delete marker replication is not supported if any Tag filter is specified."
                    + " Please refer to S3 Developer Guide for more information.");

    public static final Refusal PRIORITY_MISSING = request("Priority must be specified" + OF_THE_SCHEMA);

    public static final Refusal PRIORITY_IN_FIRST_SCHEMA = request("Priority cannot be used" + OF_THE_SCHEMA);

    public static final Refusal PRIORITY_OUT_OF_BOUNDS = request("Priority must be between 0 and 2147483647.");

    public static final Refusal SEVERAL_DESTINATIONS =
            request("Number of distinct destination bucket ARNs cannot exceed 1");

    public static final Refusal REPLICA_MODIFICATIONS_IN_FIRST_SCHEMA =
            request("ReplicaModifications cannot be used" + OF_THE_SCHEMA);

    public static final Refusal DUPLICATE_ID = argument("Rule Id must be unique.");

    public static final Refusal LONG_ID = argument("The maximum value is 255 characters.");

    public static final Refusal ID_NOT_ASCII = argument("Rule Id must be ASCII.");

    public static final Refusal LONG_PREFIX = argument("The maximum size of a prefix is 1024.");

    public static final Refusal TOO_LARGE =
            request("The number of replication rules must not exceed the allowed limit of 1000 rules.");

    public static final Refusal DUPLICATE_TAG = request("Duplicate Tag Keys are not allowed.");

    public static final Refusal INVALID_BUCKET_ARN = argument("Invalid bucket ARN.");

    public static final Refusal DESTINATION_IS_SOURCE =
            request("Destination bucket cannot be the same as the source bucket.");

    public static final Refusal OWNER_WITHOUT_ACCOUNT =
            request("<Account> element must be specified if the <Owner> in <AccessControlTranslation> has a value.");

    public static final Refusal EMPTY_ACCOUNT =
            argument("<Account> element is empty and must contain a valid account ID.");

    public static final Refusal NOT_THE_OWNER =
            argument("The AWS account specified in the <Account> element must match the destination bucket owner.");

    /** What S3 says of a storage class that the first schema does not take is not known. */
    public static final Refusal STORAGE_CLASS_IN_FIRST_SCHEMA = argument("");

    /** What S3 says of rules of both schemas in one document is not known. */
    public static final Refusal MIXED_SCHEMAS = request("");

    public static final Refusal ENCRYPTION_WITHOUT_CRITERION =
            request("SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");

    public static final Refusal CRITERION_WITHOUT_ENCRYPTION =
            request("ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.");

    public static final Refusal EMPTY_CRITERIA = request("SourceSelectionCriteria cannot be empty.");

    public static final Refusal TIME_WITHOUT_METRICS =
            request("Replication destination must contain both ReplicationTime and Metrics or neither.");

    public static final Refusal THRESHOLD_WITHOUT_TIME =
            argument("Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled");

    public static final Refusal INVALID_MINUTES = argument("Invalid time minute value");

    /** The answer to GET where a bucket has none. */
    public static final Refusal NOT_FOUND =
            new Refusal(404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found");

    private ReplicationRefusals() {}

    static Refusal overlappingPrefixes(String prefix, String longer) {
        return request("Found overlapping prefixes '" + Excerpt.of(prefix) + "' and '" + Excerpt.of(longer) + "'");
    }

    static Refusal duplicatePriority(int priority) {
        return request("Found duplicate priority " + priority + ".");
    }

    private static Refusal request(String message) {
        return new Refusal(400, "InvalidRequest", message);
    }

    private static Refusal argument(String message) {
        return new Refusal(400, "InvalidArgument", message);
    }
}
