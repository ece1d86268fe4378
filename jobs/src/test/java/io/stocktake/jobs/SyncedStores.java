package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.directory.NamedSync;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.Profile;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.inventory.delivery.Deliveries;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncResult;
import io.stocktake.sync.run.ResourceDataSyncRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Three stores of two accounts in three Regions, and the definitions that inventory, replicate and sync them: two
 * embedded-s3, and the store that {@code STOCKTAKE_S3_ENDPOINT} names, which is Ceph in CI; where it names none, an
 * embedded-s3 that behaves as Ceph 16.
 *
 * <p>What is delivered goes to the third store. Its buckets have names of this run, as it may have others.
 */
final class SyncedStores implements AutoCloseable {
    static final String HOME = "111122223333";
    static final String PARTNER = "044455556666";
    static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/testkey-2";

    private static final String ACCESS_KEY = "test";
    private static final String SECRET_KEY = "testsecret";
    private static final Region ANY_REGION = Region.US_EAST_1;
    private static final String OTHER_PLACE = "written by somebody else";

    private final String suffix = Long.toString(System.nanoTime(), 36);
    private final EmbeddedS3 paris = server(HOME, Profile.AWS);
    private final EmbeddedS3 ohio = server(PARTNER, Profile.AWS);
    private final Optional<EmbeddedS3> third;
    private final URI thirdEndpoint;
    private final DefinitionsFixture definitions;

    /** A bucket with an inventory configuration: where it is, and whose it is. */
    record Source(String accountId, String region, String bucket, URI endpoint) {}

    SyncedStores(Path directory) throws IOException {
        definitions = new DefinitionsFixture(directory);
        Optional<String> external =
                Optional.ofNullable(System.getenv("STOCKTAKE_S3_ENDPOINT")).filter(endpoint -> !endpoint.isBlank());
        third = external.isPresent() ? Optional.empty() : Optional.of(server(HOME, Profile.CEPH_16));
        thirdEndpoint = third.map(EmbeddedS3::endpoint).orElseGet(() -> URI.create(external.orElseThrow()));
        fillPhotos(paris.createBucket(photos(), paris.account(), "eu-west-3").enableVersioning());
        fillAttic(paris.createBucket(attic(), paris.account(), "eu-west-3"));
        paris.createBucket(unborn(), paris.account(), "eu-west-3");
        fillLogs(ohio.createBucket(logs(), ohio.account(), "us-east-2"));
        ohio.createBucket(ohioReports(), ohio.account(), "us-east-2");
        try (S3Client client = client(thirdEndpoint)) {
            for (String bucket : List.of(reports(), synced(), operations())) {
                client.createBucket(request -> request.bucket(bucket));
            }
            fillDocuments(client);
        }
        writeDefinitions();
    }

    private static EmbeddedS3 server(String accountId, Profile profile) {
        return EmbeddedS3.builder()
                .account(Account.of(accountId, "owner", ACCESS_KEY, SECRET_KEY))
                .profile(profile)
                .start();
    }

    /** Versions of many storage classes, some encrypted, and keys of every kind. */
    private static void fillPhotos(EmbeddedBucket photos) {
        List<String> classes = List.of("STANDARD", "STANDARD_IA", "GLACIER", "INTELLIGENT_TIERING");
        for (int number = 0; number < 400; number++) {
            String key = String.format(Locale.ROOT, "%d/IMG_%04d.jpg", 2010 + number % 15, number);
            for (int version = 0; version <= number % 3; version++) {
                photos.put(PutRequest.ofSize(key, 1_000 + 37L * number + version)
                        .storageClass(classes.get(number % classes.size()))
                        .encryption(number % 40 == 0 ? Encryption.none() : Encryption.s3()));
            }
            if (number % 11 == 0) {
                photos.delete(key);
            }
        }
        for (String key : List.of(
                "a\"quoted\"", "back\\slash", "co:lon/x", "nl\nx", "ls\u2028x", "ü/ö &+?%.txt", "z\uD83D\uDE00")) {
            photos.put(PutRequest.of(key, key.getBytes(UTF_8)).encryption(Encryption.none()));
        }
    }

    /** A bucket that is to have an old report only. */
    private static void fillAttic(EmbeddedBucket attic) {
        attic.put(PutRequest.ofSize("boxes/1.tar", 5_000_000).storageClass("DEEP_ARCHIVE"));
        attic.put(PutRequest.ofSize("boxes/2.tar", 6_000_000).storageClass("DEEP_ARCHIVE"));
    }

