package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A store that asks to slow down, with a time that goes by as fast as it is slept. */
class SlowDownTest {
    private static final List<String> KEYS =
            IntStream.range(0, 300).mapToObj("key-%03d"::formatted).toList();

    private final VirtualTime time = new VirtualTime(TimeUnit.MILLISECONDS.toNanos(1));
    private EmbeddedS3 server;
    private StoreClient client;

    @BeforeEach
    void fillABucket() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        EmbeddedBucket bucket = server.createBucket("data");
        KEYS.forEach(key -> bucket.put(key, new byte[1]));
        client = StoreClient.open(store(), time, Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        client.close();
        server.close();
    }

    @Test
    void aListingThatIsRefusedThreeTimesInTenIsSlowedDownAndComplete() {
        RequestCounter counter = new RequestCounter();
        try (Faults.Fault fault = server.faults().slowDown(0.3, 1)) {
            assertThat(keys(1, counter)).isEqualTo(KEYS);
        }
        assertThat(counter.retries()).isPositive();
        assertThat(counter.requests()).isEqualTo(300 + counter.retries());
        assertThat(client.rate().falls()).isPositive();
        assertThat(client.rate().perSecond()).isFinite();

        long falls = client.rate().falls();
        time.pass(TimeUnit.SECONDS.toNanos(61));
        RequestCounter after = new RequestCounter();
        assertThat(keys(1, after)).isEqualTo(KEYS);
        assertThat(after.retries()).isZero();
        assertThat(client.rate().falls()).isEqualTo(falls);
        assertThat(client.rate().perSecond()).isInfinite();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "ListObjectsV2, 503, SlowDown",
        "ListObjectsV2, 503, ServiceUnavailable",
        "ListObjectsV2, 429, TooManyRequests",
        "ListObjectsV2, 400, RequestLimitExceeded",
        "HeadObject, 503, SlowDown"
    })
    void thirtyRefusalsInARowUseUpNoAttempts(String operation, int status, String code) {
        server.faults().failNext(operation, 30, status, code);

        assertThat(keys(1000, new RequestCounter())).isEqualTo(KEYS);
        assertThat(details("key-007")).isPresent();

        assertThat(server.requests().count(operation)).isEqualTo(31);
    }

    @Test
    void aStoreThatDoesNothingElseForFiveMinutesFailsTheListing() {
        server.faults().slowDown(1, 1);

        assertThatThrownBy(() -> keys(1000, new RequestCounter()))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(
                        "Cannot list bucket \"data\" of store \"embedded\": the store asks to slow down, and"
                                + " has done nothing else for 5 minutes: SlowDown: Please reduce your request rate\\."
                                + " \\(status 503, request [0-9A-F]+\\)");
        assertThat(server.requests().count("ListObjectsV2")).isGreaterThan(30);
    }

    @Test
    void aHeadThatIsRefusedForFiveMinutesNamesItsKey() {
        server.faults().slowDown(1, 1);

        assertThatThrownBy(() -> details("key-007"))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(
                        "Cannot get the HEAD of key \"key-007\" in bucket \"data\" of store \"embedded\": the"
                                + " store asks to slow down, and has done nothing else for 5 minutes: .*\\(status 503.*\\)");
    }

    @Test
    void aPauseOfAnHourIsNotTakenForAStoreThatDoesNothing() {
        assertThat(keys(1000, new RequestCounter())).isEqualTo(KEYS);
        time.pass(TimeUnit.HOURS.toNanos(1));
        server.faults().failNext("ListObjectsV2", 12, 503, "SlowDown");

        assertThat(keys(1000, new RequestCounter())).isEqualTo(KEYS);
    }

    @Test
    void aRequestIsRepeatedForHoursWhileOthersAreAnswered() {
        try (Faults.Fault others = server.faults()
                        .beforeRequest(
                                request -> request.operation().equals("ListObjectsV2"),
                                () -> client.rate().accepted());
                Faults.Fault fault = server.faults().failNext("ListObjectsV2", 3000, 503, "SlowDown")) {
            assertThat(keys(1000, new RequestCounter())).isEqualTo(KEYS);
        }
        assertThat(time.secondsSlept()).isGreaterThan(600);
    }

    @Test
    void aRequestThatMakesAVersionIsSentOnce() {
        server.faults().failNext("PutObject", 1, 503, "SlowDown");

        assertThatThrownBy(() ->
                        client.once().putObject(put -> put.bucket("data").key("new"), RequestBody.fromString("1")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("Failed on demand.");
        assertThat(server.requests().count("PutObject")).isEqualTo(1);
    }

    @Test
    void aTaskThatIsStoppedDoesNotWaitForTheStore() throws Exception {
        server.faults().slowDown(1, 1);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (StoreClient patient = StoreClient.open(store())) {
            Thread task = new Thread(() -> {
                try {
                    new Pages(patient, request(1000), new RequestCounter())
                            .at(Marker.after(KeyRange.all().after()));
                    failure.complete(new AssertionError("the listing went through"));
                } catch (RuntimeException stopped) {
                    failure.complete(stopped);
                }
            });
            task.start();
            while (server.requests().count() < 3 && !failure.isDone()) {
                Thread.sleep(1);
            }
            assertThat(failure).isNotDone();
            task.interrupt();
            assertThat(failure.get(1, TimeUnit.MINUTES))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot list bucket \"data\" of store \"embedded\": ");
        }
    }

    private Store store() {
        return Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
    }

    private ListingRequest request(int pageSize) {
        return new ListingRequest(
                new BucketLocation(client.store(), "data", "data"),
                "",
                IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                pageSize);
    }

    private List<String> keys(int pageSize, RequestCounter counter) {
        List<String> keys = new ArrayList<>();
        try (BucketListing listing = new BucketListing(client, request(pageSize), counter)) {
            for (List<ListedVersion> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
                page.forEach(entry -> keys.add(entry.key().toString()));
            }
        }
        return keys;
    }

    private Optional<ObjectDetails> details(String key) {
        ObjectRequests requests = new ObjectRequests(
                client,
                request(1000).bucket(),
                IncludedObjectVersions.CURRENT,
                Set.of(ObjectRequests.Detail.HEAD),
                new RequestCounter());
        ListedVersion listed = new ListedVersion(
                UTF8String.fromString(key),
                UTF8String.EMPTY_UTF8,
                true,
                false,
                1,
                0,
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8);
        return requests.of(listed);
    }
}
