package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.BucketState.Versioning;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.StoredBucket.DefaultRetention;
import io.stocktake.embedded.s3.StoredBucket.LockConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The operations on buckets themselves. */
final class BucketOperations {
    /** CreateSession, S3 API Reference: the keys last five minutes. */
    private static final Duration SESSION = Duration.ofMinutes(5);

    private final Buckets buckets;

    BucketOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    Response list(S3Request request) {
        Account requester = request.requester();
        XmlBuffer result = XmlBuffer.document().root("ListAllMyBucketsResult");
        StoredCursor.owner(result, requester);
        result.open("Buckets");
        for (BucketState bucket : buckets.all()) {
            if (bucket.owner().accountId().equals(requester.accountId())) {
                result.open("Bucket")
                        .element("Name", bucket.name())
                        .element("CreationDate", bucket.created())
                        .element("BucketRegion", bucket.region())
                        .close("Bucket");
            }
        }
        return Response.xml(result.close("Buckets").close("ListAllMyBucketsResult"));
    }

    Response create(S3Request request) {
        String region = EmbeddedS3.REGION;
        byte[] body = request.body().bytes();
        if (body.length > 0) {
            region = XmlElement.parse(body, "CreateBucketConfiguration")
                    .childText("LocationConstraint")
                    .filter(text -> !text.isBlank())
                    .orElse(region);
        }
        StoredBucket bucket;
        try {
            bucket = buckets.create(request.bucketName(), request.requester(), region);
        } catch (S3Error e) {
            if (e.code().equals("BucketAlreadyOwnedByYou") && region.equals(EmbeddedS3.REGION)) {
                // In us-east-1, and only there, S3 answers 200 to the owner who creates a bucket again.
                return Response.ok().header("Location", "/" + request.bucketName());
            }
            throw e;
        }
        if (request.header("x-amz-bucket-object-lock-enabled").orElse("").equalsIgnoreCase("true")) {
            bucket.lockConfiguration(new LockConfiguration(Optional.empty()));
        }
        request.header("x-amz-acl")
                .ifPresent(acl -> bucket.acl(AccessControlList.canned(acl, bucket.owner(), bucket.owner())));
        OwnershipOperations.create(request, bucket);
        return Response.ok().header("Location", "/" + bucket.name());
    }

    Response delete(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        if (!bucket.isEmpty()) {
            throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty")
                    .detail("BucketName", bucket.name());
        }
        buckets.remove(bucket.name());
        return Response.noContent();
    }

    Response head(S3Request request) {
        return Response.ok()
                .header("x-amz-bucket-region", buckets.of(request).region())
                .header("x-amz-access-point-alias", "false");
    }

    /** Directory buckets take the keys of a session; here they are the account's own, and its token opens nothing. */
    Response createSession(S3Request request) {
        if (!ListingOperations.isDirectoryBucket(buckets.of(request).name())) {
            throw new S3Error(
                    501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        Account account = request.requester();
        return Response.xml(XmlBuffer.document()
                .root("CreateSessionResult")
                .open("Credentials")
                .element("SessionToken", "session")
                .element("SecretAccessKey", account.secretKey())
                .element("AccessKeyId", account.accessKey())
                .element(
                        "Expiration",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(SESSION))
                .close("Credentials")
                .close("CreateSessionResult"));
    }

    /** us-east-1 is the absence of a constraint. */
    Response location(S3Request request) {
        String region = buckets.of(request).region();
        String constraint = region.equals(EmbeddedS3.REGION) ? "" : region;
        return Response.xml(
                XmlBuffer.document().root("LocationConstraint").text(constraint).close("LocationConstraint"));
    }

    Response versioning(S3Request request) {
        XmlBuffer result = XmlBuffer.document().root("VersioningConfiguration");
        switch (buckets.of(request).versioning()) {
            case ENABLED -> result.element("Status", "Enabled");
            case SUSPENDED -> result.element("Status", "Suspended");
            case UNVERSIONED -> {
                // A bucket that never had versioning has no Status.
            }
        }
        return Response.xml(result.close("VersioningConfiguration"));
    }

    Response putVersioning(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        String status = XmlElement.parse(request.body().bytes(), "VersioningConfiguration")
                .required("Status");
        bucket.versioning(
                switch (status) {
                    case "Enabled" -> Versioning.ENABLED;
                    case "Suspended" -> Versioning.SUSPENDED;
                    default -> throw S3Error.malformedXml();
                });
        return Response.ok();
    }

    Response lockConfiguration(S3Request request) {
        Optional<LockConfiguration> configuration =
                buckets.of(request) instanceof StoredBucket bucket ? bucket.lockConfiguration() : Optional.empty();
        if (configuration.isEmpty()) {
            throw new S3Error(
                    404,
                    "ObjectLockConfigurationNotFoundError",
                    "Object Lock configuration does not exist for this bucket");
        }
        XmlBuffer result = XmlBuffer.document().root("ObjectLockConfiguration").element("ObjectLockEnabled", "Enabled");
        configuration.get().defaultRetention().ifPresent(retention -> {
            result.open("Rule")
                    .open("DefaultRetention")
                    .element("Mode", retention.mode().name());
            if (retention.days() > 0) {
                result.element("Days", retention.days());
            } else {
                result.element("Years", retention.years());
            }
            result.close("DefaultRetention").close("Rule");
        });
        return Response.xml(result.close("ObjectLockConfiguration"));
    }

    Response putLockConfiguration(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        XmlElement document = XmlElement.parse(request.body().bytes(), "ObjectLockConfiguration");
        if (bucket.versioning() != Versioning.ENABLED) {
            throw new S3Error(
                    409,
                    "InvalidBucketState",
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
        }
        bucket.lockConfiguration(new LockConfiguration(document.child("Rule")
                .flatMap(rule -> rule.child("DefaultRetention"))
                .map(BucketOperations::defaultRetention)));
        return Response.ok();
    }

    private static DefaultRetention defaultRetention(XmlElement element) {
        try {
            int days = Integer.parseInt(element.childText("Days").orElse("0"));
            int years = Integer.parseInt(element.childText("Years").orElse("0"));
            if (days > 0 == years > 0) {
                throw S3Error.malformedXml();
            }
            return new DefaultRetention(Retention.Mode.valueOf(element.required("Mode")), days, years);
        } catch (IllegalArgumentException e) {
            throw S3Error.malformedXml();
        }
    }
}
