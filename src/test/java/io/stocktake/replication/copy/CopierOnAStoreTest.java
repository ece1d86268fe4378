package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.Profile;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.report.TaskStatus;
import io.stocktake.s3.StoreClients;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The same on embedded-s3, as AWS and as Ceph 16, and on the store that {@code STOCKTAKE_S3_ENDPOINT} names, with two accounts: {@code test} and
 * {@code other}, whose secret keys are {@code testsecret} and {@code othersecret}. Filled by an SDK alone.
 */
class CopierOnAStoreTest {
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";
    private static final String KMS_RULES = CopyWorld.rules(
            ", \"SourceSelectionCriteria\": {\"SseKmsEncryptedObjects\": {\"Status\": \"Enabled\"}}",
            ", \"EncryptionConfiguration\": {\"ReplicaKmsKeyID\": \"" + KMS_KEY + "\"}");

    static Stream<String> stores() {
        return Stream.concat(Stream.of("embedded-s3", "ceph-16"), externalEndpoint().map(set -> "external").stream());
    }

    private static Optional<String> externalEndpoint() {
        return Optional.ofNullable(System.getenv("STOCKTAKE_S3_ENDPOINT")).filter(set -> !set.isBlank());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void everyKindOfVersionArrivesInOneStore(String kind) throws Exception {
        arrives(kind, "test");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void everyKindOfVersionArrivesInAStoreOfAnotherAccount(String kind) throws Exception {
        arrives(kind, "other");
    }

    private static void arrives(String kind, String destinationAccount) throws Exception {
        CopyWorld.signIn();
        try (Server server = Server.open(kind)) {
            String suffix = UUID.randomUUID().toString().substring(0, 8);
            Store near = CopyWorld.store("near", server.endpoint(), "test");
            Store far = destinationAccount.equals("test")
                    ? near
                    : CopyWorld.store("far", server.endpoint(), destinationAccount);
            BucketLocation source = CopyWorld.bucket(near, "source-" + suffix);
            BucketLocation destination = CopyWorld.bucket(far, "destination-" + suffix);
            try (CopyWorld world = new CopyWorld(source, destination, KMS_RULES, ComparedVersions.HISTORY)) {
                create(source);
                create(destination);
                fill(world.sourceClient().repeating(), source.name());

                List<CopyResult> results = world.copy();

                assertThat(results).allSatisfy(result -> {
                    assertThat(result.task().message()).doesNotContain("Cannot");
                    assertThat(result.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
                });
                assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
                assertThat(world.destinationClient()
                                .repeating()
                                .listMultipartUploads(request -> request.bucket(destination.name()))
                                .uploads())
                        .isEmpty();
            }
        }
    }

    private record Server(URI endpoint, AutoCloseable closing) implements AutoCloseable {
        static Server open(String kind) {
            if (kind.equals("external")) {
                return new Server(URI.create(externalEndpoint().orElseThrow()), () -> {});
            }
            EmbeddedS3 server = EmbeddedS3.builder()
                    .account(Account.standard())
                    .account(Account.of("444455556666", "other", "other", "othersecret"))
                    .profile(kind.equals("ceph-16") ? Profile.CEPH_16 : Profile.AWS)
                    .start();
            return new Server(server.endpoint(), server);
        }

        @Override
        public void close() throws Exception {
            closing.close();
        }
    }

    private static void create(BucketLocation bucket) {
        try (StoreClients.Lease lease = StoreClients.lease(bucket.store())) {
            lease.client()
                    .repeating()
                    .createBucket(request -> request.bucket(bucket.name()).objectLockEnabledForBucket(true));
        }
    }

    private static void fill(S3Client client, String bucket) {
        client.putObject(request -> request.bucket(bucket).key("empty"), RequestBody.empty());
        for (String key : List.of("a b+c/%25&=", "ü/😀", "new\nline", "Z\u0001")) {
            client.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("text/plain")
                            .cacheControl("no-cache")
                            .contentDisposition("inline")
                            .contentEncoding("identity")
                            .contentLanguage("de")
                            .expires(Instant.parse("2033-12-01T16:00:00Z"))
                            .websiteRedirectLocation("/elsewhere")
                            .metadata(Map.of("one", "1", "two", "2 and more"))
                            .tagging("state=done&empty="),
                    RequestBody.fromString("of " + key, UTF_8));
        }
        for (int i = 0; i < 3; i++) {
            String text = "version " + i;
            client.putObject(request -> request.bucket(bucket).key("versions"), RequestBody.fromString(text));
            client.deleteObject(request -> request.bucket(bucket).key("versions"));
        }
        Instant later = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        client.putObject(
                request -> request.bucket(bucket)
                        .key("locked")
                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(later)
                        .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON)
                        .contentMD5("TO8vMKx9M0GdAMHZOgkAlQ=="),
                RequestBody.fromString("locked"));
        client.putObject(
                request -> request.bucket(bucket)
                        .key("secret")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY)
                        .tagging("secret=yes"),
                RequestBody.fromString("a secret"));
        byte[] large = new byte[(11 << 20) + 3];
        new SplittableRandom(1).nextBytes(large);
        client.putObject(
                request -> request.bucket(bucket)
                        .key("secret, large")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KMS_KEY),
                RequestBody.fromBytes(large));
        client.putObject(request -> request.bucket(bucket).key("large"), RequestBody.fromBytes(large));
        parts(client, bucket, large, later);
    }

    private static void parts(S3Client client, String bucket, byte[] content, Instant later) {
        String uploadId = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key("parts")
                        .contentType("video/mp4")
                        .metadata(Map.of("m", "v")))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        int length = 5 << 20;
        for (int start = 0; start < content.length; start += length) {
            byte[] part = Arrays.copyOfRange(content, start, Math.min(content.length, start + length));
            int number = parts.size() + 1;
            String eTag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key("parts")
                                    .uploadId(uploadId)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }
        String versionId = client.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("parts")
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts)))
                .versionId();
        client.putObjectTagging(request -> request.bucket(bucket)
                .key("parts")
                .versionId(versionId)
                .tagging(tagging ->
                        tagging.tagSet(Tag.builder().key("k").value("v").build())));
        client.putObjectRetention(request -> request.bucket(bucket)
                .key("parts")
                .versionId(versionId)
                .retention(retention -> retention.mode("GOVERNANCE").retainUntilDate(later)));
    }
}
