package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class FaultsTest {
    private final EmbeddedS3 server = EmbeddedS3.start();
    private final S3Client s3 = Clients.of(server);
    private EmbeddedBucket bucket;

    @BeforeEach
    void fill() {
        bucket = server.createBucket("data");
        for (String key : List.of("a", "b", "c")) {
            bucket.put(key, key.getBytes(UTF_8));
        }
    }

    @AfterEach
    void close() {
        s3.close();
        server.close();
    }

    private List<String> keys() {
        return s3.listObjectsV2(list -> list.bucket("data")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void aRateAndASeedChooseTheSameRequestsEveryTime() {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Faults.Fault fault = server.faults().slowDown(0.3, 7);
            List<Integer> slowed = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                try {
                    keys();
                } catch (S3Exception e) {
                    assertThat(e.statusCode()).isEqualTo(503);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
                    slowed.add(i);
                }
            }
            fault.close();
            runs.add(slowed);
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1)).hasSizeBetween(5, 20);
        assertThat(keys()).containsExactly("a", "b", "c");
    }

    @Test
    void whatComesBeyondTheRequestsOfASecondIsAskedToSlowDown() {
        Faults.Fault fault = server.faults().slowDownAbove(0.001);
        assertThat(keys()).containsExactly("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            S3Contract.refused(503, "SlowDown", this::keys);
        }
        fault.close();
        assertThat(keys()).containsExactly("a", "b", "c");

        assertThatThrownBy(() -> server.faults().slowDownAbove(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot take 0.0 requests a second: it has to be above 0");
    }

    @Test
    void aConnectionCutBeforeTheRequestLeavesNothingBehind() {
        Faults.Fault fault = server.faults().cutBefore(1, 1);
        assertThatThrownBy(() -> s3.putObject(put -> put.bucket("data").key("new"), RequestBody.fromString("1")))
                .isInstanceOf(SdkClientException.class);
        fault.close();

        assertThat(bucket.content("new")).isEmpty();
    }

    @Test
    void aConnectionCutAfterTheRequestLeavesItsEffect() {
        Faults.Fault fault =
                server.faults().cutAfter(request -> request.operation().equals("PutObject"));
        assertThatThrownBy(() -> s3.putObject(put -> put.bucket("data").key("new"), RequestBody.fromString("1")))
                .isInstanceOf(SdkClientException.class);
        fault.close();

        assertThat(bucket.content("new")).hasValue("1".getBytes(UTF_8));
        assertThat(server.requests().all("PutObject"))
                .singleElement()
                .extracting(LoggedRequest::status)
                .isEqualTo(0);
    }

    @Test
    void anErrorMayComeInTheBodyOfA200() {
        Faults.Fault fault = server.faults().errorInBody(1, 1);
        assertThatThrownBy(() -> s3.copyObject(copy -> copy.sourceBucket("data")
                        .sourceKey("a")
                        .destinationBucket("data")
                        .destinationKey("copy")))
                .hasMessageContaining("We encountered an internal error. Please try again.");
        fault.close();

        assertThat(bucket.content("copy")).isEmpty();
        assertThat(server.requests().all("CopyObject"))
                .extracting(LoggedRequest::status)
                .containsExactly(200);
    }

    private void copy(String to) {
        s3.copyObject(copy -> copy.sourceBucket("data")
                .sourceKey("a")
                .destinationBucket("data")
                .destinationKey(to));
    }

    @Test
    void anErrorMayComeInTheBodyOfA200AlthoughTheRequestTookEffect() {
        Faults.Fault fault =
                server.faults().errorInBodyAfter(request -> request.key().equals("copy"));
        assertThatThrownBy(() -> copy("copy"))
                .hasMessageContaining("We encountered an internal error. Please try again.");
        fault.close();

        assertThat(bucket.content("copy")).hasValue("a".getBytes(UTF_8));
    }

    @Test
    void anErrorInTheBodyOfACompletionMayLeaveTheObjectOrTheUpload() {
        String id = s3.createMultipartUpload(create -> create.bucket("data").key("large"))
                .uploadId();
        String eTag = s3.uploadPart(
                        upload ->
                                upload.bucket("data").key("large").uploadId(id).partNumber(1),
                        RequestBody.fromString("all"))
                .eTag();
        ThrowingCallable complete = () -> s3.completeMultipartUpload(request -> request.bucket("data")
                .key("large")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(eTag).build())));

        try (Faults.Fault before = server.faults().errorInBody(1, 1)) {
            assertThatThrownBy(complete).hasMessageContaining("internal error");
        }
        assertThat(bucket.content("large")).isEmpty();
        assertThat(bucket.openUploads()).isOne();
        try (Faults.Fault after = server.faults().errorInBodyAfter(1, 1)) {
            assertThatThrownBy(complete).hasMessageContaining("internal error");
        }
        assertThat(bucket.content("large")).hasValue("all".getBytes(UTF_8));
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void severalRatesComeFromOneSeed() {
        FaultRates rates = FaultRates.none()
                .slowDown(0.2)
                .internalError(0.1)
                .cutBefore(0.1)
                .cutAfter(0.1)
                .errorInBody(0.1)
                .errorInBodyAfter(0.1);
        List<List<String>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            List<String> outcomes = new ArrayList<>();
            try (Faults.Fault fault = server.faults().atRates(rates, 11)) {
                for (int i = 0; i < 60; i++) {
                    String key = "copy-" + run + "-" + i;
                    String answer = "ok";
                    try {
                        copy(key);
                    } catch (S3Exception e) {
                        answer = e.statusCode() + " " + e.awsErrorDetails().errorCode();
                    } catch (SdkClientException e) {
                        answer = "cut";
                    }
                    outcomes.add(answer + (bucket.content(key).isPresent() ? ", done" : ""));
                }
            }
            runs.add(outcomes);
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1));
        assertThat(Set.copyOf(runs.get(0)))
                .containsExactlyInAnyOrder(
                        "ok, done",
                        "503 SlowDown",
                        "500 InternalError",
                        "cut",
                        "cut, done",
                        "200 InternalError",
                        "200 InternalError, done");
        assertThat(keys()).contains("a", "b", "c");
    }

    @Test
    void aHookActsOnceBeforeTheNthRequestThatMatches() {
        server.faults().beforeNth(2, request -> request.operation().equals("CopyObject"), () -> bucket.delete("a"));

        copy("first");
        S3Contract.refused(404, "NoSuchKey", () -> copy("second"));
        bucket.put("a", "again".getBytes(UTF_8));
        copy("third");

        assertThat(bucket.content("third")).hasValue("again".getBytes(UTF_8));
    }

    @Test
    void aHookActsOnceAfterTheNthRequestThatTookEffect() {
        server.faults()
                .afterNth(
                        2,
                        request -> request.operation().equals("CopyObject") && request.status() == 200,
                        () -> bucket.put("second", "foreign".getBytes(UTF_8)));
        server.faults().failNext("CopyObject", 1, 503, "SlowDown");

        S3Contract.refused(503, "SlowDown", () -> copy("refused"));
        copy("first");
        copy("second");
        copy("third");

        assertThat(bucket.content("second")).hasValue("foreign".getBytes(UTF_8));
        assertThat(bucket.content("third")).hasValue("a".getBytes(UTF_8));
    }

    @Test
    void aHookActsAfterARequestWhoseAnswerIsLost() {
        List<String> seen = new ArrayList<>();
        server.faults().afterRequest(request -> request.operation().equals("CopyObject"), () -> seen.add("done"));
        server.faults().cutAfter(request -> request.operation().equals("CopyObject"));

        assertThatThrownBy(() -> copy("copy")).isInstanceOf(SdkClientException.class);

        assertThat(seen).containsExactly("done");
        assertThatThrownBy(() -> server.faults().afterNth(0, request -> true, () -> {}))
                .hasMessage("Cannot act on request number 0: the first one has the number 1");
    }

    @Test
    void anErrorInTheBodyOfACopiedPartLeavesNoPart() {
        String id = s3.createMultipartUpload(create -> create.bucket("data").key("copy"))
                .uploadId();
        Faults.Fault fault = server.faults().errorInBody(1, 1);
        assertThatThrownBy(() -> s3.uploadPartCopy(copy -> copy.sourceBucket("data")
                        .sourceKey("a")
                        .destinationBucket("data")
                        .destinationKey("copy")
                        .uploadId(id)
                        .partNumber(1)))
                .hasMessageContaining("We encountered an internal error. Please try again.");
        fault.close();

        assertThat(s3.listParts(list -> list.bucket("data").key("copy").uploadId(id))
                        .parts())
                .isEmpty();
    }

    @Test
    void aPageMayEndInTheMiddle() {
        Faults.Fault cut = server.faults().truncatedPages(1, 1);
        assertThatThrownBy(this::keys).isInstanceOf(SdkClientException.class);
        cut.close();
        Faults.Fault malformed = server.faults().malformedPages(1, 1);
        assertThatThrownBy(this::keys).isInstanceOf(SdkClientException.class);
        malformed.close();

        assertThat(keys()).containsExactly("a", "b", "c");
    }

    @Test
    void aBodyMayEndInTheMiddle() throws Exception {
        bucket.put("long", "0123456789".getBytes(UTF_8));
        Faults.Fault cut =
                server.faults().truncatedBodies(request -> request.key().equals("long"));
        try (var body = s3.getObject(get -> get.bucket("data").key("long"))) {
            assertThat(body.readNBytes(5)).isEqualTo("01234".getBytes(UTF_8));
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
            body.abort();
        }
        assertThat(s3.getObjectAsBytes(get -> get.bucket("data").key("a")).asUtf8String())
                .isEqualTo("a");
        cut.close();

        assertThat(s3.getObjectAsBytes(get -> get.bucket("data").key("long")).asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    void aPageMayBeOutOfOrder() {
        Faults.Fault fault = server.faults().pageOutOfOrder("data");
        assertThat(keys()).containsExactly("b", "a", "c");
        fault.close();
        assertThat(keys()).containsExactly("a", "b", "c");
    }

    @Test
    void startAfterMayBeIgnored() {
        Faults.Fault fault = server.faults().startAfterIgnored("data");
        assertThat(s3.listObjectsV2(list -> list.bucket("data").startAfter("b")).contents())
                .extracting(S3Object::key)
                .containsExactly("a", "b", "c");
        assertThat(s3.listObjectsV2Paginator(list -> list.bucket("data").maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("a", "b", "c");
        fault.close();
    }

    @Test
    void aBucketMayBeListedInNoOrder() {
        EmbeddedBucket many = server.createBucket("many").enableVersioning();
        for (int i = 0; i < 40; i++) {
            many.put("d%d/%02d".formatted(i % 2, i), new byte[1]);
            many.put("d%d/%02d".formatted(i % 2, i), new byte[2]);
        }
        many.delete("d1/11");
        try (Faults.Fault fault = server.faults().unordered("many")) {
            List<String> listed = s3
                    .listObjectsV2Paginator(list -> list.bucket("many").maxKeys(7))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
            assertThat(listed)
                    .containsExactlyInAnyOrderElementsOf(
                            many.objects().stream().map(StoredVersion::key).toList());
            assertThat(listed).isNotEqualTo(listed.stream().sorted().toList());
            assertThat(s3.listObjectsV2Paginator(
                                    list -> list.bucket("many").prefix("d0/").maxKeys(7))
                            .contents())
                    .hasSize(20)
                    .allMatch(object -> object.key().startsWith("d0/"));
            assertThat(s3
                            .listObjectVersionsPaginator(
                                    list -> list.bucket("many").maxKeys(7))
                            .versions()
                            .stream()
                            .map(version -> version.key() + " " + version.versionId()))
                    .containsExactlyInAnyOrderElementsOf(many.versions().stream()
                            .filter(version -> !version.isDeleteMarker())
                            .map(version -> version.key() + " " + version.versionId())
                            .toList());
        }
        assertThat(s3.listObjectsV2(list -> list.bucket("many")).contents())
                .extracting(S3Object::key)
                .isSorted();
    }

    @Test
    void aDirectoryBucketIsListedInNoOrderFromNoKeyAndByWholeDirectories() {
        String name = "many--use1-az4--x-s3";
        EmbeddedBucket many = server.createBucket(name);
        for (int i = 0; i < 40; i++) {
            many.put("d%d/%02d".formatted(i % 2, i), new byte[1]);
        }

        List<String> listed = s3
                .listObjectsV2Paginator(list -> list.bucket(name).maxKeys(7))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        many.objects().stream().map(StoredVersion::key).toList());
        assertThat(listed).isNotEqualTo(listed.stream().sorted().toList());
        assertThat(s3.listObjectsV2(list -> list.bucket(name).prefix("d1/")).contents())
                .hasSize(20);
        S3Contract.refused(
                501,
                "NotImplemented",
                () -> s3.listObjectsV2(list -> list.bucket(name).startAfter("d1/")));
        S3Contract.refused(
                501,
                "NotImplemented",
                () -> s3.listObjectsV2(list -> list.bucket(name).prefix("d1")));
        S3Contract.refused(501, "NotImplemented", () -> s3.listObjectVersions(list -> list.bucket(name)));
    }

    @Test
    void anOperationMayBeDenied() {
        Faults.Fault fault = server.faults().denied("GetObjectAcl");
        S3Contract.refused(
                403,
                "AccessDenied",
                () -> s3.getObjectAcl(get -> get.bucket("data").key("a")));
        assertThat(keys()).hasSize(3);
        fault.close();
    }

    @Test
    void theNextRequestsOfAnOperationMayFail() {
        server.faults().failNext("HeadObject", 2, 500, "InternalError");

        S3Contract.refused(500, () -> s3.headObject(head -> head.bucket("data").key("a")));
        S3Contract.refused(500, () -> s3.headObject(head -> head.bucket("data").key("a")));
        assertThat(s3.headObject(head -> head.bucket("data").key("a")).contentLength())
                .isEqualTo(1);
    }

    @Test
    void anObjectMayVanishBetweenTheListingAndItsHead() {
        server.faults().beforeRequest(request -> request.operation().equals("HeadObject"), () -> bucket.delete("b"));

        assertThat(keys()).containsExactly("a", "b", "c");
        S3Contract.refused(404, () -> s3.headObject(head -> head.bucket("data").key("b")));
    }

    @Test
    void aRateIsAShare() {
        assertThatThrownBy(() -> server.faults().slowDown(1.1, 1))
                .hasMessage("Cannot fail at a rate of 1.1: it has to be between 0 and 1");
    }
}
