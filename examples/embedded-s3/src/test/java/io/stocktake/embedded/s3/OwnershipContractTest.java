package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Bucket ownership controls, which can disable ACLs. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class OwnershipContractTest extends S3Contract {
    OwnershipContractTest(StoreUnderTest store) {
        super(store);
    }

    private void own(String bucket, ObjectOwnership ownership) {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership(ownership).build();
        s3.putBucketOwnershipControls(put -> put.bucket(bucket).ownershipControls(controls -> controls.rules(rule)));
    }

    /** A store that does not know the sub-resource takes it for the bucket itself, and a DELETE for the bucket's. */
    private boolean knowsNoControls() {
        if (!deviates(KnownDeviation.NO_OWNERSHIP_CONTROLS)) {
            return false;
        }
        String bucket = newBucket();
        refused(400, "InvalidArgument", () -> own(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED));
        assertThat(s3.getBucketOwnershipControls(get -> get.bucket(bucket))
                        .ownershipControls()
                        .rules())
                .isEmpty();
        put(bucket, "a", "1", request -> request.acl(ObjectCannedACL.PUBLIC_READ));
        refused(409, "BucketNotEmpty", () -> s3.deleteBucketOwnershipControls(delete -> delete.bucket(bucket)));
        return true;
    }

    @Test
    void controlsAreSetToldAndDeleted() {
        if (knowsNoControls()) {
            return;
        }
        String bucket = newBucket();
        own(bucket, ObjectOwnership.BUCKET_OWNER_PREFERRED);
        assertThat(s3.getBucketOwnershipControls(get -> get.bucket(bucket))
                        .ownershipControls()
                        .rules())
                .extracting(OwnershipControlsRule::objectOwnership)
                .containsExactly(ObjectOwnership.BUCKET_OWNER_PREFERRED);

        s3.deleteBucketOwnershipControls(delete -> delete.bucket(bucket));

        refused(404, "OwnershipControlsNotFoundError", () -> s3.getBucketOwnershipControls(get -> get.bucket(bucket)));
    }

    @Test
    void whereTheOwnerIsEnforcedNoAclIsTaken() {
        if (knowsNoControls()) {
            return;
        }
        String bucket = newBucket();
        put(bucket, "before", "1", request -> request.acl(ObjectCannedACL.PUBLIC_READ));
        own(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED);
        put(bucket, "a", "1", request -> request.acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));

        S3Exception exception = refused(
                400,
                "AccessControlListNotSupported",
                () -> put(bucket, "b", "1", request -> request.acl(ObjectCannedACL.PUBLIC_READ)));
        assertThat(exception.awsErrorDetails().errorMessage()).isEqualTo("The bucket does not allow ACLs");
        refused(
                400,
                "AccessControlListNotSupported",
                () -> put(
                        bucket,
                        "b",
                        "1",
                        request -> request.grantRead("uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"")));
        refused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putObjectAcl(acl -> acl.bucket(bucket).key("a").acl(ObjectCannedACL.PRIVATE)));
        refused(
                400,
                "AccessControlListNotSupported",
                () -> s3.copyObject(CopyObjectRequest.builder()
                        .sourceBucket(bucket)
                        .sourceKey("a")
                        .destinationBucket(bucket)
                        .destinationKey("b")
                        .acl(ObjectCannedACL.PUBLIC_READ)
                        .build()));
        refused(
                400,
                "AccessControlListNotSupported",
                () -> s3.createMultipartUpload(
                        create -> create.bucket(bucket).key("b").acl(ObjectCannedACL.PUBLIC_READ)));
        for (String key : new String[] {"a", "before"}) {
            GetObjectAclResponse acl = s3.getObjectAcl(get -> get.bucket(bucket).key(key));
            assertThat(acl.grants()).singleElement().satisfies(grant -> {
                assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL);
                assertThat(grant.grantee().id()).isEqualTo(acl.owner().id());
            });
        }
        assertThatThrownBy(() -> s3.headObject(head -> head.bucket(bucket).key("b")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void aBucketMayBeMadeWithoutAcls() {
        if (knowsNoControls()) {
            return;
        }
        String bucket = newBucket(create -> create.objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED));

        refused(
                400,
                "AccessControlListNotSupported",
                () -> put(bucket, "a", "1", request -> request.acl(ObjectCannedACL.PUBLIC_READ)));
    }

    @Test
    void aBucketWithGrantsKeepsItsAcls() {
        if (knowsNoControls()) {
            return;
        }
        String bucket = newBucket();
        s3.putBucketAcl(acl -> acl.bucket(bucket).acl("public-read"));

        refused(400, "InvalidBucketAclWithObjectOwnership", () -> own(bucket, ObjectOwnership.BUCKET_OWNER_ENFORCED));
    }
}
