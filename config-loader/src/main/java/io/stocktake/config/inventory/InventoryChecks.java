package io.stocktake.config.inventory;

import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.stores.BucketArn;
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
                    "differs from the Id that the command or the file's name gives, \"" + expectedId.get() + "\"",
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

    static void destination(String arn, NodePath path, Problems problems) {
        Optional<BucketArn> parsed = BucketArn.parse(arn);
        if (parsed.isEmpty()) {
            problems.add(
                    path,
                    Optional.of(arn),
                    "is not the ARN of a bucket, such as arn:aws:s3:::reports",
                    InventoryRefusals.INVALID_BUCKET_ARN);
        }
        parsed.filter(it -> !it.account().isEmpty())
                .ifPresent(it -> problems.add(
                        path,
                        Optional.of(arn),
                        "names an account; write arn:" + it.partition() + ":s3:::" + it.bucket()
                                + " and give the account as AccountId",
                        InventoryRefusals.NAMESPACE_IN_BUCKET_ARN));
    }
}
