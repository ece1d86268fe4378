package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Delivers to the embedded server, and to the store at {@code STOCKTAKE_S3_ENDPOINT} where there is one; its account signs
 * with {@code test} and {@code testsecret}.
 */
class DeliveryOnStoresTest {
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";
    private static final List<List<Row>> TASKS = List.of(Rows.numbered(0, 3), Rows.numbered(3, 6));

    @Test
    void aReportIsDeliveredOnEveryStore() throws Exception {
        everywhere(store -> {
            store.deliver(TASKS, delivery -> delivery);
            store.requireOneReport(2);
        });
    }

    @Test
    void anEmptyReportIsDeliveredOnEveryStore() throws Exception {
        everywhere(store -> {
            store.deliver(List.of(List.of()), delivery -> delivery);
            store.requireOneReport(0);
        });
    }

    @Test
    void kmsEncryptionIsKeptOnEveryStore() throws Exception {
        everywhere(store -> {
            store.deliver(TASKS, delivery -> delivery.withEncryption(new ReportEncryption.SseKms(KMS_KEY)));
            store.requireOneReport(2);
            store.versions()
                    .forEach(version -> assertThat(
                                    store.read(version.key()).response().serverSideEncryptionAsString())
                            .isEqualTo("aws:kms"));
        });
    }

    @Test
    void managedKeysAreEchoedOrRefusedWithoutATrace() throws Exception {
        everywhere(store -> {
            try {
                store.deliver(TASKS, delivery -> delivery.withEncryption(new ReportEncryption.SseS3()));
            } catch (StoreException refusal) {
                assertThat(refusal)
                        .hasMessageContaining("encrypted: asked for SSE-S3, the store answered no encryption.");
                assertThat(store.versions()).isEmpty();
                return;
            }
            store.requireOneReport(2);
        });
    }

    private interface Change {
        InventoryDelivery of(InventoryDelivery delivery);
    }

    private static void everywhere(Consumer<OneStore> test) throws Exception {
        Destination.signIn();
        try (EmbeddedS3 server = EmbeddedS3.start();
                OneStore embedded = new OneStore(server.endpoint())) {
            test.accept(embedded);
        }
        Optional<String> external = Optional.ofNullable(System.getenv("STOCKTAKE_S3_ENDPOINT"));
        if (external.isPresent()) {
            try (OneStore store = new OneStore(URI.create(external.get()))) {
                test.accept(store);
            }
        }
    }

    /** A bucket with versions of its own in a store, looked at through the SDK. */
    private static final class OneStore implements AutoCloseable {
        private final Store store;
        private final StoreClient client;
        private final String bucket = "deliveries-" + UUID.randomUUID();

        private OneStore(URI endpoint) {
            store = Destination.store(endpoint, Map.of());
            client = StoreClient.open(store);
            sdk().createBucket(request -> request.bucket(bucket));
            sdk().putBucketVersioning(request -> request.bucket(bucket)
                    .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }

        private S3Client sdk() {
            return client.repeating();
        }

        private void deliver(List<List<Row>> tasks, Change change) {
            InventoryDelivery delivery = InventoryDelivery.of(
                            new BucketLocation(store, bucket, bucket), "data", "all", ReportFormat.PARQUET)
                    .withPrefix(Optional.of("inventory"))
                    .withStartTime(Destination.START)
                    .withFileLimits(new FileLimits(1_000, Long.MAX_VALUE));
            PlainDelivery.deliver(change.of(delivery), tasks);
        }

        private List<ObjectVersion> versions() {
            ListObjectVersionsResponse listing = sdk().listObjectVersions(request -> request.bucket(bucket));
            assertThat(listing.deleteMarkers()).isEmpty();
            assertThat(listing.isTruncated()).isFalse();
            return listing.versions();
        }

        private ResponseBytes<GetObjectResponse> read(String key) {
            return sdk().getObjectAsBytes(request -> request.bucket(bucket).key(key));
        }

        /** One version of each object of one report, and no open upload. */
        private void requireOneReport(int files) {
            String folder = Destination.ROOT + "2026-11-21T22-29Z/";
            List<String> expected = new ArrayList<>(List.of(
                    folder + "cuts.json",
                    folder + "manifest.checksum",
                    folder + "manifest.json",
                    Destination.ROOT + "hive/dt=2026-11-21-22-29/symlink.txt"));
            byte[] text = read(folder + "manifest.json").asByteArray();
            assertThat(read(folder + "manifest.checksum").asUtf8String()).isEqualTo(Destination.md5(text));
            Manifest manifest = Destination.manifest(text, folder);
            assertThat(manifest.files()).hasSize(files);
            for (ManifestFile file : manifest.files()) {
                byte[] content = read(file.key()).asByteArray();
                assertThat(file).isEqualTo(new ManifestFile(file.key(), content.length, Destination.md5(content)));
                expected.add(file.key());
            }
            assertThat(versions().stream().map(ObjectVersion::key)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(sdk().listMultipartUploads(request -> request.bucket(bucket))
                            .uploads())
                    .isEmpty();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
