package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LoggedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

class DirectPagesTest {
    /** In the order of S3. */
    private static final List<String> KEYS = List.of(
            "\t\n",
            " b+c",
            "%",
            "%20",
            "+",
            "/",
            "//",
            "a\"<>\\",
            "a/../b",
            "a=1&b?c#d",
            "it's(1)!*~",
            "ä/ß",
            "漢字",
            "😀");

    private EmbeddedS3 server;
    private EmbeddedBucket bucket;
    private StoreClient client;
    private DirectPages pages;
    private final PageReceiver receiver = new PageReceiver(IncludedObjectVersions.CURRENT, 1024);
    private final RequestCounter counter = new RequestCounter();

    @BeforeEach
    void fillABucket() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        bucket = server.createBucket("data");
        KEYS.forEach(key -> bucket.put(key, new byte[1]));
        client = StoreClient.open(Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString())));
        pages = client.directPages();
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        client.close();
        server.close();
    }

    @Test
    void theFirstGoesThroughThePipelineAndTheOthersDoNot() {
        assertThat(pages.wantsToLearn()).isTrue();
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        assertThat(server.requests().count()).isZero();
        learn();

        assertThat(pages.wantsToLearn()).isFalse();
        assertThat(pages.send(Map.of(), receiver, counter)).isTrue();
        assertThat(receiver.take().entries()).hasSize(2);
        assertThat(counter.requests()).isEqualTo(1);
        assertThat(counter.retries()).isZero();
        List<LoggedRequest> requests = server.requests().all();
        assertThat(requests.get(1).parameters()).isEqualTo(requests.get(0).parameters());
    }

    @Test
    void markersOfAnyKindSayWhereAPageStarts() {
        learn();
        for (int i = 0; i + 1 < KEYS.size(); i++) {
            assertThat(pages.send(Map.of("start-after", KEYS.get(i)), receiver, counter))
                    .as("key \"%s\"", KEYS.get(i))
                    .isTrue();
            Page page = receiver.take();
            assertThat(page.entries().get(0).key()).isEqualTo(UTF8String.fromString(KEYS.get(i + 1)));
            if (page.isTruncated()) {
                String token = page.nextContinuationToken().orElseThrow();
                assertThat(pages.send(Map.of("continuation-token", token), receiver, counter))
                        .isTrue();
                assertThat(receiver.take().entries().get(0).key()).isEqualTo(UTF8String.fromString(KEYS.get(i + 3)));
            }
        }
    }

    @Test
    void aListingOfVersionsGoesOnBetweenTheVersionsOfAKey() {
        EmbeddedBucket versioned = server.createBucket("versioned");
        versioned.enableVersioning();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            expected.add(0, versioned.put("k e+y", new byte[i]).versionId());
        }
        List<String> found = new ArrayList<>();
        try (BucketListing listing = listing("versioned", IncludedObjectVersions.ALL)) {
            for (List<ListedVersion> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
                page.forEach(version -> found.add(version.versionId().toString()));
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(counter.requests()).isEqualTo(4);
    }

    @Test
    void anythingButSuccessIsLeftToThePipeline() {
        learn();
        try (Faults.Fault cut = server.faults().cutBefore(1, 1)) {
            assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        }
        server.faults().failNext("ListObjectsV2", 1, 503, "SlowDown");
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        server.faults().failNext("ListObjectsV2", 1, 500, "InternalError");
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        assertThat(pages.send(Map.of(), receiver, counter)).isTrue();

        server.faults().failNext("ListObjectsV2", 1, 403, "AccessDenied");
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
        assertThat(pages.wantsToLearn()).isFalse();
    }

    @Test
    void aListingIsWholeThoughADirectRequestFails() {
        List<String> found = new ArrayList<>();
        try (BucketListing listing = listing("data", IncludedObjectVersions.CURRENT)) {
            List<ListedVersion> page = listing.nextPage();
            server.faults().failNext("ListObjectsV2", 1, 503, "SlowDown");
            for (; !page.isEmpty(); page = listing.nextPage()) {
                page.forEach(entry -> found.add(entry.key().toString()));
            }
        }
        assertThat(found).isEqualTo(KEYS);
        assertThat(counter.requests()).isEqualTo(8);
        assertThat(counter.retries()).isEqualTo(1);
    }

    @Test
    void whatAStoreAcceptsAndRefusesIsCountedInItsRate() {
        VirtualTime time = new VirtualTime(TimeUnit.MILLISECONDS.toNanos(1));
        try (StoreClient paced = StoreClient.open(client.store(), time, Duration.ofMinutes(5))) {
            learn();
            DirectPages direct = paced.directPages();
            direct.learn(receiver.request().orElseThrow());
            long before = paced.rate().acceptedAt();
            assertThat(direct.send(Map.of(), receiver, counter)).isTrue();
            assertThat(paced.rate().acceptedAt()).isGreaterThan(before);

            server.faults().failNext("ListObjectsV2", 1, 503, "SlowDown");
            assertThat(direct.send(Map.of(), receiver, counter)).isFalse();
            assertThat(paced.rate().falls()).isZero();
            time.pass(TimeUnit.SECONDS.toNanos(1));
            assertThat(direct.send(Map.of(), receiver, counter)).isTrue();
            assertThat(paced.rate().falls()).isEqualTo(1);
        }
    }

    @Test
    void aPageThatDoesNotEndIsLeftToThePipeline() {
        learn();
        PageReceiver impatient = new PageReceiver(IncludedObjectVersions.CURRENT, 1024, Duration.ZERO);
        assertThat(pages.send(Map.of(), impatient, counter)).isFalse();
        assertThatThrownBy(() -> impatient.receive(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(IOException.class)
                .hasMessage("the page did not come within 0 minutes");
    }

    @Test
    void anUnsignedRequestTeachesNothing() {
        pages.learn(SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(server.endpoint().resolve("/data?list-type=2"))
                .build());
        assertThat(pages.wantsToLearn()).isFalse();
        assertThat(pages.send(Map.of(), receiver, counter)).isFalse();
    }

    private BucketListing listing(String name, IncludedObjectVersions versions) {
        return new BucketListing(
                client,
                new ListingRequest(
                        new BucketLocation(client.store(), name, name),
                        "",
                        versions,
                        ListingRequest.Owners.OMITTED,
                        KeyRange.all(),
                        2),
                counter);
    }

    private void learn() {
        client.repeating()
                .listObjectsV2(ListObjectsV2Request.builder()
                        .bucket("data")
                        .encodingType(EncodingType.URL)
                        .maxKeys(2)
                        .overrideConfiguration(
                                override -> override.putExecutionAttribute(PageReceiver.ATTRIBUTE, receiver))
                        .build());
        receiver.take();
        pages.learn(receiver.request().orElseThrow());
    }
}
