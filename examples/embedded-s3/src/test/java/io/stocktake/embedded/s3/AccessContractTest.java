package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/** Buckets, owners, access control lists, locks. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class AccessContractTest extends S3Contract {
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

    AccessContractTest(StoreUnderTest store) {
        super(store);
    }

    private static Instant tomorrow() {
        return Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void bucketsAreListedAndFound() {
        String bucket = newBucket();

        assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).contains(bucket);
        s3.headBucket(head -> head.bucket(bucket));
        s3.getBucketLocation(get -> get.bucket(bucket));
        refused(404, () -> s3.headBucket(head -> head.bucket("contract-no-such-bucket")));
    }

    @Test
    void aBucketThatHoldsSomethingIsNotDeleted() {
        String bucket = newBucket();
        put(bucket, "a", "1");

        refused(409, "BucketNotEmpty", () -> s3.deleteBucket(delete -> delete.bucket(bucket)));
    }

    @Test
    void theVersioningOfABucketIsTold() {
        String bucket = newBucket();
        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status()).isNull();
        versioning(bucket, BucketVersioningStatus.ENABLED);
        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
        versioning(bucket, BucketVersioningStatus.SUSPENDED);
        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.SUSPENDED);
    }

    @Test
    void anotherOwnerThanTheExpectedOneIsRefused() {
        String bucket = newBucket();

        if (deviates(KnownDeviation.EXPECTED_OWNER_IS_IGNORED)) {
            s3.listObjectsV2(list -> list.bucket(bucket).expectedBucketOwner("999999999999"));
        } else {
            refused(
                    403,
                    "AccessDenied",
                    () -> s3.listObjectsV2(list -> list.bucket(bucket).expectedBucketOwner("999999999999")));
        }
    }

    @Test
    void theOwnerHasFullControlUnlessSaidOtherwise() {
        String bucket = newBucket();
        put(bucket, "a", "1");

        GetObjectAclResponse acl = s3.getObjectAcl(get -> get.bucket(bucket).key("a"));

        assertThat(acl.grants()).singleElement().satisfies(grant -> {
            assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL);
            assertThat(grant.grantee().type()).isEqualTo(Type.CANONICAL_USER);
            assertThat(grant.grantee().id()).isEqualTo(acl.owner().id());
        });
        assertThat(s3.getBucketAcl(get -> get.bucket(bucket)).owner().id())
                .isEqualTo(acl.owner().id());
    }

    @Test
    void aCannedAclIsATableOfGrants() {
        String bucket = newBucket();
        put(bucket, "a", "1", request -> request.acl(ObjectCannedACL.PUBLIC_READ));

        assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("a")).grants())
                .anySatisfy(grant -> {
                    assertThat(grant.grantee().uri()).isEqualTo(ALL_USERS);
                    assertThat(grant.permission()).isEqualTo(Permission.READ);
                })
                .hasSize(2);

        s3.putObjectAcl(acl -> acl.bucket(bucket).key("a").acl(ObjectCannedACL.PRIVATE));
        assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("a")).grants()).hasSize(1);
    }

    @Test
    void aGrantNamesSomebodyWhoIsThere() {
        String bucket = newBucket();
        put(bucket, "a", "1");
        GetObjectAclResponse acl = s3.getObjectAcl(get -> get.bucket(bucket).key("a"));
        Grant unknown = Grant.builder()
                .grantee(grantee -> grantee.type(Type.CANONICAL_USER).id("0".repeat(64)))
                .permission(Permission.READ)
                .build();

        refused(
                400,
                "InvalidArgument",
                () -> s3.putObjectAcl(put -> put.bucket(bucket)
                        .key("a")
                        .accessControlPolicy(policy -> policy.owner(acl.owner()).grants(unknown))));
        boolean noKey = deviates(KnownDeviation.UNKNOWN_GRANTEE_IS_NO_SUCH_KEY);
        refused(
                noKey ? 404 : 400,
                noKey ? "NoSuchKey" : "InvalidArgument",
                () -> put(bucket, "b", "1", request -> request.grantRead("id=" + "0".repeat(64))));
        s3.putObjectAcl(put -> put.bucket(bucket)
                .key("a")
                .accessControlPolicy(policy -> policy.owner(acl.owner()).grants(acl.grants())));
        assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("a")).grants()).isEqualTo(acl.grants());
    }

    @Test
    void aBucketMadeForLocksSaysSo() {
        String bucket = newLockableBucket();

        assertThat(s3.getObjectLockConfiguration(get -> get.bucket(bucket))
                        .objectLockConfiguration()
                        .objectLockEnabledAsString())
                .isEqualTo("Enabled");
        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
        String other = newBucket();
        refused(
                404,
                "ObjectLockConfigurationNotFoundError",
                () -> s3.getObjectLockConfiguration(get -> get.bucket(other)));
    }

    @Test
    void aLockedVersionIsNotDeletedButAMarkerMayHideIt() {
        String bucket = newLockableBucket();
        Instant until = tomorrow();
        String id = put(
                        bucket,
                        "a",
                        "1",
                        request -> request.objectLockMode(ObjectLockMode.GOVERNANCE)
                                .objectLockRetainUntilDate(until))
                .versionId();

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a"));
        assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
        assertThat(head.objectLockRetainUntilDate()).isEqualTo(until);
        assertThat(head.objectLockLegalHoldStatus()).isNull();
        refused(
                403,
                "AccessDenied",
                () -> s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(id)));
        assertThat(delete(bucket, "a")).isNotEqualTo(id);
        s3.deleteObject(delete -> delete.bucket(bucket).key("a").versionId(id).bypassGovernanceRetention(true));
    }

    @Test
    void aLegalHoldIsSetAndLifted() {
        String bucket = newLockableBucket();
        String id = put(bucket, "a", "1").versionId();

        s3.putObjectLegalHold(
                put -> put.bucket(bucket).key("a").legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.ON)));
        assertThat(s3.headObject(request -> request.bucket(bucket).key("a")).objectLockLegalHoldStatus())
                .isEqualTo(ObjectLockLegalHoldStatus.ON);
        refused(
                403,
                "AccessDenied",
                () -> s3.deleteObject(
                        delete -> delete.bucket(bucket).key("a").versionId(id).bypassGovernanceRetention(true)));

        s3.putObjectLegalHold(
                put -> put.bucket(bucket).key("a").legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.OFF)));
        assertThat(s3.getObjectLegalHold(get -> get.bucket(bucket).key("a"))
                        .legalHold()
                        .status())
                .isEqualTo(ObjectLockLegalHoldStatus.OFF);
    }

    @Test
    void retentionIsReadAndLengthened() {
        String bucket = newLockableBucket();
        put(bucket, "a", "1");
        String none = deviates(KnownDeviation.NO_RETENTION_IS_NO_CONFIGURATION)
                ? "ObjectLockConfigurationNotFoundError"
                : "NoSuchObjectLockConfiguration";
        refused(404, none, () -> s3.getObjectRetention(get -> get.bucket(bucket).key("a")));
        refused(404, none, () -> s3.getObjectLegalHold(get -> get.bucket(bucket).key("a")));
        Instant until = tomorrow();

        s3.putObjectRetention(put -> put.bucket(bucket)
                .key("a")
                .retention(retention ->
                        retention.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(until)));
        assertThat(s3.getObjectRetention(get -> get.bucket(bucket).key("a"))
                        .retention()
                        .retainUntilDate())
                .isEqualTo(until);
        refused(
                403,
                "AccessDenied",
                () -> s3.putObjectRetention(put -> put.bucket(bucket)
                        .key("a")
                        .retention(retention -> retention
                                .mode(ObjectLockRetentionMode.GOVERNANCE)
                                .retainUntilDate(until.minusSeconds(3600)))));
    }

    @Test
    void retentionIsRefusedInThePastAndWithoutALock() {
        String bucket = newLockableBucket();
        put(bucket, "a", "1");

        refused(
                400,
                "InvalidArgument",
                () -> s3.putObjectRetention(put -> put.bucket(bucket)
                        .key("a")
                        .retention(retention -> retention
                                .mode(ObjectLockRetentionMode.GOVERNANCE)
                                .retainUntilDate(Instant.now().minusSeconds(3600)))));
        String other = newBucket();
        put(other, "a", "1");
        refused(
                400,
                "InvalidRequest",
                () -> s3.getObjectRetention(get -> get.bucket(other).key("a")));
    }

    @Test
    void newVersionsTakeTheBucketsDefaultRetention() {
        String bucket = newLockableBucket();
        s3.putObjectLockConfiguration(put -> put.bucket(bucket)
                .objectLockConfiguration(lock -> lock.objectLockEnabled("Enabled")
                        .rule(rule -> rule.defaultRetention(
                                retention -> retention.mode("GOVERNANCE").days(3)))));
        put(bucket, "a", "1");

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a"));
        assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
        assertThat(head.objectLockRetainUntilDate())
                .isBetween(
                        Instant.now().plus(3, ChronoUnit.DAYS).minusSeconds(600),
                        Instant.now().plus(3, ChronoUnit.DAYS).plusSeconds(600));
    }

    @Test
    void aBucketWithLocksKeepsItsVersioning() {
        String bucket = newLockableBucket();

        refused(409, "InvalidBucketState", () -> versioning(bucket, BucketVersioningStatus.SUSPENDED));
    }
}
