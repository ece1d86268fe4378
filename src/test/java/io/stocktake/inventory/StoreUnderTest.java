package io.stocktake.inventory;

import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Profile;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store that the tests run against: embedded-s3 always, and the store that {@code STOCKTAKE_S3_ENDPOINT} names where it
 * is set, with {@code STOCKTAKE_S3_ACCESS_KEY}, {@code STOCKTAKE_S3_SECRET_KEY} and {@code STOCKTAKE_S3_KMS_KEY}.
 */
public final class StoreUnderTest implements AutoCloseable {
    private static final String CEPH = "ceph-16";
    private static final String OTHER = "other";
    private static final String OTHER_SECRET = "othersecret";

    private final String name;
    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private final String kmsKey;
    private final int scale;
    private final AutoCloseable server;

    private StoreUnderTest(
            String name,
            URI endpoint,
            String accessKey,
            String secretKey,
            String kmsKey,
            int scale,
            AutoCloseable server) {
        this.name = name;
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.kmsKey = kmsKey;
        this.scale = scale;
        this.server = server;
    }

    /** The stores that are there. */
    public static Stream<String> names() {
        return Stream.concat(
                Stream.of("embedded-s3"),
                Stream.of("external").filter(external -> endpointOfEnvironment().isPresent()));
    }

    /** The same, and embedded-s3 with all in which Ceph 16 differs from S3. */
    public static Stream<String> namesAndCeph() {
        return Stream.concat(Stream.of("embedded-s3", CEPH), names().skip(1));
    }

    public static StoreUnderTest open(String name) {
        if (name.equals("embedded-s3") || name.equals(CEPH)) {
            EmbeddedS3 server = builder(name).start();
            return new StoreUnderTest(
                    name,
                    server.endpoint(),
                    "test",
                    "testsecret",
                    "arn:aws:kms:us-east-1:111122223333:key/testkey-2",
                    500,
                    server);
        }
        return new StoreUnderTest(
                name,
                URI.create(endpointOfEnvironment().orElseThrow()),
                variable("STOCKTAKE_S3_ACCESS_KEY").orElse("test"),
                variable("STOCKTAKE_S3_SECRET_KEY").orElse("testsecret"),
                variable("STOCKTAKE_S3_KMS_KEY").orElse("arn:aws:kms:us-east-1:111122223333:key/testkey-2"),
                10_000,
                () -> {});
    }

    public Store store() {
        return Store.fromOptions(Map.of(
                "name",
                name,
                "endpoint",
                endpoint.toString(),
                "credentials",
                accessKey.equals(OTHER)
                        ? new Credentials.Environment("STOCKTAKE_OTHER").text()
                        : new Credentials.Hadoop().text()));
    }

    /**
     * Another store of another identity, {@code other}: an embedded-s3 of its own, or the same external store by that
     * identity's keys.
     */
    public StoreUnderTest openOther() {
        if (isExternal()) {
            return new StoreUnderTest(name + "-other", endpoint, OTHER, OTHER_SECRET, kmsKey, scale, () -> {});
        }
        EmbeddedS3 server = builder(name)
                .account(EmbeddedS3.Account.of("222233334444", OTHER, OTHER, OTHER_SECRET))
                .start();
        return new StoreUnderTest(name + "-other", server.endpoint(), OTHER, OTHER_SECRET, kmsKey, scale, server);
    }

    /** Whether it is the store that the environment names. */
    public boolean isExternal() {
        return endpointOfEnvironment().map(URI::create).filter(endpoint::equals).isPresent();
    }

    /** Whether it tells where the parts of an object end. */
    public boolean tellsParts() {
        return !isExternal() && !name.startsWith(CEPH);
    }

    private static EmbeddedS3.Builder builder(String name) {
        return EmbeddedS3.builder().profile(name.equals(CEPH) ? Profile.CEPH_16 : Profile.AWS);
    }

    /** About how many versions a bucket should have here. */
    public int scale() {
        return scale;
    }

    public String kmsKey() {
        return kmsKey;
    }

    /** A client of the SDK as anybody would make one. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClient(Apache5HttpClient.builder().maxConnections(64).build())
                // Ceph 16 refuses an empty body in aws-chunked encoding.
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    /** A session of two cores whose fs.s3a is set up for this store. */
    public SparkSession spark() {
        // One that another test has left open would keep its own settings of fs.s3a.
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[8]")
                .appName("store under test")
                .config("spark.ui.enabled", "false");
        hadoop().forEach((option, value) -> builder.config("spark.hadoop." + option, value));
        return builder.getOrCreate();
    }

    private Map<String, String> hadoop() {
        Map<String, String> options = new HashMap<>();
        options.put("fs.s3a.endpoint", endpoint.toString());
        options.put("fs.s3a.endpoint.region", "us-east-1");
        options.put("fs.s3a.path.style.access", "true");
        options.put("fs.s3a.connection.ssl.enabled", "false");
        options.put("fs.s3a.access.key", accessKey);
        options.put("fs.s3a.secret.key", secretKey);
        options.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        options.put("fs.s3a.checksum.generation", "false");
        return options;
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Optional<String> endpointOfEnvironment() {
        return variable("STOCKTAKE_S3_ENDPOINT");
    }

    private static Optional<String> variable(String name) {
        return List.of(name).stream()
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
