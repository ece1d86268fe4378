package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.PutRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

class DirectHeadsTest {
    private static final List<String> ODD_KEYS = List.of(
            "plain",
            "a/b/c.txt",
            "a b+c",
            "100%",
            "a%20b",
            "ä/ß/漢字/😀",
            "a//b",
            "/leading",
            "trailing/",
            "a/./b",
            "a/../b",
            "?query=1&x#fragment",
            "key=value/it's (1)!*~",
            "tab\tnewline\n",
            "a\\b\"c<d>");

    private EmbeddedS3 server;
    private EmbeddedBucket bucket;
    private StoreClient client;
    private DirectHeads heads;
    private final RequestCounter counter = new RequestCounter();

    @BeforeEach
    void fillABucket() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        bucket = server.createBucket("data");
        bucket.put("first", new byte[1]);
        client = StoreClient.open(Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString())));
        heads = client.directHeads();
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
        assertThat(heads.send(request("first"), counter)).isEmpty();
        learn();

        assertThat(heads.send(request("first"), counter)).isPresent();
        assertThat(counter.requests()).isEqualTo(1);
        assertThat(server.requests().count("HeadObject")).isEqualTo(2);
    }

    @Test
    void oddKeysAreAskedForAsThePipelineDoes() {
        for (String key : ODD_KEYS) {
            bucket.put(key, new byte[key.length()]);
        }
        learn();

        for (String key : ODD_KEYS) {
            assertThat(heads.send(request(key), counter))
                    .as("key \"%s\"", key)
                    .hasValueSatisfying(answer -> assertThat(answer.contentLength())
                            .isEqualTo(
                                    client.repeating().headObject(request(key)).contentLength())
                            .isEqualTo(key.length()));
        }
    }

    @Test
    void everyColumnReadsAsFromThePipeline() {
        bucket.put(PutRequest.of("all", new byte[7])
                .encryption(Encryption.kmsWithBucketKey("key-1"))
                .replicationStatus("COMPLETED")
                .archiveStatus("DEEP_ARCHIVE_ACCESS")
                .expiration(Instant.parse("2027-01-02T00:00:00Z"), "rule"));
        learn();

        for (String key : List.of("first", "all")) {
            assertThat(heads.send(request(key), counter).map(ObjectRequests::head))
                    .contains(ObjectRequests.head(client.repeating().headObject(request(key))));
        }
    }

    @Test
    void anythingButSuccessIsLeftToThePipeline() {
        learn();

        assertThat(heads.send(request("missing"), counter)).isEmpty();
        assertThat(heads.send(request("first").toBuilder().ifMatch("\"other\"").build(), counter))
                .isEmpty();
        try (Faults.Fault cut = server.faults().cutBefore(1, 1)) {
            assertThat(heads.send(request("first"), counter)).isEmpty();
        }
        server.faults().failNext("HeadObject", 1, 503, "SlowDown");
        assertThat(heads.send(request("first"), counter)).isEmpty();
        assertThat(heads.send(request("first"), counter)).isPresent();

        server.faults().failNext("HeadObject", 1, 403, "AccessDenied");
        assertThat(heads.send(request("first"), counter)).isEmpty();
        assertThat(heads.send(request("first"), counter)).isEmpty();
    }

    @Test
    void anUnsignedRequestTeachesNothing() {
        heads.learn(
                request("first"),
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.HEAD)
                        .uri(server.endpoint().resolve("/data/first"))
                        .build());
        learn();

        assertThat(heads.send(request("first"), counter)).isEmpty();
    }

    @Test
    void whatFailedDirectlyIsCountedAsRepeated() {
        ListedVersion listed = listed();
        ObjectRequests requests = new ObjectRequests(
                client,
                new BucketLocation(client.store(), "data", "data"),
                IncludedObjectVersions.CURRENT,
                Set.of(ObjectRequests.Detail.HEAD),
                counter);
        assertThat(requests.of(listed)).isPresent();
        assertThat(requests.of(listed)).isPresent();
        assertThat(counter.requests()).isEqualTo(2);
        assertThat(counter.retries()).isZero();

        server.faults().failNext("HeadObject", 1, 503, "SlowDown");
        assertThat(requests.of(listed)).isPresent();
        assertThat(counter.requests()).isEqualTo(4);
        assertThat(counter.retries()).isEqualTo(1);
    }

    private ListedVersion listed() {
        List<ListedVersion> entries = new ArrayList<>();
        ListingRequest request = new ListingRequest(
                new BucketLocation(client.store(), "data", "data"),
                "",
                IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                1000);
        try (BucketListing listing = new BucketListing(client, request, new RequestCounter())) {
            entries.addAll(listing.nextPage());
        }
        return entries.get(0);
    }

    private void learn() {
        client.repeating()
                .headObject(request("first").toBuilder()
                        .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                                .putExecutionAttribute(DirectHeads.ATTRIBUTE, heads)
                                .build())
                        .build());
    }

    private static HeadObjectRequest request(String key) {
        return HeadObjectRequest.builder().bucket("data").key(key).build();
    }
}
