package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What Stocktake expects of S3, said through the AWS SDK. The topics are the classes that extend this one; each runs
 * against embedded-s3 in each of its profiles always, and against a real store where the environment names one:
 *
 * <pre>STOCKTAKE_S3_ENDPOINT=http://127.0.0.1:7480 STOCKTAKE_S3_ACCESS_KEY=test STOCKTAKE_S3_SECRET_KEY=testsecret</pre>
 *
 * <p>The buckets of a test are its own and are deleted after it.
 */
abstract class S3Contract {
    private final StoreUnderTest store;
    private final List<String> buckets = new ArrayList<>();
    final S3Client s3;

    S3Contract(StoreUnderTest store) {
        this.store = store;
        this.s3 = store.client();
    }

    /** A client that sends bodies in the aws-chunked encoding. */
    S3Client s3InChunks() {
        return store.chunkingClient();
    }

    /** A client that sends checksums in trailers, as the SDK does unless told otherwise. */
    S3Client s3WithTrailers() {
        return store.trailerClient();
    }

    /** Whether the store is known to differ here; the caller then asserts how. */
    boolean deviates(KnownDeviation deviation) {
        return store.has(deviation);
    }

    String newBucket() {
        return newBucket(create -> {});
    }

    String newBucket(Consumer<CreateBucketRequest.Builder> more) {
        String name = "contract-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
        s3.createBucket(create -> more.accept(create.bucket(name)));
        buckets.add(name);
        return name;
    }

    String newVersionedBucket() {
        String bucket = newBucket();
        versioning(bucket, BucketVersioningStatus.ENABLED);
        return bucket;
    }

    String newLockableBucket() {
        return newBucket(create -> create.objectLockEnabledForBucket(true));
    }

    void versioning(String bucket, BucketVersioningStatus status) {
        s3.putBucketVersioning(
                put -> put.bucket(bucket).versioningConfiguration(configuration -> configuration.status(status)));
    }

    PutObjectResponse put(String bucket, String key, String content) {
        return put(bucket, key, content, request -> {});
    }

    PutObjectResponse put(String bucket, String key, String content, Consumer<PutObjectRequest.Builder> more) {
        return s3.putObject(request -> more.accept(request.bucket(bucket).key(key)), RequestBody.fromString(content));
    }

    String delete(String bucket, String key) {
        return s3.deleteObject(request -> request.bucket(bucket).key(key)).versionId();
    }

    String content(String bucket, String key) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
    }

    /** An answer's error code can only be read where it has a body, which a HEAD's has not. */
    static S3Exception refused(int status, ThrowingCallable call) {
        S3Exception exception = catchThrowableOfType(S3Exception.class, call);
        assertThat(exception)
                .as("an error was expected, with status %d", status)
                .isNotNull();
        assertThat(exception.statusCode()).as(exception.getMessage()).isEqualTo(status);
        return exception;
    }

    static S3Exception refused(int status, String code, ThrowingCallable call) {
        S3Exception exception = refused(status, call);
        assertThat(exception.awsErrorDetails().errorCode()).isEqualTo(code);
        return exception;
    }

    static String header(S3Exception exception, String name) {
        return exception
                .awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader(name)
                .orElse("");
    }

    @AfterEach
    void deleteBuckets() {
        for (String bucket : buckets) {
            s3.listMultipartUploads(list -> list.bucket(bucket))
                    .uploads()
                    .forEach(upload -> s3.abortMultipartUpload(
                            abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
            s3.listObjectVersionsPaginator(list -> list.bucket(bucket)).forEach(page -> {
                List<ObjectIdentifier> all = new ArrayList<>();
                page.versions().forEach(version -> all.add(identifier(version.key(), version.versionId())));
                page.deleteMarkers().forEach(marker -> all.add(identifier(marker.key(), marker.versionId())));
                all.forEach(one -> s3.deleteObject(delete -> delete.bucket(bucket)
                        .key(one.key())
                        .versionId(one.versionId())
                        .bypassGovernanceRetention(true)));
            });
            s3.deleteBucket(delete -> delete.bucket(bucket));
        }
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }
}