    /** A bucket without versions, and with an empty object. */
    private static void fillLogs(EmbeddedBucket logs) {
        for (int number = 0; number < 150; number++) {
            logs.put(PutRequest.ofSize(
                            String.format(Locale.ROOT, "2026-11-%02d/%03d.gz", 1 + number % 3, number), 211L * number)
                    .storageClass(number % 2 == 0 ? "STANDARD" : "ONEZONE_IA"));
        }
    }

    /** A bucket with a past without versions, and a replica of it that somebody else has written to. */
    private void fillDocuments(S3Client client) {
        client.createBucket(request -> request.bucket(documents()));
        for (int number = 0; number < 20; number++) {
            put(client, documents(), "contracts/%02d.pdf".formatted(number), "contract " + number);
        }
        enableVersioning(client, documents());
        for (int number = 0; number < 20; number += 2) {
            put(client, documents(), "contracts/%02d.pdf".formatted(number), "amended contract " + number);
        }
        client.deleteObject(request -> request.bucket(documents()).key("contracts/04.pdf"));
        put(client, documents(), "notes/a & b + ü.txt", "mine");
        put(client, documents(), "notes/b.txt", "mine too");
        client.createBucket(request -> request.bucket(copy()));
        enableVersioning(client, copy());
        put(client, copy(), "notes/a & b + ü.txt", OTHER_PLACE);
        put(client, copy(), "notes/b.txt", OTHER_PLACE);
    }

