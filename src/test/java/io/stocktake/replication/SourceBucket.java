package io.stocktake.replication;

import io.stocktake.inventory.OddBuckets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Fills a bucket with all that a replica has to share with its source. The same seed makes the same bucket. */
public final class SourceBucket {
    private static final int THREADS = 16;
    private static final int MEBIBYTE = 1 << 20;

    private final S3Client client;
    private final String bucket;
    private final String kmsKey;

    private SourceBucket(S3Client client, String bucket, String kmsKey) {
        this.client = client;
        this.bucket = bucket;
        this.kmsKey = kmsKey;
    }

    /** Makes a bucket with Object Lock and at least so many versions. */
    public static void fill(S3Client client, String bucket, String kmsKey, int versions) throws Exception {
        client.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(true));
        SourceBucket source = new SourceBucket(client, bucket, kmsKey);
        // Several threads, each with keys of its own, so that a key's versions come in the order of the seed.
        int keys = Math.max(THREADS, versions * 2 / 5);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    source.history(number, new SplittableRandom(number));
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void history(int number, SplittableRandom random) {
        String key = number < OddBuckets.ODD_KEYS.size()
                ? OddBuckets.ODD_KEYS.get(number)
                : "dir-" + number % 7 + "/Ünïcode/object-" + number;
        int versions = random.nextInt(1, 6);
        for (int version = 0; version < versions; version++) {
            if (version > 0 && random.nextInt(8) == 0) {
                client.deleteObject(request -> request.bucket(bucket).key(key));
            } else if (random.nextInt(60) == 0) {
                putInParts(
                        key,
                        random.nextInt(8) == 0
                                ? List.of(5 * MEBIBYTE, 6 * MEBIBYTE, 777)
                                : List.of(random.nextInt(1, 2000)),
                        random);
            } else {
                put(key, random);
            }
        }
    }

    private void put(String key, SplittableRandom random) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(key);
        if (random.nextInt(3) == 0) {
            request.metadata(Map.of("Author", "Ada " + random.nextInt(10), "origin", "scan"));
        }
        if (random.nextInt(4) == 0) {
            request.contentType("text/plain; charset=utf-8")
                    .cacheControl("max-age=" + random.nextInt(100))
                    .contentDisposition("attachment; filename=\"a b.txt\"")
                    .contentEncoding("identity")
                    .contentLanguage("de");
        }
        if (random.nextInt(3) == 0) {
            request.tagging("team=archive&number=" + random.nextInt(5));
        }
        if (random.nextInt(8) == 0) {
            request.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
        }
        if (random.nextInt(8) == 0) {
            request.objectLockMode(ObjectLockMode.GOVERNANCE)
                    .objectLockRetainUntilDate(Instant.now()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .plus(Duration.ofDays(random.nextInt(1, 400))));
        }
        if (random.nextInt(8) == 0) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
        }
        if (random.nextInt(6) == 0) {
            request.storageClass(StorageClass.STANDARD_IA);
        }
        byte[] content = random.nextInt(10) == 0
                ? new byte[0]
                : ("content " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
        client.putObject(request.build(), RequestBody.fromBytes(content));
    }

    /** An object that was uploaded in parts of these sizes. */
    public static void putInParts(S3Client client, String bucket, String key, List<Integer> sizes) {
        new SourceBucket(client, bucket, "").putInParts(key, sizes, new SplittableRandom(key.hashCode()));
    }

    private void putInParts(String key, List<Integer> sizes, SplittableRandom random) {
        String upload = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .contentType("image/x")
                        .metadata(Map.of("parts", "" + sizes.size())))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int size : sizes) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            int number = parts.size() + 1;
            String eTag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            RequestBody.fromBytes(content))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }
        client.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(upload).multipartUpload(complete -> complete.parts(parts)));
    }
}
