package io.stocktake.config.inventory;

import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.stores.BucketAlias;
import java.util.Optional;
import java.util.regex.Pattern;

/** What S3 checks after the shape: first the Id, then the destination. */
final class InventoryChecks {

    private static final NodePath ID = NodePath.ROOT.member("Id");

    private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private InventoryChecks() {}

    static void check(InventoryConfiguration configuration, Optional<String> expectedId, Problems problems) {
        NodePath bucket = NodePath.ROOT
                .member("Destination")
                .member("S3BucketDestination")
                .member("Bucket");
        id(configuration.id(), ID, expectedId, problems);
        destination(configuration.destination().bucketArn(), bucket, problems);
    }

    static void id(String id, NodePath path, Optional<String> expectedId, Problems problems) {
        if (expectedId.isPresent() && !expectedId.get().equals(id)) {
            problems.add(
                    path,
                    Optional.of(id),
                    "differs from the Id asked for, \"" + expectedId.get() + "\"",
                    InventoryRefusals.ID_MISMATCH);
        }
        if (!VALID_ID.matcher(id).matches()) {
            problems.add(
                    path,
                    Optional.of(id),
                    "is not an Id: it has 1 to 64 characters of A-Z a-z 0-9 . _ -",
                    InventoryRefusals.INVALID_ARGUMENT);
        }
    }

    /** The parts of an ARN are {@code arn:partition:s3:region:account:bucket}, and a bucket's has neither of the two. */
    static void destination(String arn, NodePath path, Problems problems) {
        String[] parts = arn.split(":", 6);
        boolean bucketArn = parts.length == 6
                && parts[0].equals("arn")
                && parts[1].matches("aws[a-z-]*")
                && parts[2].equals("s3")
                && parts[3].isEmpty()
                && BucketAlias.isValid(parts[5]);
        if (!bucketArn) {
            problems.add(
                    path,
                    Optional.of(arn),
                    "is not the ARN of a bucket, such as arn:aws:s3:::reports",
                    InventoryRefusals.INVALID_BUCKET_ARN);
        } else if (!parts[4].isEmpty()) {
            problems.add(
                    path,
                    Optional.of(arn),
                    "names an account; write arn:" + parts[1] + ":s3:::" + parts[5]
                            + " and give the account as AccountId",
                    InventoryRefusals.NAMESPACE_IN_BUCKET_ARN);
        }
    }
}
