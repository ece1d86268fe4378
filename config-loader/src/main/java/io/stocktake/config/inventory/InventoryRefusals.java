package io.stocktake.config.inventory;

import io.stocktake.config.document.Refusal;

/** The answers of S3 that concern inventory configurations, word for word; shape is {@link Refusal#MALFORMED_XML}. */
public final class InventoryRefusals {

    public static final Refusal ID_MISMATCH =
            new Refusal(400, "IdMismatch", "Document ID does not match the specified configuration ID.");

    public static final Refusal INVALID_ARGUMENT = new Refusal(400, "InvalidArgument", "Invalid Argument");

    public static final Refusal INVALID_BUCKET_ARN =
            new Refusal(400, "InvalidS3DestinationBucket", "Invalid bucket ARN.");

    public static final Refusal NAMESPACE_IN_BUCKET_ARN =
            new Refusal(400, "InvalidS3DestinationBucket", "Bucket ARN should not specify a namespace.");

    public static final Refusal TOO_MANY_CONFIGURATIONS = new Refusal(
            400,
            "TooManyConfigurations",
            "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.");

    public static final Refusal ACCESS_DENIED = new Refusal(403, "AccessDenied", "Access Denied");

    public static final Refusal NO_SUCH_CONFIGURATION =
            new Refusal(404, "NoSuchConfiguration", "The specified configuration does not exist.");

    /** The answer to a continuation token of LIST that no page has given. */
    public static final Refusal INVALID_CONTINUATION_TOKEN =
            new Refusal(400, "InvalidArgument", "The continuation token provided is incorrect");

    private InventoryRefusals() {}
}
