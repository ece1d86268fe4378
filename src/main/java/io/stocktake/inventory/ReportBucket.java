package io.stocktake.inventory;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.s3.Refusal;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The requests to a bucket that reports are read from. Every failure is an IOException that names the store; its message
 * is to follow "Cannot read …: ".
 */
final class ReportBucket implements Closeable {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final String GET_OBJECT = "s3:GetObject";

    private final BucketLocation location;
    private final StoreClients.Lease lease;
    private final RequestCounter counter = new RequestCounter();

    ReportBucket(BucketLocation location) {
        this.location = location;
        this.lease = StoreClients.lease(location.store());
    }

    /**
     * An object's content, not guarded against cuts.
     *
     * @throws FileNotFoundException if there is no such object
     */
    ResponseInputStream<GetObjectResponse> get(String key) throws IOException {
        return ask(
                GET_OBJECT,
                () -> client().getObject(request ->
                        request.bucket(location.name()).key(key).overrideConfiguration(counter.counted())));
    }

    /** The same object's content from an offset on. */
    ResponseInputStream<GetObjectResponse> get(String key, String eTag, long offset) throws IOException {
        ResponseInputStream<GetObjectResponse> rest = ask(
                GET_OBJECT,
                () -> client().getObject(request -> request.bucket(location.name())
                        .key(key)
                        .ifMatch(eTag)
                        .range("bytes=" + offset + "-")
                        .overrideConfiguration(counter.counted())));
        String range = rest.response().contentRange();
        if (range == null || !range.startsWith("bytes " + offset + "-")) {
            rest.abort();
            throw failure("it sent \"%s\" when asked for the bytes from %d on".formatted(range, offset));
        }
        return rest;
    }

    /**
     * An object's bytes.
     *
     * @throws FileNotFoundException if there is no such object
     */
    long size(String key) throws IOException {
        return ask(
                        GET_OBJECT,
                        () -> client().headObject(request ->
                                request.bucket(location.name()).key(key).overrideConfiguration(counter.counted())))
                .contentLength();
    }

    /**
     * The names that follow this prefix and have a slash after them.
     *
     * @throws FileNotFoundException if no key begins with the prefix
     */
    List<String> folders(String prefix) throws IOException {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(location.name())
                .prefix(prefix)
                .delimiter("/")
                // Else a key that XML cannot hold would break the page.
                .encodingType(EncodingType.URL)
                .overrideConfiguration(counter.counted());
        List<String> folders = new ArrayList<>();
        boolean isEmpty = true;
        while (true) {
            ListObjectsV2Response page = ask("s3:ListBucket", () -> client().listObjectsV2(request.build()));
            isEmpty &= page.contents().isEmpty() && page.commonPrefixes().isEmpty();
            page.commonPrefixes().stream().map(ReportBucket::name).forEach(folders::add);
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                break;
            }
            request.continuationToken(page.nextContinuationToken());
        }
        if (isEmpty) {
            throw new FileNotFoundException("there is nothing");
        }
        return folders;
    }

    private static String name(CommonPrefix folder) {
        String path = folder.prefix().substring(0, folder.prefix().length() - 1);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Requests sent, repeated ones included. */
    long requests() {
        return counter.requests();
    }

    /** A failure of the store that is none of a request. */
    IOException failure(String why) {
        return new IOException("store \"%s\": %s".formatted(location.store().name(), why));
    }

    @Override
    public void close() {
        lease.close();
    }

    private S3Client client() {
        return lease.client().repeating();
    }

    private <T> T ask(String permission, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (S3Exception answer) {
            String code = answer.awsErrorDetails() == null
                    ? ""
                    : answer.awsErrorDetails().errorCode();
            if (answer.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code)) {
                FileNotFoundException absent = new FileNotFoundException("it does not exist");
                absent.initCause(answer);
                throw absent;
            }
            if (answer.statusCode() == PRECONDITION_FAILED) {
                throw new IOException("it was replaced while it was read", answer);
            }
            throw refused(answer, permission);
        } catch (SdkException failure) {
            throw refused(failure, permission);
        }
    }

    private IOException refused(SdkException failure, String permission) {
        IOException refused = failure(Refusal.reason(failure, permission));
        refused.initCause(failure);
        return refused;
    }
}
