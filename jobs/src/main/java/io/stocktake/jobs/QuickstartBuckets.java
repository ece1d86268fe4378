package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.embedded.s3.ChecksumAlgorithm;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The buckets of the quickstart: object versions of every kind that S3 knows, a few documents with a bucket for their
 * replicas, and what a partner in another Region has; the same on every run.
 */
final class QuickstartBuckets {
    static final String PHOTOS = "photos";
    static final String ARCHIVE = "archive";
    static final String REPORTS = "reports";
    static final String DOCUMENTS = "documents";
    static final String DOCUMENTS_COPY = "documents-copy";
    static final String RECORDINGS = "recordings";
    static final String SYNCED = "synced";

    /** Keys whose order, encoding or file name goes wrong where somebody was careless. */
    static final List<String> ODD_KEYS = List.of(
            " sp ",
            "\"quoted\", with comma",
            "100%25",
            "a",
            "a!",
            "a/",
            "a/b",
            "back\\slash",
            "bell\u0007",
            "dir//x",
            "k".repeat(1024),
            "nl\nx",
            "null",
            "z\uFFEE",
            "z\uD83D\uDE00",
            "\u00FC/\u00F6 &+?%.txt");

    private static final long SEED = 20_190_101;
    private static final int PHOTO_COUNT = 7000;
    private static final int ARCHIVE_COUNT = 200;
    private static final int RECORDING_COUNT = 450;
    private static final Instant FIRST = Instant.parse("2019-01-01T08:00:00Z");
    private static final Duration BETWEEN_PHOTOS = Duration.ofHours(8);
    private static final Instant CHECKSUMS_BY_DEFAULT = Instant.parse("2024-12-01T00:00:00Z");
    private static final Instant ENCRYPTION_BY_DEFAULT = Instant.parse("2023-01-05T00:00:00Z");
    private static final Instant EXPIRATION = Instant.parse("2031-01-01T00:00:00Z");
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
    private static final byte[] CUSTOMER_KEY = "a key that only its customer has".getBytes(UTF_8);
    private static final Account PARTNER = Account.of("444455556666", "partner", "partner", "partnersecret");
    private static final long LARGEST = 40_000;
    private static final long PART = 16_384;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private QuickstartBuckets() {}

    /** Starts a server that asks for no key, with the buckets filled. */
    static EmbeddedS3 serve() {
        EmbeddedS3 server = EmbeddedS3.builder()
                .account(Account.standard())
                .account(PARTNER)
                .allowAnonymous()
                .start();
        server.requests().countOnly();
        QuickstartBuckets content = new QuickstartBuckets();
        content.fillPhotos(server.createBucket(PHOTOS).enableObjectLock());
        content.fillArchive(server.createBucket(ARCHIVE, server.account(), "eu-central-1"));
        fillRecordings(server.createBucket(RECORDINGS, PARTNER, "ap-southeast-2"));
        server.createBucket(REPORTS);
        server.createBucket(SYNCED);
        fillDocuments(
                server.createBucket(DOCUMENTS).enableVersioning(),
                server.createBucket(DOCUMENTS_COPY).enableVersioning());
        return server;
    }

    private void fillPhotos(EmbeddedBucket photos) {
        for (int number = 0; number < PHOTO_COUNT; number++) {
            Instant taken = FIRST.plus(BETWEEN_PHOTOS.multipliedBy(number));
            LocalDate day = taken.atZone(ZoneOffset.UTC).toLocalDate();
            String key =
                    String.format(Locale.ROOT, "%d/%02d/IMG_%05d.jpg", day.getYear(), day.getMonthValue(), number + 1);
            int versions = often(60) ? 1 : often(60) ? 2 : 3;
            for (int version = 0; version < versions; version++) {
                photos.put(photo(key, taken.plus(Duration.ofDays(3L * version))));
            }
            if (often(4)) {
                photos.delete(key, taken.plus(Duration.ofDays(30)));
            }
        }
        Instant written = FIRST;
        for (String key : ODD_KEYS) {
            written = written.plusMillis(1_234_567);
            photos.put(PutRequest.of(key, key.getBytes(UTF_8)).lastModified(written));
            photos.delete(key, written.plusSeconds(1));
            photos.put(PutRequest.of(key, new byte[0]).lastModified(written.plusSeconds(2)));
        }
    }

    /** One version of a photo: how it is stored follows from its age, and from chance. */
    private PutRequest photo(String key, Instant written) {
        long size = 1 + random.nextLong(LARGEST);
        PutRequest photo = PutRequest.ofSize(key, size)
                .lastModified(written)
                .header("Content-Type", "image/jpeg")
                .encryption(encryption(written));
        store(photo, written);
        check(photo, written);
        lock(photo, written);
        share(photo);
        if (size > PART) {
            photo.partSizes(PART, size - PART);
        }
        if (often(5)) {
            photo.expiration(EXPIRATION, "drafts").tag("state", "draft");
        }
        if (often(20)) {
            photo.replicationStatus(oneOf("COMPLETED", "COMPLETED", "COMPLETED", "PENDING", "FAILED", "REPLICA"));
        }
        return photo;
    }

