package io.stocktake.embedded.s3;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store that has to keep the contract: embedded-s3 in each of its profiles, and the store at STOCKTAKE_S3_ENDPOINT if
 * that is set.
 */
final class StoreUnderTest implements AutoCloseable {
    private final String name;
    private final S3Client client;
    private final S3Client chunkingClient;
    private final S3Client trailerClient;
    private final Set<KnownDeviation> deviations;
    private final Optional<EmbeddedS3> server;

    private StoreUnderTest(
            String name,
            S3Client client,
            S3Client chunkingClient,
            S3Client trailerClient,
            Set<KnownDeviation> deviations,
            Optional<EmbeddedS3> server) {
        this.name = name;
        this.client = client;
        this.chunkingClient = chunkingClient;
        this.trailerClient = trailerClient;
        this.deviations = deviations;
        this.server = server;
    }

    static List<StoreUnderTest> all() {
        List<StoreUnderTest> stores = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            stores.add(embedded(profile));
        }
        Map<String, String> environment = System.getenv();
        Optional.ofNullable(environment.get("STOCKTAKE_S3_ENDPOINT"))
                .map(endpoint -> real(
                        URI.create(endpoint),
                        environment.getOrDefault("STOCKTAKE_S3_ACCESS_KEY", "test"),
                        environment.getOrDefault("STOCKTAKE_S3_SECRET_KEY", "testsecret")))
                .ifPresent(stores::add);
        return stores;
    }

    private static StoreUnderTest embedded(Profile profile) {
        EmbeddedS3 server = EmbeddedS3.builder().profile(profile).start();
        URI endpoint = server.endpoint();
        return new StoreUnderTest(
                "embedded-s3 as " + profile,
                profile == Profile.AWS ? Clients.of(server) : Clients.withoutTrailers(endpoint, "test", "testsecret"),
                Clients.chunking(endpoint, "test", "testsecret"),
                Clients.of(server),
                profile.deviations(),
                Optional.of(server));
    }

    /** Ceph is known by the form of its request ids. */
    private static StoreUnderTest real(URI endpoint, String accessKey, String secretKey) {
        S3Client client = Clients.withoutTrailers(endpoint, accessKey, secretKey);
        String requestId = client.listBuckets().responseMetadata().requestId();
        boolean ceph = requestId.startsWith("tx0");
        return new StoreUnderTest(
                (ceph ? "Ceph at " : "store at ") + endpoint,
                client,
                Clients.chunking(endpoint, accessKey, secretKey),
                Clients.plain(endpoint, accessKey, secretKey),
                ceph ? KnownDeviation.CEPH_16 : Set.of(),
                Optional.empty());
    }

    S3Client client() {
        return client;
    }

    S3Client chunkingClient() {
        return chunkingClient;
    }

    S3Client trailerClient() {
        return trailerClient;
    }

    boolean has(KnownDeviation deviation) {
        return deviations.contains(deviation);
    }

    @Override
    public void close() {
        client.close();
        chunkingClient.close();
        trailerClient.close();
        server.ifPresent(EmbeddedS3::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
