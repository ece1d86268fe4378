package io.stocktake.inventory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Fills buckets with what makes inventories wrong: odd keys, versions of every kind, locks, encryption, parts. */
public final class OddBuckets {
    public static final List<String> ODD_KEYS = List.of(
            "a",
            "a!",
            "a/",
            "a/b",
            "z😀",
            "z￮",
            " sp ",
            "dir//x",
            "nl\nx",
            "100%25",
            "ü/ö &+?%.txt",
            "\"quoted\",<tag>&amp;",
            "tab\tx",
            "k".repeat(1024));

    private static final String[] DIRECTORIES = {"logs/2024/", "logs/2025/", "Ünïcode/", "tmp/", ""};

    private final S3Client client;
    private final String kmsKey;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    OddBuckets(S3Client client, String kmsKey) {
        this.client = client;
        this.kmsKey = kmsKey;
    }

    /** A bucket with Object Lock: holds, retention, delete markers, KMS, parts. Makes about so many versions. */
    void fillLocked(String bucket, int versions) throws Exception {
        client.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(true));
        // Some of the deletes make no version: Ceph keeps one marker for several in a row.
        inParallel(versions + versions / 20, (number, random) -> {
            String key = key(number, versions, random);
            synchronized (lock(key)) {
                if (random.nextInt(10) == 0) {
                    client.deleteObject(request -> request.bucket(bucket).key(key));
                    return;
                }
                put(bucket, key, random, request -> {
                    if (random.nextInt(4) == 0) {
                        request.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
                    }
                    if (random.nextInt(4) == 0) {
                        request.objectLockMode(ObjectLockMode.GOVERNANCE)
                                .objectLockRetainUntilDate(Instant.now().plus(Duration.ofDays(random.nextInt(1, 400))));
                    }
                });
            }
        });
    }

    /** A bucket that was unversioned, then versioned, then suspended. Makes about so many versions. */
    void fillWithNullVersions(String bucket, int versions) throws Exception {
        client.createBucket(request -> request.bucket(bucket));
        fillUnlocked(bucket, versions / 3, 1);
        versioning(bucket, BucketVersioningStatus.ENABLED);
        fillUnlocked(bucket, versions / 2, 2);
        versioning(bucket, BucketVersioningStatus.SUSPENDED);
        fillUnlocked(bucket, versions / 2, 3);
    }

    private void fillUnlocked(String bucket, int versions, int phase) throws Exception {
        inParallel(versions, (number, random) -> {
            String key = key(number, versions, random);
            synchronized (lock(key)) {
                if (phase > 1 && random.nextInt(8) == 0) {
                    client.deleteObject(request -> request.bucket(bucket).key(key));
                } else {
                    put(bucket, key, random, request -> {});
                }
            }
        });
    }

    /** One write of a key at a time: after several at once Ceph 16 was seen to list a version that it does not have. */
    private Object lock(String key) {
        return locks.computeIfAbsent(key, absent -> new Object());
    }

    private void versioning(String bucket, BucketVersioningStatus status) {
        client.putBucketVersioning(
                request -> request.bucket(bucket).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private void put(String bucket, String key, SplittableRandom random, Consumer<PutObjectRequest.Builder> more) {
        if (random.nextInt(100) == 0) {
            putInParts(bucket, key, random);
            return;
        }
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(key);
        if (random.nextInt(5) == 0) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
        }
        if (random.nextInt(5) == 0) {
            request.storageClass(StorageClass.STANDARD_IA);
        }
        more.accept(request);
        byte[] content = random.nextInt(10) == 0
                ? new byte[0]
                : ("content " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
        client.putObject(request.build(), RequestBody.fromBytes(content));
    }

    private void putInParts(String bucket, String key, SplittableRandom random) {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        byte[] first = new byte[5 << 20];
        byte[] last = new byte[random.nextInt(1, 1000)];
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] part : random.nextInt(10) == 0 ? List.of(first, last) : List.of(last)) {
            int number = parts.size() + 1;
            String eTag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }
        client.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(upload).multipartUpload(complete -> complete.parts(parts)));
    }

    private static String key(int number, int versions, SplittableRandom random) {
        if (number < ODD_KEYS.size() * 3) {
            return ODD_KEYS.get(number % ODD_KEYS.size());
        }
        return DIRECTORIES[random.nextInt(DIRECTORIES.length)] + "object-" + random.nextInt(versions * 2 / 3);
    }

    @FunctionalInterface
    private interface Filling {
        void fill(int number, SplittableRandom random) throws Exception;
    }

    private static void inParallel(int count, Filling filling) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    filling.fill(number, new SplittableRandom(number * 31L + count));
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
}
