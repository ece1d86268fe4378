package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no profile of embedded-s3 does: stores that leave out, ignore or repeat what a listing needs. */
class HandWrittenPagesTest {
    private static final String TRUNCATED = "<IsTruncated>true</IsTruncated>";
    private static final String LAST = "<IsTruncated>false</IsTruncated>";

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private StoreClient client;
    private String listing = "ordered";

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
        client = StoreClient.open(store());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    /** The answers one after the other, the last again and again. */
    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(Math.min(queries.size(), answers.size() - 1));
        queries.add(exchange.getRequestURI().getQuery());
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void anErrorInThePlaceOfAPageIsAskedAgain() {
        answers.add("<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>");
        answers.add(objects(LAST, "a", "b"));

        assertThat(keys(current(""))).containsExactly("a", "b");
        assertThat(queries).hasSize(2);
    }

    @Test
    void withoutAContinuationTokenTheLastKeyIsWhereThePageEnded() {
        answers.add(objects(TRUNCATED, "a", "b"));
        answers.add(objects(LAST, "c"));

        assertThat(keys(current(""))).containsExactly("a", "b", "c");
        assertThat(queries.get(1)).contains("start-after=b").doesNotContain("continuation-token");
    }

    @Test
    void withoutANextKeyMarkerTheLastVersionIsWhereThePageEnded() {
        answers.add(versions(TRUNCATED, "a v2", "a v1"));
        answers.add(versions(LAST, "a v1", "a v0", "b v9"));

        assertThat(keys(all())).containsExactly("a v2", "a v1", "a v0", "b v9");
        assertThat(queries.get(1)).contains("key-marker=a").contains("version-id-marker=v1");
    }

    @Test
    void anEmptyPageThatIsTruncatedAndSaysNoMoreIsAnError() {
        answers.add(objects(TRUNCATED));

        assertThatThrownBy(() -> keys(current("")))
                .hasMessage(
                        "Cannot list bucket \"data\" of store \"hand-written\": the page was truncated but the store"
                                + " does not say where the next one starts");
    }

    @Test
    void emptyPagesWithoutEndAreAnError() {
        for (int i = 0; i <= 1001; i++) {
            answers.add(objects(TRUNCATED + "<NextContinuationToken>" + i + "</NextContinuationToken>"));
        }

        assertThatThrownBy(() -> keys(current("")))
                .hasMessage(
                        "Cannot list bucket \"data\" of store \"hand-written\": the store sent 1001 empty pages and no"
                                + " end of the listing");
        assertThat(queries).hasSize(1001);
    }

    @Test
    void aPageThatComesAgainIsAnError() {
        answers.add(objects(TRUNCATED + "<NextContinuationToken>t</NextContinuationToken>", "a", "b"));

        assertThatThrownBy(() -> keys(current("")))
                .hasMessageStartingWith(
                        "Cannot list bucket \"data\" of store \"hand-written\": key \"a\" came after key"
                                + " \"b\", which is not the order of S3, and entries would be lost; say");
    }

    @Test
    void aVersionIdMarkerThatIsIgnoredIsAnError() {
        answers.add(versions(TRUNCATED, "a v0", "k v5", "k v4", "k v3"));
        answers.add(versions(LAST, "k v5", "k v4", "k v3", "k v2"));

        assertThatThrownBy(() -> keys(all()))
                .hasMessage(
                        "Cannot list bucket \"data\" of store \"hand-written\" after key \"k\": the store told version"
                                + " \"v5\" of key \"k\" a second time");
    }

    @Test
    void aPrefixThatIsIgnoredIsAnError() {
        answers.add(objects(LAST, "a", "b/1", "c"));

        assertThatThrownBy(() -> keys(current("b/")))
                .hasMessage("Cannot list bucket \"data\" of store \"hand-written\": the store answered with key \"a\","
                        + " which does not begin with the prefix \"b/\"");
    }

    @Test
    void keysOfAStoreThatDoesNotEncodeThemAreTakenAsTheyStand() {
        answers.add(objects(LAST, "100%25 &amp; a+b", "é"));

        assertThat(keys(current(""))).containsExactly("100%25 & a+b", "é");
        assertThat(queries.get(0)).contains("encoding-type=url");
    }

    @Test
    void aListingInNoOrderGoesOnByItsTokensAndByNothingElse() {
        listing = "unordered";
        answers.add(objects(TRUNCATED + "<NextContinuationToken>t1</NextContinuationToken>", "c", "a"));
        answers.add(objects(TRUNCATED + "<NextContinuationToken>t2</NextContinuationToken>"));
        answers.add(objects(LAST, "b"));

        assertThat(keys(current(""))).containsExactly("c", "a", "b");
        assertThat(queries).allMatch(query -> !query.contains("start-after"));

        queries.clear();
        answers.remove(2);
        assertThatThrownBy(() -> keys(current("")))
                .hasMessage(
                        "Cannot list bucket \"data\" of store \"hand-written\": the page was truncated but the store"
                                + " does not say where the next one starts");
        queries.clear();
        answers.set(1, objects(TRUNCATED, "d"));
        assertThatThrownBy(() -> keys(current("")))
                .hasMessage(
                        "Cannot list bucket \"data\" of store \"hand-written\" after key \"a\": the page was truncated"
                                + " but the store does not say where the next one starts");
    }

    private List<String> keys(ListingRequest request) {
        List<String> keys = new ArrayList<>();
        try (BucketListing pages = new BucketListing(client, request, new RequestCounter())) {
            for (List<ListedVersion> page = pages.nextPage(); !page.isEmpty(); page = pages.nextPage()) {
                page.forEach(entry -> keys.add((entry.key() + " " + entry.versionId()).strip()));
            }
        }
        return keys;
    }

    private ListingRequest current(String prefix) {
        return new ListingRequest(
                new BucketLocation(store(), "data", "data"),
                prefix,
                IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                1000);
    }

    private ListingRequest all() {
        return new ListingRequest(
                new BucketLocation(store(), "data", "data"),
                "",
                IncludedObjectVersions.ALL,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                1000);
    }

    private Store store() {
        return Store.fromOptions(Map.of(
                "name",
                "hand-written",
                "endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "listing",
                listing));
    }

    private static String objects(String head, String... keys) {
        StringBuilder page = new StringBuilder("<ListBucketResult>").append(head);
        for (String key : keys) {
            page.append("<Contents><Key>")
                    .append(key)
                    .append("</Key><LastModified>2024-05-06T22:37:48Z</LastModified><Size>1</Size></Contents>");
        }
        return page.append("</ListBucketResult>").toString();
    }

    private static String versions(String head, String... keysAndIds) {
        StringBuilder page = new StringBuilder("<ListVersionsResult>").append(head);
        for (String entry : keysAndIds) {
            page.append("<Version><Key>")
                    .append(entry.substring(0, entry.indexOf(' ')))
                    .append("</Key><VersionId>")
                    .append(entry.substring(entry.indexOf(' ') + 1))
                    .append("</VersionId><IsLatest>false</IsLatest><LastModified>2024-05-06T22:37:48Z</LastModified>")
                    .append("<Size>1</Size></Version>");
        }
        return page.append("</ListVersionsResult>").toString();
    }
}