    private static void enableVersioning(S3Client client, String bucket) {
        client.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(configuration -> configuration.status(BucketVersioningStatus.ENABLED)));
    }

    private static void put(S3Client client, String bucket, String key, String content) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content.getBytes(UTF_8)));
    }

    private void writeDefinitions() throws IOException {
        definitions.write("stores.yaml", """
                accountId: "%s"
                operations: s3a://%s/runs
                stores:
                  - name: paris
                    endpoint: %s
                    region: eu-west-3
                    accountId: "%s"
                    buckets: [%s]
                  - name: ohio
                    endpoint: %s
                    region: us-east-2
                    accountId: "%s"
                    buckets: [%s]
                  - name: ceph
                    endpoint: %s
                    region: us-east-1
                    accountId: "%s"
                    buckets: [%s]
                """.formatted(
                        HOME,
                        operations(),
                        paris.endpoint(),
                        HOME,
                        String.join(", ", photos(), attic(), unborn()),
                        ohio.endpoint(),
                        PARTNER,
                        logs() + ", " + ohioReports(),
                        thirdEndpoint,
                        HOME,
                        String.join(", ", documents(), copy(), reports(), synced(), operations())));
        inventory(photos(), "All", "Parquet", reports());
        inventory(attic(), "Current", "Parquet", reports());
        inventory(unborn(), "Current", "Parquet", reports());
        inventory(logs(), "Current", "CSV", ohioReports());
        inventory(documents(), "All", "ORC", reports());
        definitions.write("buckets/" + documents() + "/replication.json", """
                {"Role": "arn:aws:iam::111122223333:role/replication", "Rules": [
                  {"ID": "notes", "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": "notes/"},
                   "DeleteMarkerReplication": {"Status": "Enabled"}, "Destination": {"Bucket": "arn:aws:s3:::%s"}}]}
                """.formatted(copy()));
        definitions.write("resource-data-syncs/buckets.json", """
                {"SyncName": "buckets", "S3Destination":
                  {"BucketName": "%s", "Prefix": "sync", "SyncFormat": "JsonSerDe", "Region": "us-east-1",
                   "AWSKMSKeyARN": "%s", "DestinationDataSharing": {"DestinationDataSharingType": "Organization"}}}
                """.formatted(synced(), KMS_KEY));
        definitions.write("resource-data-syncs/operations.json", """
                {"SyncName": "operations", "SyncType": "SyncFromSource",
                 "S3Destination": {"BucketName": "%s", "Prefix": "sync", "SyncFormat": "JsonSerDe",
                   "Region": "us-east-1", "AWSKMSKeyARN": "%s"},
                 "SyncSource": {"SourceType": "AwsOrganizations",
                   "AwsOrganizationsSource": {"OrganizationSourceType": "EntireOrganization"},
                   "SourceRegions": ["eu-west-3", "us-east-2", "us-east-1"]}}
                """.formatted(synced(), KMS_KEY));
    }

    private void inventory(String bucket, String versions, String format, String destination) throws IOException {
        definitions.write("buckets/" + bucket + "/inventory/all.json", """
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "%s", "Schedule": {"Frequency": "Daily"},
                 "OptionalFields": ["Size", "LastModifiedDate", "ETag", "StorageClass", "EncryptionStatus"],
                 "Destination": {"S3BucketDestination":
                   {"Bucket": "arn:aws:s3:::%s", "Format": "%s", "Prefix": "inventories"}}}
                """.formatted(versions, destination, format));
    }

    /** Runs a command on the definitions. */
    CommandLineRun run(String... arguments) {
        return definitions.run(arguments);
    }

    /** The buckets that have an inventory. */
    List<Source> sources() {
        return List.of(
                new Source(HOME, "eu-west-3", photos(), paris.endpoint()),
                new Source(HOME, "eu-west-3", attic(), paris.endpoint()),
                new Source(PARTNER, "us-east-2", logs(), ohio.endpoint()),
                new Source(HOME, "us-east-1", documents(), thirdEndpoint));
    }

    String photos() {
        return "photos-" + suffix;
    }

    String logs() {
        return "logs-" + suffix;
    }

    String attic() {
        return "attic-" + suffix;
    }

    /** A bucket without a report. */
    String unborn() {
        return "unborn-" + suffix;
    }

    String ohioReports() {
        return "reports-ohio-" + suffix;
    }

    String documents() {
        return "documents-" + suffix;
    }

    String copy() {
        return "documents-copy-" + suffix;
    }

    String reports() {
        return "reports-" + suffix;
    }

    String synced() {
        return "synced-" + suffix;
    }

    String operations() {
        return "operations-" + suffix;
    }

    /** The store of the other account. */
    EmbeddedS3 ohio() {
        return ohio;
    }

    /** Runs a sync as if it had begun then. */
    SyncResult sync(SparkSession spark, String name, Instant start) throws IOException {
        DefinitionDirectory directory = directory();
        NamedSync sync = directory.resourceDataSyncs().stream()
                .filter(named -> named.sync().syncName().equals(name))
                .findFirst()
                .orElseThrow();
        SyncPlan plan = new SyncPlan(sync.sync(), directory, directory.stores(), Optional.empty());
        return ResourceDataSyncRun.run(spark, plan.request(start), new SyncProgress());
    }

    private DefinitionDirectory directory() throws IOException {
        return new DefinitionDirectory(new LocalDefinitionFiles(definitions.directory()));
    }

    /** Delivers the report of a bucket as if it had begun then. */
    void deliver(SparkSession spark, String bucket, Instant start) throws IOException {
        DefinitionDirectory directory = directory();
        InventoryPlan plan =
                InventoryPlan.of(directory.inventories(bucket).get(0), directory.stores(), Optional.empty());
        Deliveries.deliver(
                spark.read()
                        .format("s3-listing")
                        .options(plan.listing(Optional.empty(), 2).toOptions())
                        .load()
                        .select(plan.columns().stream()
                                .map(column -> functions.col(column.columnName()))
                                .toArray(Column[]::new)),
                plan.delivery().withStartTime(start));
    }

    /** A client of the store that everything is delivered to. */
    S3Client destination() {
        return client(thirdEndpoint);
    }

    /** A client of the SDK as anybody would make one. */
    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(ANY_REGION)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClient(Apache5HttpClient.create())
                // Ceph 16 refuses an empty body in aws-chunked encoding.
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    /** The settings of Spark that let {@code s3a://} reach the destination. */
    List<Setting> hadoopSettings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("spark.hadoop.fs.s3a.endpoint", thirdEndpoint.toString()));
        settings.add(new Setting("spark.hadoop.fs.s3a.endpoint.region", ANY_REGION.id()));
        settings.add(new Setting("spark.hadoop.fs.s3a.path.style.access", "true"));
        settings.add(new Setting("spark.hadoop.fs.s3a.connection.ssl.enabled", "false"));
        settings.add(new Setting("spark.hadoop.fs.s3a.access.key", ACCESS_KEY));
        settings.add(new Setting("spark.hadoop.fs.s3a.secret.key", SECRET_KEY));
        settings.add(new Setting(
                "spark.hadoop.fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider"));
        return settings;
    }

    /** One setting of Spark. */
    record Setting(String name, String value) {}

    @Override
    public void close() {
        paris.close();
        ohio.close();
        third.ifPresent(EmbeddedS3::close);
    }
}
