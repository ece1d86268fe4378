package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.List;
import java.util.Optional;

/** The ownership controls of a bucket, and what they refuse ("Controlling ownership of objects", S3 User Guide). */
final class OwnershipOperations {
    private static final String BUCKET_OWNER_FULL_CONTROL = "bucket-owner-full-control";

    private final Buckets buckets;

    OwnershipOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    Response get(S3Request request) {
        ObjectOwnership ownership = buckets.stored(request)
                .ownership()
                .orElseThrow(() -> new S3Error(
                        404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"));
        return Response.xml(XmlBuffer.document()
                .root("OwnershipControls")
                .open("Rule")
                .element("ObjectOwnership", ownership.awsName())
                .close("Rule")
                .close("OwnershipControls"));
    }

    Response put(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        List<XmlElement> rules =
                XmlElement.parse(request.body().bytes(), "OwnershipControls").children("Rule");
        if (rules.size() != 1) {
            throw S3Error.malformedXml();
        }
        set(
                bucket,
                ObjectOwnership.named(rules.get(0).required("ObjectOwnership").strip())
                        .orElseThrow(S3Error::malformedXml));
        return Response.ok();
    }

    Response delete(S3Request request) {
        buckets.stored(request).ownership(Optional.empty());
        return Response.noContent();
    }

    /** CreateBucket may bring the setting in a header. */
    static void create(S3Request request, StoredBucket bucket) {
        String header = "x-amz-object-ownership";
        request.header(header)
                .filter(unused -> !bucket.deviates(KnownDeviation.NO_OWNERSHIP_CONTROLS))
                .ifPresent(name -> set(
                        bucket,
                        ObjectOwnership.named(name)
                                .orElseThrow(() -> S3Error.invalidArgument(
                                        "Invalid x-amz-object-ownership header: " + name, header, name))));
    }

    private static void set(StoredBucket bucket, ObjectOwnership ownership) {
        AccessControlList ownersOnly = AccessControlList.canned("private", bucket.owner(), bucket.owner());
        if (ownership == ObjectOwnership.BUCKET_OWNER_ENFORCED
                && !bucket.acl().grants().equals(ownersOnly.grants())) {
            throw new S3Error(
                    400,
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        bucket.ownership(Optional.of(ownership));
    }

    /** Where ACLs are disabled a new object may name only the ACL that it has anyway. */
    static void checkNewObject(S3Request request, StoredBucket bucket) {
        boolean canned = request.header("x-amz-acl")
                .filter(name -> !name.equals(BUCKET_OWNER_FULL_CONTROL))
                .isPresent();
        Grant ownersOwn = Grant.user(bucket.owner().canonicalId(), "FULL_CONTROL");
        boolean granted = ObjectHeaders.grants(request).stream().anyMatch(grant -> !grant.equals(ownersOwn));
        if (canned || granted) {
            checkAcls(bucket);
        }
    }

    /** Where ACLs are disabled none can be set. */
    static void checkAcls(StoredBucket bucket) {
        if (bucket.disablesAcls()) {
            throw new S3Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    /** Who owns a new object. */
    static Account owner(PutRequest request, StoredBucket bucket) {
        boolean given = request.acl.equals(BUCKET_OWNER_FULL_CONTROL)
                && bucket.ownership().equals(Optional.of(ObjectOwnership.BUCKET_OWNER_PREFERRED));
        return given || bucket.disablesAcls() ? bucket.owner() : request.owner.orElse(bucket.owner());
    }
}
