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
 *
 * <p>A store that asks to slow down (503, 429, or a code of throttling) gets fewer requests from all of them, until it no
 * longer asks. No request that may be repeated fails for it, unless the store does nothing else for five minutes.
 */
public final class StoreClient implements AutoCloseable {
    /** Enough for a page ahead and a window of HEADs in each of an executor's task slots. */
    private static final int CONNECTIONS = 512;

    /**
     * Bodies that pass through this process at the same time: each holds a connection to read from and needs one to write
     * to, of the same pool perhaps, so there must always be some left.
     */
    private static final int TRANSFERS = CONNECTIONS / 4;

    /** The most requests about single objects at once; the rest is left to pages, and to who writes. */
    private static final int DETAILS = CONNECTIONS / 4 * 3;

    /** With the backoff of the standard strategy about half a minute of patience. */
    private static final int ATTEMPTS = 10;

    /** How long a store may answer nothing but that it is asked too much. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Longer than any part of an object takes. It is that of an attempt, not of all together: how long a request waits for
     * its turn at a store that asks to slow down depends on how many wait.
     */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(15);

    private final Store store;
    private final RequestRate rate;
    private final RequestsInFlight detailsInFlight;
    private final SdkHttpClient httpClient;
    private final StoreCredentials credentials;
    private final S3Client repeating;
    private final S3Client once;
    private final ExecutorService threads;
    private final Map<Pace, Throttle> throttles = new ConcurrentHashMap<>();
    private final Semaphore transfers = new Semaphore(TRANSFERS);

    private StoreClient(Store store, RequestRate.Time time, Duration patience) {
        this.store = store;
        this.rate = new RequestRate(store.name(), time);
        this.detailsInFlight = new RequestsInFlight(rate, time, DETAILS);
        this.credentials = StoreCredentials.of(store);
        this.httpClient = httpClient(store);
        RetryStrategy patient = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .circuitBreakerEnabled(false)
                .build();
        this.repeating = client(PacedRetries.repeating(patient, rate, time, patience));
        this.once = client(PacedRetries.pacing(AwsRetryStrategy.doNotRetry(), rate, time));
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
        return open(store, RequestRate.Time.ofThisMachine(), PATIENCE);
    }

    /** The same with another patience than that of five minutes with a store that asks to slow down. */
    static StoreClient open(Store store, RequestRate.Time time, Duration patience) {
        return new StoreClient(store, time, patience);
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

    /** What the store takes of the requests of this process. */
    RequestRate rate() {
        return rate;
    }

    /** HEADs of one bucket's objects without the SDK's pipeline. */
    DirectHeads directHeads() {
        return new DirectHeads(httpClient, new DirectSigner(credentials.provider()), rate);
    }

    /** Pages of one listing without the SDK's pipeline. */
    DirectPages directPages() {
        return new DirectPages(httpClient, new DirectSigner(credentials.provider()), rate);
    }

    /** How many requests about single objects all windows over this connection send at once. */
    RequestsInFlight detailsInFlight() {
        return detailsInFlight;
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
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .addExecutionInterceptor(new PageInterceptor())
                        .addExecutionInterceptor(new DirectHeads.Interceptor())
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
                .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
                .connectionMaxIdleTime(Duration.ofSeconds(30))
                // Else every body waits for a "100 Continue", small ones too; the S3 client itself asks for it from
                // 1 MiB on.
                .expectContinueEnabled(false);
        store.caBundle().ifPresent(path -> builder.tlsTrustManagersProvider(CertificateBundle.read(path)));
        return builder.build();
    }
}