    private Encryption encryption(Instant written) {
        if (written.isBefore(ENCRYPTION_BY_DEFAULT) && often(30)) {
            return Encryption.none();
        }
        int kind = random.nextInt(100);
        if (kind < 70) {
            return Encryption.s3();
        }
        if (kind < 80) {
            return Encryption.kms(KMS_KEY);
        }
        if (kind < 96) {
            return Encryption.kmsWithBucketKey(KMS_KEY);
        }
        return kind < 98 ? Encryption.dsseKms(KMS_KEY) : Encryption.customerKey(CUSTOMER_KEY);
    }

    private void store(PutRequest photo, Instant written) {
        int year = written.atZone(ZoneOffset.UTC).getYear();
        if (year < 2020) {
            photo.storageClass(oneOf("DEEP_ARCHIVE", "GLACIER"));
        } else if (year < 2022) {
            photo.storageClass(oneOf("GLACIER_IR", "STANDARD_IA", "ONEZONE_IA"));
        } else if (often(40)) {
            photo.storageClass("INTELLIGENT_TIERING");
            if (often(30)) {
                photo.archiveStatus(oneOf("ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"));
            }
        }
    }

    private void check(PutRequest photo, Instant written) {
        if (!written.isBefore(CHECKSUMS_BY_DEFAULT)) {
            photo.checksum(ChecksumAlgorithm.CRC64NVME);
        } else if (often(25)) {
            photo.checksum(oneOf(
                    ChecksumAlgorithm.SHA256,
                    ChecksumAlgorithm.SHA1,
                    ChecksumAlgorithm.CRC32,
                    ChecksumAlgorithm.CRC32C));
        }
    }

    private void lock(PutRequest photo, Instant written) {
        if (often(10)) {
            photo.retention(
                    oneOf(Retention.Mode.GOVERNANCE, Retention.Mode.COMPLIANCE),
                    written.plus(Duration.ofDays(365L * (1 + random.nextInt(15)))));
        }
        if (often(5)) {
            photo.legalHold(oneOf(LegalHold.ON, LegalHold.ON, LegalHold.OFF));
        }
    }

    private void share(PutRequest photo) {
        if (often(3)) {
            photo.owner(PARTNER).acl("bucket-owner-full-control");
        } else if (often(5)) {
            photo.acl("public-read");
        }
    }

    /** A bucket with a past: first without versions, then with them, then suspended. Its null versions tell of it. */
    private void fillArchive(EmbeddedBucket archive) {
        for (int number = 0; number < ARCHIVE_COUNT; number++) {
            archive.put(page(number, 0));
        }
        archive.enableVersioning();
        for (int number = 0; number < ARCHIVE_COUNT; number += 3) {
            archive.put(page(number, 1));
            if (number % 2 == 0) {
                archive.delete(name(number), written(number, 2));
            }
        }
        archive.suspendVersioning();
        for (int number = 0; number < ARCHIVE_COUNT; number += 5) {
            archive.put(page(number, 3));
            if (number % 2 == 0) {
                archive.delete(name(number), written(number, 4));
            }
        }
    }

    /** A bucket of another account, without versions. */
    private static void fillRecordings(EmbeddedBucket recordings) {
        for (int number = 0; number < RECORDING_COUNT; number++) {
            Instant recorded = FIRST.plus(Duration.ofHours(number));
            String key = String.format(Locale.ROOT, "channel-%d/%05d.flac", 1 + number % 4, number);
            recordings.put(PutRequest.ofSize(key, 10_000 + number).lastModified(recorded));
        }
    }

    /** A bucket to be replicated, and one that has the first of its notes already. */
    private static void fillDocuments(EmbeddedBucket documents, EmbeddedBucket copy) {
        documents.put(document("contracts/2025.pdf", 81_000, 0).tag("state", "signed"));
        documents.put(document("contracts/2025.pdf", 81_500, 1).tag("state", "signed"));
        documents.put(document("contracts/2026-draft.pdf", 64_000, 2).tag("state", "draft"));
        documents.put(document("notes/monday.txt", 1_200, 3));
        documents.put(document("notes/monday.txt", 1_350, 4));
        documents.put(document("notes/tuesday.txt", 900, 5));
        documents.delete("notes/tuesday.txt", FIRST.plus(Duration.ofDays(6)));
        documents.put(document("notes/empty.txt", 0, 7));
        copy.put(document("notes/monday.txt", 1_200, 3));
    }

    private static PutRequest document(String key, long size, int day) {
        return PutRequest.ofSize(key, size).lastModified(FIRST.plus(Duration.ofDays(day)));
    }

    private PutRequest page(int number, int year) {
        return PutRequest.ofSize(name(number), random.nextLong(LARGEST)).lastModified(written(number, year));
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "scans/%03d.tiff", number);
    }

    private static Instant written(int number, int year) {
        return FIRST.plus(Duration.ofDays(365L * year)).plus(Duration.ofMinutes(number));
    }

    private boolean often(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    private <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
