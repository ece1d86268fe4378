package io.stocktake.s3;

import io.stocktake.config.stores.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The connection to one store: signing, credentials, retries and the connection pool are the AWS SDK's. Thread-safe; one
 * serves all tasks of an executor, see {@link StoreClients}.
 */
public final class StoreClient implements AutoCloseable {
    /** Enough for a page ahead and a window of HEADs in each of an executor's task slots. */
    private static final int CONNECTIONS = 512;

    /**
     * Bodies that pass through this process at the same time: each holds a connection to read from and needs one to write
     * to, of the same pool perhaps, so there must always be some left.
     */
    private static final int TRANSFERS = CONNECTIONS / 4;

    /** With the backoff of the standard strategy about half a minute of patience. */
    private static final int ATTEMPTS = 10;

    /** Longer than any Retry-After that a store sends, and than all attempts together. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(15);

    private final Store store;
    private final SdkHttpClient httpClient;
    private final StoreCredentials credentials;
    private final S3Client repeating;
    private final S3Client once;
    private final ExecutorService threads;
    private final Map<Pace, Throttle> throttles = new ConcurrentHashMap<>();
    private final Semaphore transfers = new Semaphore(TRANSFERS);

    private StoreClient(Store store) {
        this.store = store;
        this.credentials = StoreCredentials.of(store);
        this.httpClient = httpClient(store);
        RetryStrategy patient = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .circuitBreakerEnabled(false)
                .build();
        this.repeating = client(patient);
        this.once = client(AwsRetryStrategy.doNotRetry());
        AtomicLong number = new AtomicLong();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stocktake-" + store.name() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a connection of its own to the store. No request is sent; credentials are resolved with the first.
     *
     * @throws StoreException if the store's certificates cannot be read
     */
    public static StoreClient open(Store store) {
        return new StoreClient(store);
    }

    /** The store. */
    public Store store() {
        return store;
    }

    /** The client for requests that may be sent twice: reads, uploads of parts, abortions. */
    public S3Client repeating() {
        return repeating;
    }

    /**
     * The client for requests that make a version: PutObject, CopyObject, CompleteMultipartUpload, DELETE without a
     * version id. It never repeats one: where an answer is lost, a second attempt would make a second version.
     */
    public S3Client once() {
        return once;
    }

    /** The throttle that all who use this connection at that pace share: of one run, all tasks of an executor. */
    public Throttle throttle(Pace pace) {
        return throttles.computeIfAbsent(pace, Throttle::new);
    }

    /** Taken by who reads a body from this store while writing it to another, or to this one. */
    public Semaphore transfers() {
        return transfers;
    }

    /** Threads for requests that run beside the caller's; they end with the client. How many run is the caller's to bound. */
    public ExecutorService threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        repeating.close();
        once.close();
        httpClient.close();
        credentials.close();
    }

    private S3Client client(RetryStrategy retryStrategy) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(store.region()))
                .forcePathStyle(store.pathStyle() || credentials.pathStyle())
                .httpClient(httpClient)
                .credentialsProvider(credentials.provider())
                .putAuthScheme(UnsignedPayload.authScheme())
                .overrideConfiguration(overrides -> overrides
                        .retryStrategy(retryStrategy)
                        .apiCallTimeout(CALL_TIMEOUT)
                        .addExecutionInterceptor(new PageInterceptor())
                        .addExecutionInterceptor(new RequestCounter.Interceptor()));
        endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        // Stores from before 2025 refuse the trailing checksums that the SDK sends by default.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        // Ceph 16 answers XAmzContentSHA256Mismatch to an aws-chunked body of no bytes.
                        .serviceConfiguration(service -> service.chunkedEncodingEnabled(false)));
        return builder.build();
    }

    private Optional<URI> endpoint() {
        return store.endpoint().or(credentials::endpoint);
    }

    private static SdkHttpClient httpClient(Store store) {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(store.connectTimeout())
                .socketTimeout(store.readTimeout())
                .connectionAcquisitionTimeout(CALL_TIMEOUT)
                .connectionMaxIdleTime(Duration.ofSeconds(30))
                // Else every body waits for a "100 Continue", small ones too; the S3 client itself asks for it from
                // 1 MiB on.
                .expectContinueEnabled(false);
        store.caBundle().ifPresent(path -> builder.tlsTrustManagersProvider(CertificateBundle.read(path)));
        return builder.build();
    }
}
