package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Who may do what: told, changed and returned, but not enforced. */
record AccessControlList(Account owner, List<Grant> grants) {
    static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    static final String AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    AccessControlList {
        grants = List.copyOf(grants);
    }

    /** The grants of a canned ACL, as the S3 User Guide's table "Canned ACL" gives them. */
    static AccessControlList canned(String name, Account owner, Account bucketOwner) {
        List<Grant> grants = new ArrayList<>();
        grants.add(Grant.user(owner.canonicalId(), "FULL_CONTROL"));
        boolean foreign = !Objects.equals(owner.canonicalId(), bucketOwner.canonicalId());
        switch (name) {
            case "private", "aws-exec-read" -> {}
            case "public-read" -> grants.add(Grant.group(ALL_USERS, "READ"));
            case "public-read-write" -> {
                grants.add(Grant.group(ALL_USERS, "READ"));
                grants.add(Grant.group(ALL_USERS, "WRITE"));
            }
            case "authenticated-read" -> grants.add(Grant.group(AUTHENTICATED_USERS, "READ"));
            case "bucket-owner-read" -> {
                if (foreign) {
                    grants.add(Grant.user(bucketOwner.canonicalId(), "READ"));
                }
            }
            case "bucket-owner-full-control" -> {
                if (foreign) {
                    grants.add(Grant.user(bucketOwner.canonicalId(), "FULL_CONTROL"));
                }
            }
            case "log-delivery-write" -> {
                grants.add(Grant.group(LOG_DELIVERY, "WRITE"));
                grants.add(Grant.group(LOG_DELIVERY, "READ_ACP"));
            }
            default -> throw S3Error.invalidArgument("", "x-amz-acl", name);
        }
        return new AccessControlList(owner, grants);
    }
}
