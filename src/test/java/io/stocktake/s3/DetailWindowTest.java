package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetailWindowTest {
    private static final List<String> KEYS =
            IntStream.range(0, 500).mapToObj("key-%03d"::formatted).toList();

    private EmbeddedS3 server;
    private EmbeddedBucket bucket;
    private StoreClient client;

    @BeforeEach
    void fillABucket() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        bucket = server.createBucket("data");
        KEYS.forEach(key -> bucket.put(key, new byte[1]));
        client = StoreClient.open(Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString())));
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        client.close();
        server.close();
    }

    @Test
    void detailsComeInTheOrderOfTheListingWhateverTheSize() {
        for (int size : List.of(1, 2, 7, 64)) {
            try (DetailWindow window = DetailWindow.ofSize(client, requests(), size)) {
                assertThat(keys(window)).as("size %d", size).isEqualTo(KEYS);
            }
        }
        try (DetailWindow window = DetailWindow.adaptive(client, requests())) {
            assertThat(keys(window)).isEqualTo(KEYS);
        }
        assertThat(server.requests().count("HeadObject")).isEqualTo(5L * KEYS.size());
    }

    @Test
    void aSizeIsTheMostRequestsAtOnce() {
        for (int size : List.of(1, 3)) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            try (Faults.Fault before = server.faults()
                            .beforeRequest(
                                    request -> request.operation().equals("HeadObject"),
                                    () -> most.accumulateAndGet(now.incrementAndGet(), Math::max));
                    Faults.Fault after = server.faults()
                            .afterRequest(request -> request.operation().equals("HeadObject"), now::decrementAndGet);
                    DetailWindow window = DetailWindow.ofSize(client, requests(), size)) {
                assertThat(keys(window)).isEqualTo(KEYS);
            }
            assertThat(most).hasValueLessThanOrEqualTo(size);
        }
    }

    @Test
    void whatVanishedIsLeftOut() throws Exception {
        List<ListedVersion> listed = listed();
        bucket.delete("key-000");
        bucket.delete("key-250");
        bucket.delete("key-499");
        List<String> left = new ArrayList<>(KEYS);
        left.removeAll(List.of("key-000", "key-250", "key-499"));

        ObjectRequests requests = requests();
        try (DetailWindow window = DetailWindow.adaptive(client, requests)) {
            assertThat(keys(window, listed.iterator())).isEqualTo(left);
        }
        assertThat(requests.vanished()).isEqualTo(3);
    }

    @Test
    void aRefusalFailsInTheOrderOfTheListing() {
        try (Faults.Fault fault = server.faults()
                        .denied(request -> request.operation().equals("HeadObject")
                                && request.key().compareTo("key-100") >= 0);
                DetailWindow window = DetailWindow.adaptive(client, requests())) {
            Iterator<ListedVersion> source = listed().iterator();
            for (int i = 0; i < 100; i++) {
                assertThat(window.next(source).orElseThrow().version().key()).hasToString(KEYS.get(i));
            }
            assertThatThrownBy(() -> window.next(source))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot get the HEAD of key \"key-100\" in bucket \"data\" of store");
        }
    }

    @Test
    void aWindowThatIsClosedEarlyGivesItsShareBack() {
        DetailWindow first = DetailWindow.adaptive(client, requests());
        DetailWindow second = DetailWindow.adaptive(client, requests());
        assertThat(first.next(listed().iterator())).isPresent();
        assertThat(client.detailsInFlight().ofEachWindow()).isEqualTo(16);

        first.close();
        first.close();
        assertThat(client.detailsInFlight().ofEachWindow()).isEqualTo(32);
        second.close();
    }

    @Test
    void aWindowOfNothingIsRefused() {
        assertThatThrownBy(() -> DetailWindow.ofSize(client, requests(), 0))
                .hasMessage("Cannot ask about \"0\" entries at once: at least 1 is needed");
    }

    private List<String> keys(DetailWindow window) {
        return keys(window, listed().iterator());
    }

    private static List<String> keys(DetailWindow window, Iterator<ListedVersion> source) {
        List<String> keys = new ArrayList<>();
        for (Optional<ObjectDetails> details = window.next(source);
                details.isPresent();
                details = window.next(source)) {
            assertThat(details.get().head()).isPresent();
            keys.add(details.get().version().key().toString());
        }
        return keys;
    }

    private List<ListedVersion> listed() {
        List<ListedVersion> all = new ArrayList<>();
        ListingRequest request = new ListingRequest(
                location(), "", IncludedObjectVersions.CURRENT, ListingRequest.Owners.OMITTED, KeyRange.all(), 1000);
        try (BucketListing listing = new BucketListing(client, request, new RequestCounter())) {
            for (List<ListedVersion> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
                all.addAll(page);
            }
        }
        return all;
    }

    private ObjectRequests requests() {
        return new ObjectRequests(
                client,
                location(),
                IncludedObjectVersions.CURRENT,
                Set.of(ObjectRequests.Detail.HEAD),
                new RequestCounter());
    }

    private BucketLocation location() {
        return new BucketLocation(client.store(), "data", "data");
    }
}
