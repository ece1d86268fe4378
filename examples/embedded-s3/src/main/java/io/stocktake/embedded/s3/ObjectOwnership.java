package io.stocktake.embedded.s3;

import java.util.Arrays;
import java.util.Optional;

/** S3's {@code ObjectOwnership}: who owns what others write into a bucket, and whether ACLs mean anything there. */
public enum ObjectOwnership {
    /** ACLs are disabled: the bucket's owner owns every object, and a request that brings an ACL is refused. */
    BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
    /** The bucket's owner owns what is written with the ACL {@code bucket-owner-full-control}. */
    BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
    /** The writer owns the object, as in a bucket without ownership controls. */
    OBJECT_WRITER("ObjectWriter");

    private final String awsName;

    ObjectOwnership(String awsName) {
        this.awsName = awsName;
    }

    String awsName() {
        return awsName;
    }

    static Optional<ObjectOwnership> named(String name) {
        return Arrays.stream(values())
                .filter(ownership -> ownership.awsName.equals(name))
                .findFirst();
    }
}
