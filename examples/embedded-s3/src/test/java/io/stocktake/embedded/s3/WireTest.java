package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an SDK hides: the bytes of documents, headers, requests without or with broken signatures. */
class WireTest {
    private final EmbeddedS3 server = EmbeddedS3.builder().allowAnonymous().start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    @Test
    void versionsAndDeleteMarkersAreInterleaved() throws Exception {
        EmbeddedBucket bucket = server.createBucket("data").enableVersioning();
        Instant date = Instant.parse("2026-11-21T10:20:30.456Z");
        String one = bucket.put(PutRequest.of("a", "hello".getBytes(UTF_8)).lastModified(date))
                .versionId();
        bucket.delete("a");
        String three = bucket.put(PutRequest.of("a", new byte[0])
                        .storageClass("GLACIER")
                        .withoutChecksum()
                        .lastModified(date))
                .versionId();
        StoredVersion marker = bucket.versions().get(1);
        String owner = "<Owner><ID>" + server.account().canonicalId() + "</ID><DisplayName>test</DisplayName></Owner>";

        assertThat(get("/data?versions").body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>data</Name>"
                        + "<Prefix></Prefix><KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker>"
                        + "<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
                        + "<Version><Key>a</Key><VersionId>" + three + "</VersionId><IsLatest>true</IsLatest>"
                        + "<LastModified>2026-11-21T10:20:30.456Z</LastModified>"
                        + "<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>0</Size>" + owner
                        + "<StorageClass>GLACIER</StorageClass></Version>"
                        + "<DeleteMarker><Key>a</Key><VersionId>" + marker.versionId() + "</VersionId>"
                        + "<IsLatest>false</IsLatest><LastModified>"
                        + listed(marker.lastModified()) + "</LastModified>" + owner + "</DeleteMarker>"
                        + "<Version><Key>a</Key><VersionId>" + one + "</VersionId><IsLatest>false</IsLatest>"
                        + "<LastModified>2026-11-21T10:20:30.456Z</LastModified>"
                        + "<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>"
                        + "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
                        + "<Size>5</Size>" + owner + "<StorageClass>STANDARD</StorageClass></Version>"
                        + "</ListVersionsResult>");
    }

    private static String listed(Instant instant) {
        return new String(new XmlBuffer(32).instant(instant).toBytes(), UTF_8);
    }

    @Test
    void keysAreEncodedOnRequestAndEscapedOtherwise() throws Exception {
        EmbeddedBucket bucket = server.createBucket("data");
        bucket.put("a b/ü+\u0001&\r\n\uFFFF", new byte[0]);

        assertThat(get("/data?list-type=2&encoding-type=url").body())
                .contains("<Key>a+b/%C3%BC%2B%01%26%0D%0A%EF%BF%BF</Key>");
        assertThat(get("/data?list-type=2").body()).contains("<Key>a b/ü+&#x1;&amp;&#13;\n&#xffff;</Key>");
    }

    @Test
    void everyAnswerHasAnIdADateAndAServer() throws Exception {
        HttpResponse<String> response = get("/none?list-type=2");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amz-request-id")).isPresent();
        assertThat(response.headers().firstValue("date")).isPresent();
        assertThat(response.headers().firstValue("server")).hasValue("AmazonS3");
        assertThat(response.body())
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>"
                                + "<BucketName>none</BucketName><Resource>/none</Resource><HostId>embedded-s3</HostId></Error>");
    }

    @Test
    void listingsRefuseWhatS3Refuses() throws Exception {
        server.createBucket("data");

        assertThat(get("/data?max-keys=-1").body())
                .contains("<Message>Argument max-keys must be an integer between 0 and 2147483647</Message>");
        assertThat(get("/data?max-keys=x").body())
                .contains("<Message>Provided max-keys not an integer or within integer range</Message>");
        assertThat(get("/data?encoding-type=hex").body())
                .contains("<Message>Invalid Encoding Method specified in Request</Message>");
        assertThat(get("/data?list-type=2&continuation-token=x").body())
                .contains("<Message>The continuation token provided is incorrect</Message>");
        assertThat(get("/data?versions&key-marker=a&version-id-marker=x").body())
                .contains("<Message>Invalid version id specified</Message>");
        assertThat(get("/data?prefix=%ff").body()).contains("<Code>InvalidURI</Code>");
        assertThat(get("/data?website").statusCode()).isEqualTo(501);
    }

    @Test
    void aBrokenSignatureIsRefusedEvenWhereNoneIsNeeded() throws Exception {
        String scope = "test/20261121/us-east-1/s3/aws4_request";
        assertThat(get("/", "Authorization", "AWS test:x").body())
                .contains("<Code>AuthorizationHeaderMalformed</Code>");
        assertThat(get(
                                "/",
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=no" + scope + ",SignedHeaders=host,Signature="
                                        + "0".repeat(64))
                        .body())
                .contains("<Code>InvalidAccessKeyId</Code>");
        assertThat(get(
                                "/",
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=" + scope + ",SignedHeaders=host,Signature="
                                        + "0".repeat(64),
                                "x-amz-date",
                                "20201121T000000Z")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void withoutASignatureAServerThatWasNotToldOtherwiseDenies() throws Exception {
        try (EmbeddedS3 strict = EmbeddedS3.start()) {
            strict.createBucket("data");
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(strict.endpoint() + "/data"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(UTF_8));

            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("<Code>AccessDenied</Code>");
        }
    }

    @Test
    void aDocumentTypeIsRefused() throws Exception {
        server.createBucket("data");
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/data?versioning"))
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "<!DOCTYPE x [<!ENTITY e \"Enabled\">]><VersioningConfiguration><Status>&e;</Status>"
                                        + "</VersioningConfiguration>"))
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>MalformedXML</Code>");
    }

    @Test
    void theLogKeepsTheLatestRequestsAndCountsAll() throws Exception {
        server.createBucket("data").put("a", new byte[0]);
        server.requests().keepLatest(1);
        get("/data/a", "x-amz-expected-bucket-owner", "111122223333");
        get("/data?list-type=2&prefix=x%20y");

        assertThat(server.requests().counts()).isEqualTo(Map.of("GetObject", 1L, "ListObjectsV2", 1L));
        assertThat(server.requests().all())
                .containsExactly(new LoggedRequest(
                        "ListObjectsV2", "data", "", Map.of("list-type", "2", "prefix", "x y"), Map.of(), 200));
    }
}
