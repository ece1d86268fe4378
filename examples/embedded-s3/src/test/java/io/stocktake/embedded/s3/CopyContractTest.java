package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** CopyObject. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.stocktake.embedded.s3.StoreUnderTest#all")
class CopyContractTest extends S3Contract {
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";

    CopyContractTest(StoreUnderTest store) {
        super(store);
    }

    private static CopyObjectRequest.Builder copy(String bucket, String from, String to) {
        return CopyObjectRequest.builder()
                .sourceBucket(bucket)
                .sourceKey(from)
                .destinationBucket(bucket)
                .destinationKey(to);
    }

    private HeadObjectResponse head(String bucket, String key) {
        return s3.headObject(head -> head.bucket(bucket).key(key));
    }

    @Test
    void aCopyHasTheContentMetadataAndTagsOfItsSource() {
        String bucket = newBucket();
        put(
                bucket,
                "ü/ö &+?%.txt",
                "hello",
                request -> request.contentType("text/x-test")
                        .metadata(Map.of("colour", "blue"))
                        .tagging("a=1"));

        CopyObjectResponse response =
                s3.copyObject(copy(bucket, "ü/ö &+?%.txt", "copy").build());

        String quote = deviates(KnownDeviation.COPY_TELLS_A_BARE_ETAG) ? "" : "\"";
        assertThat(response.copyObjectResult().eTag()).isEqualTo(quote + "5d41402abc4b2a76b9719d911017c592" + quote);
        assertThat(content(bucket, "copy")).isEqualTo("hello");
        assertThat(head(bucket, "copy").contentType()).isEqualTo("text/x-test");
        assertThat(head(bucket, "copy").metadata()).containsEntry("colour", "blue");
        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("copy")).tagSet())
                .containsExactly(Tag.builder().key("a").value("1").build());
    }

    @Test
    void metadataAndTagsCanBeReplaced() {
        String bucket = newBucket();
        put(
                bucket,
                "a",
                "hello",
                request -> request.metadata(Map.of("colour", "blue")).tagging("a=1"));

        s3.copyObject(copy(bucket, "a", "copy")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("size", "large"))
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("b=2")
                .build());

        assertThat(head(bucket, "copy").metadata()).isEqualTo(Map.of("size", "large"));
        if (deviates(KnownDeviation.COPY_IGNORES_NEW_TAGS)) {
            assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("copy"))
                            .tagSet())
                    .extracting(Tag::key)
                    .isNotEqualTo(List.of("b"));
        } else {
            assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("copy"))
                            .tagSet())
                    .extracting(Tag::key)
                    .containsExactly("b");
        }
    }

    @Test
    void newMetadataLeavesTheTags() {
        String bucket = newBucket();
        put(bucket, "a", "hello", request -> request.tagging("a=1"));

        s3.copyObject(copy(bucket, "a", "copy")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("size", "large"))
                .build());

        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("copy")).tagSet())
                .hasSize(deviates(KnownDeviation.COPY_WITH_NEW_METADATA_DROPS_TAGS) ? 0 : 1);
    }

    @Test
    void aCopyHasTheExpiryDateOfItsSourceAndNotItsRedirect() {
        String bucket = newBucket();
        put(
                bucket,
                "a",
                "hello",
                request -> request.expires(Instant.parse("2030-01-01T00:00:00Z"))
                        .cacheControl("no-cache")
                        .websiteRedirectLocation("/elsewhere"));

        s3.copyObject(copy(bucket, "a", "copy").build());
        s3.copyObject(
                copy(bucket, "a", "again").websiteRedirectLocation("/here").build());

        assertThat(head(bucket, "copy").expiresString()).isEqualTo("Tue, 01 Jan 2030 00:00:00 GMT");
        assertThat(head(bucket, "copy").cacheControl()).isEqualTo("no-cache");
        assertThat(head(bucket, "copy").websiteRedirectLocation())
                .isEqualTo(deviates(KnownDeviation.COPY_KEEPS_REDIRECT) ? "/elsewhere" : null);
        assertThat(head(bucket, "again").websiteRedirectLocation())
                .isEqualTo(deviates(KnownDeviation.COPY_KEEPS_REDIRECT) ? "/elsewhere" : "/here");
    }

    @Test
    void anOldVersionCanBeCopied() {
        String bucket = newVersionedBucket();
        String old = put(bucket, "a", "old").versionId();
        put(bucket, "a", "new");

        CopyObjectResponse response =
                s3.copyObject(copy(bucket, "a", "copy").sourceVersionId(old).build());

        boolean silent = deviates(KnownDeviation.COPY_TELLS_NO_VERSIONS);
        assertThat(response.copySourceVersionId()).isEqualTo(silent ? null : old);
        assertThat(response.versionId())
                .isEqualTo(silent ? null : head(bucket, "copy").versionId());
        assertThat(content(bucket, "copy")).isEqualTo("old");
    }

    @Test
    void aSourceThatIsNotThereIsAnError() {
        String bucket = newVersionedBucket();
        put(bucket, "a", "1");
        delete(bucket, "a");

        refused(404, "NoSuchKey", () -> s3.copyObject(copy(bucket, "a", "copy").build()));
        refused(
                404,
                "NoSuchKey",
                () -> s3.copyObject(copy(bucket, "never", "copy").build()));
        refused(
                404,
                "NoSuchBucket",
                () -> s3.copyObject(copy(bucket, "a", "copy")
                        .sourceBucket("contract-no-such-bucket")
                        .build()));
    }

    @Test
    void aCopyOntoItselfHasToChangeSomething() {
        String bucket = newBucket();
        put(bucket, "a", "1");

        refused(
                400,
                "InvalidRequest",
                () -> s3.copyObject(copy(bucket, "a", "a").build()));
        s3.copyObject(copy(bucket, "a", "a")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("new", "1"))
                .build());
        assertThat(head(bucket, "a").metadata()).containsEntry("new", "1");
    }

    @Test
    void theSourceCanBeConditional() {
        String bucket = newBucket();
        put(bucket, "a", "1");

        String eTag = head(bucket, "a").eTag();
        Instant modified = head(bucket, "a").lastModified();
        List<CopyObjectRequest.Builder> conditions = List.of(
                copy(bucket, "a", "copy").copySourceIfMatch("\"other\""),
                copy(bucket, "a", "copy").copySourceIfNoneMatch(eTag),
                copy(bucket, "a", "copy").copySourceIfModifiedSince(modified.plusSeconds(5)),
                copy(bucket, "a", "copy").copySourceIfUnmodifiedSince(modified.minusSeconds(5)));

        for (CopyObjectRequest.Builder condition : conditions) {
            if (deviates(KnownDeviation.COPY_IGNORES_CONDITIONS)) {
                s3.copyObject(condition.build());
                assertThat(content(bucket, "copy")).isEqualTo("1");
            } else {
                refused(412, "PreconditionFailed", () -> s3.copyObject(condition.build()));
                refused(404, "NoSuchKey", () -> content(bucket, "copy"));
            }
        }
        s3.copyObject(copy(bucket, "a", "copy").copySourceIfMatch(eTag).build());
        assertThat(content(bucket, "copy")).isEqualTo("1");
    }

    @Test
    void aCopyMayAskThatThereBeNoObject() {
        String bucket = newBucket();
        put(bucket, "a", "1");
        put(bucket, "copy", "2");
        CopyObjectRequest copy = copy(bucket, "a", "copy").ifNoneMatch("*").build();

        if (deviates(KnownDeviation.ONLY_PUTS_ARE_CONDITIONAL)) {
            s3.copyObject(copy);
            assertThat(content(bucket, "copy")).isEqualTo("1");
        } else {
            refused(412, "PreconditionFailed", () -> s3.copyObject(copy));
            assertThat(content(bucket, "copy")).isEqualTo("2");
        }
    }

    /** An object under a customer's key can only be copied by those who have it. */
    @Test
    void aSourceUnderACustomersKeyNeedsIt() {
        String bucket = newBucket();
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        String encoded = Base64.getEncoder().encodeToString(key);
        String md5 = Base64.getEncoder().encodeToString(Digests.md5(key));
        put(
                bucket,
                "a",
                "hello",
                request -> request.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(encoded)
                        .sseCustomerKeyMD5(md5));
        CopyObjectRequest withKey = copy(bucket, "a", "copy")
                .copySourceSSECustomerAlgorithm("AES256")
                .copySourceSSECustomerKey(encoded)
                .copySourceSSECustomerKeyMD5(md5)
                .build();
        CopyObjectRequest without = copy(bucket, "a", "copy").build();

        if (deviates(KnownDeviation.ENCRYPTED_SOURCE_IS_NOT_COPIED)) {
            refused(501, "NotImplemented", () -> s3.copyObject(withKey));
            refused(501, "NotImplemented", () -> s3.copyObject(without));
        } else {
            s3.copyObject(withKey);
            assertThat(content(bucket, "copy")).isEqualTo("hello");
            refused(400, "InvalidRequest", () -> s3.copyObject(without));
        }
    }

    @Test
    void aCopyOfAMultipartObjectIsOneOfASinglePart() {
        String bucket = newBucket();
        String id = s3.createMultipartUpload(create -> create.bucket(bucket).key("a"))
                .uploadId();
        String eTag = s3.uploadPart(
                        part -> part.bucket(bucket).key("a").uploadId(id).partNumber(1),
                        RequestBody.fromString("hello"))
                .eTag();
        s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                .key("a")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(eTag).build())));

        s3.copyObject(copy(bucket, "a", "copy").build());

        if (deviates(KnownDeviation.COPY_KEEPS_MULTIPART_ETAG)) {
            assertThat(head(bucket, "copy").eTag()).isEqualTo(head(bucket, "a").eTag());
        } else {
            assertThat(head(bucket, "copy").eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        }
    }

    @Test
    void aCopyIsEncryptedAsAskedFor() {
        String bucket = newBucket();
        put(bucket, "a", "hello");

        s3.copyObject(copy(bucket, "a", "copy")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId(KMS_KEY)
                .build());

        assertThat(head(bucket, "copy").ssekmsKeyId())
                .isEqualTo(deviates(KnownDeviation.COPY_IGNORES_ENCRYPTION) ? null : KMS_KEY);
    }

    @Test
    void anEncryptedSourceCanBeCopied() {
        String bucket = newBucket();
        put(
                bucket,
                "a",
                "hello",
                request -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY));

        if (deviates(KnownDeviation.ENCRYPTED_SOURCE_IS_NOT_COPIED)) {
            refused(501, () -> s3.copyObject(copy(bucket, "a", "copy").build()));
        } else {
            s3.copyObject(copy(bucket, "a", "copy").build());
            assertThat(head(bucket, "copy").serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
            assertThat(content(bucket, "copy")).isEqualTo("hello");
        }
    }

    @Test
    void aCopyIsLockedAsAskedFor() {
        String bucket = newLockableBucket();
        put(bucket, "a", "hello");
        Instant until = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

        s3.copyObject(copy(bucket, "a", "copy")
                .objectLockMode(ObjectLockMode.GOVERNANCE)
                .objectLockRetainUntilDate(until)
                .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.OFF)
                .build());

        boolean dropped = deviates(KnownDeviation.COPY_IGNORES_LOCKS);
        assertThat(head(bucket, "copy").objectLockMode()).isEqualTo(dropped ? null : ObjectLockMode.GOVERNANCE);
        assertThat(head(bucket, "copy").objectLockRetainUntilDate()).isEqualTo(dropped ? null : until);
        s3.putObjectRetention(put -> put.bucket(bucket)
                .key("copy")
                .retention(retention ->
                        retention.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(until)));
        s3.putObjectTagging(put -> put.bucket(bucket)
                .key("copy")
                .tagging(tags -> tags.tagSet(Tag.builder().key("a").value("1").build())));
        assertThat(head(bucket, "copy").objectLockRetainUntilDate()).isEqualTo(until);
        assertThat(s3.getObjectTagging(get -> get.bucket(bucket).key("copy")).tagSet())
                .hasSize(1);
    }

    @Test
    void aCopyHasTheStorageClassAndTheAclThatItAsksFor() {
        String bucket = newBucket();
        put(bucket, "a", "hello", request -> request.storageClass("STANDARD_IA").acl("public-read"));

        s3.copyObject(copy(bucket, "a", "plain").build());
        s3.copyObject(copy(bucket, "a", "asked")
                .storageClass("STANDARD_IA")
                .acl("public-read")
                .build());

        assertThat(head(bucket, "plain").storageClassAsString())
                .isEqualTo(deviates(KnownDeviation.COPY_KEEPS_STORAGE_CLASS) ? "STANDARD_IA" : null);
        assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("plain")).grants())
                .hasSize(1);
        assertThat(head(bucket, "asked").storageClassAsString()).isEqualTo("STANDARD_IA");
        assertThat(s3.getObjectAcl(get -> get.bucket(bucket).key("asked")).grants())
                .hasSize(2);
    }
}
