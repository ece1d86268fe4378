package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be read and changed of a version without making a new one: ACL, tags, retention, legal hold. */
final class PropertyOperations {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Buckets buckets;

    PropertyOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    private static ObjectVersion version(BucketState bucket, S3Request request) {
        return ObjectReader.find(bucket, request.key(), request.parameter("versionId"), request.method());
    }

    private static Response told(Response response, BucketState bucket, ObjectVersion version) {
        return response.header("x-amz-version-id", ObjectReader.toldVersionId(bucket, version));
    }

    Response objectAcl(S3Request request) {
        BucketState bucket = buckets.of(request);
        ObjectVersion version = version(bucket, request);
        AccessControlList acl = bucket instanceof StoredBucket stored
                ? stored.acl(version)
                : version.properties().acl();
        return told(Response.xml(write(acl)), bucket, version);
    }

    Response bucketAcl(S3Request request) {
        BucketState bucket = buckets.of(request);
        return Response.xml(write(
                bucket instanceof StoredBucket stored
                        ? stored.acl()
                        : AccessControlList.canned("private", bucket.owner(), bucket.owner())));
    }

    Response putObjectAcl(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        ObjectVersion version = version(bucket, request);
        OwnershipOperations.checkAcls(bucket);
        AccessControlList acl = read(request, bucket, version.properties().acl().owner());
        bucket.change(version, properties -> properties.withAcl(acl));
        return told(Response.ok(), bucket, version);
    }

    Response putBucketAcl(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        OwnershipOperations.checkAcls(bucket);
        bucket.acl(read(request, bucket, bucket.owner()));
        return Response.ok();
    }

    private static XmlBuffer write(AccessControlList acl) {
        XmlBuffer result = XmlBuffer.document().root("AccessControlPolicy");
        StoredCursor.owner(result, acl.owner());
        result.open("AccessControlList");
        for (Grant grant : acl.grants()) {
            result.open("Grant")
                    .ascii("<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"")
                    .ascii(grant.type())
                    .ascii("\">");
            if (grant.type().equals("Group")) {
                result.element("URI", grant.grantee());
            } else {
                result.element("ID", grant.grantee());
                if (grant.grantee().equals(acl.owner().canonicalId())) {
                    result.element("DisplayName", acl.owner().displayName());
                }
            }
            result.close("Grantee").element("Permission", grant.permission()).close("Grant");
        }
        return result.close("AccessControlList").close("AccessControlPolicy");
    }

    private static AccessControlList read(S3Request request, StoredBucket bucket, Account owner) {
        Optional<String> canned = request.header("x-amz-acl");
        if (canned.isPresent()) {
            return AccessControlList.canned(canned.get(), owner, bucket.owner());
        }
        List<Grant> grants = new ArrayList<>(ObjectHeaders.grants(request, bucket));
        if (grants.isEmpty()) {
            XmlElement list = XmlElement.parse(request.body().bytes(), "AccessControlPolicy")
                    .child("AccessControlList")
                    .orElseThrow(S3Error::malformedXml);
            for (XmlElement grant : list.children("Grant")) {
                Grant read = grant(grant);
                if (!bucket.accounts().knows(read)) {
                    throw S3Error.invalidArgument("Invalid id", "CanonicalUser/ID", read.grantee());
                }
                grants.add(read);
            }
        }
        return new AccessControlList(owner, grants);
    }

    private static Grant grant(XmlElement element) {
        XmlElement grantee = element.child("Grantee").orElseThrow(S3Error::malformedXml);
        String permission = element.required("Permission");
        return switch (grantee.type().orElse("")) {
            case "CanonicalUser" -> Grant.user(grantee.required("ID"), permission);
            case "Group" -> Grant.group(grantee.required("URI"), permission);
            default -> throw S3Error.malformedXml();
        };
    }

    Response tagging(S3Request request) {
        BucketState bucket = buckets.of(request);
        ObjectVersion version = version(bucket, request);
        XmlBuffer result = XmlBuffer.document().root("Tagging").open("TagSet");
        new TreeMap<>(version.properties().tags())
                .forEach((name, value) -> result.open("Tag")
                        .element("Key", name)
                        .element("Value", value)
                        .close("Tag"));
        return told(Response.xml(result.close("TagSet").close("Tagging")), bucket, version);
    }

    Response putTagging(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        ObjectVersion version = version(bucket, request);
        Map<String, String> tags = new LinkedHashMap<>();
        XmlElement set = XmlElement.parse(request.body().bytes(), "Tagging")
                .child("TagSet")
                .orElseThrow(S3Error::malformedXml);
        for (XmlElement tag : set.children("Tag")) {
            if (tags.put(tag.required("Key"), tag.required("Value")) != null) {
                throw new S3Error(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
            }
        }
        ObjectHeaders.checkTags(tags);
        bucket.change(version, properties -> properties.withTags(Map.copyOf(tags)));
        return told(Response.ok(), bucket, version);
    }

    Response deleteTagging(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        ObjectVersion version = version(bucket, request);
        bucket.change(version, properties -> properties.withTags(Map.of()));
        return told(Response.noContent(), bucket, version);
    }

    private S3Error noLock() {
        return new S3Error(
                404,
                buckets.profile().has(KnownDeviation.NO_RETENTION_IS_NO_CONFIGURATION)
                        ? "ObjectLockConfigurationNotFoundError"
                        : "NoSuchObjectLockConfiguration",
                "The specified object does not have a ObjectLock configuration");
    }

    /** The bucket's lock comes first: without one S3 does not look for the object. */
    private ObjectVersion lockable(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        ObjectHeaders.checkLockable(bucket);
        return version(bucket, request);
    }

    Response retention(S3Request request) {
        Retention retention = lockable(request).properties().retention().orElseThrow(this::noLock);
        return Response.xml(XmlBuffer.document()
                .root("Retention")
                .element("Mode", retention.mode().name())
                .element("RetainUntilDate", DATE.format(retention.retainUntil()))
                .close("Retention"));
    }

    Response putRetention(S3Request request) {
        ObjectVersion version = lockable(request);
        XmlElement document = XmlElement.parse(request.body().bytes(), "Retention");
        Optional<Retention> retention = document.children().isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectHeaders.retention(document.required("Mode"), document.required("RetainUntilDate")));
        ObjectLock.checkChange(version, retention, ObjectOperations.governance(request));
        buckets.stored(request).change(version, properties -> properties.withRetention(retention));
        return Response.ok();
    }

    Response legalHold(S3Request request) {
        LegalHold hold = lockable(request).properties().hold().orElseThrow(this::noLock);
        return Response.xml(XmlBuffer.document()
                .root("LegalHold")
                .element("Status", hold.name())
                .close("LegalHold"));
    }

    Response putLegalHold(S3Request request) {
        ObjectVersion version = lockable(request);
        LegalHold hold = ObjectHeaders.legalHold(
                XmlElement.parse(request.body().bytes(), "LegalHold").required("Status"));
        buckets.stored(request).change(version, properties -> properties.withHold(hold));
        return Response.ok();
    }
}
