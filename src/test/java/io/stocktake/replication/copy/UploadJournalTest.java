package io.stocktake.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadJournalTest {
    private static final String PREFIX = "runs/1/uploads/";

    private Servers servers;
    private EmbeddedBucket operations;

    @BeforeEach
    void start() {
        servers = new Servers();
        operations = servers.far.createBucket("operations", Servers.OTHER).enableVersioning();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void anUploadIsWrittenDownBeforeItBeginsAndStruckOutWhenItIsDone() {
        servers.source.put(PutRequest.of("parts", new byte[6 << 20]).partSizes(5 << 20, 1 << 20));
        try (CopyWorld world = servers.world(Distance.TWO_STORES);
                DestinationBucket bucket = journalBucket(world)) {
            List<String> entries = new ArrayList<>();
            servers.far
                    .faults()
                    .beforeRequest(
                            request -> request.operation().equals("CreateMultipartUpload")
                                    || request.operation().equals("CompleteMultipartUpload"),
                            () -> operations.objects().stream().map(this::text).forEach(entries::add));

            copyAll(world, UploadJournal.in(bucket, PREFIX));

            assertThat(entries).hasSize(2);
            assertThat(entries.get(0)).isEqualTo("{\"bucket\":\"destination\",\"key\":\"parts\"}");
            assertThat(entries.get(1)).startsWith("{\"bucket\":\"destination\",\"key\":\"parts\",\"uploadId\":\"");
            assertThat(operations.versions()).isEmpty();
        }
    }

    @Test
    void whatARunThatDiedLeftOpenIsAbortedByTheNextAndNothingElse() {
        try (CopyWorld world = servers.world(Distance.TWO_STORES);
                DestinationBucket bucket = journalBucket(world)) {
            String begun = begin(world, "begun");
            bucket.put(
                    PREFIX + "1.json",
                    "{\"bucket\":\"destination\",\"key\":\"begun\",\"uploadId\":\"" + begun + "\"}",
                    "application/json");
            bucket.put(PREFIX + "2.json", "{\"bucket\":\"destination\",\"key\":\"intended\"}", "application/json");
            begin(world, "intended");
            begin(world, "intended, and longer");
            begin(world, "of somebody else");

            long aborted = UploadJournal.in(bucket, PREFIX).abortLeftOvers(world.destination());

            assertThat(aborted).isEqualTo(2);
            assertThat(world.destinationClient()
                            .repeating()
                            .listMultipartUploads(request -> request.bucket("destination"))
                            .uploads())
                    .extracting(upload -> upload.key())
                    .containsExactly("intended, and longer", "of somebody else");
            assertThat(operations.versions()).isEmpty();
            assertThat(UploadJournal.in(bucket, PREFIX).abortLeftOvers(world.destination()))
                    .isZero();
        }
    }

    @Test
    void anUploadThatFailsIsAbortedAndStruckOut() {
        servers.source.put(PutRequest.of("parts", new byte[6 << 20]).partSizes(5 << 20, 1 << 20));
        try (CopyWorld world = servers.world(Distance.TWO_STORES);
                DestinationBucket bucket = journalBucket(world)) {
            servers.far.faults().denied("UploadPart");

            List<CopyResult> results = copyAll(world, UploadJournal.in(bucket, PREFIX));

            assertThat(results.get(0).task().errorCode()).contains("DstMultipartUploadNotPermitted");
            assertThat(servers.far.bucket("destination").openUploads()).isZero();
            assertThat(operations.versions()).isEmpty();
        }
    }

    private static List<CopyResult> copyAll(CopyWorld world, UploadJournal journal) {
        try (Copier copier = Copier.open(world.copyTerms(), journal)) {
            List<CopyResult> results = new ArrayList<>();
            Iterator<CopyResult> copied = copier.copy(world.differences().iterator());
            copied.forEachRemaining(results::add);
            return results;
        }
    }

    private static DestinationBucket journalBucket(CopyWorld world) {
        return DestinationBucket.open(new WriteTerms(
                CopyWorld.bucket(world.destination().store(), "operations"),
                Optional.empty(),
                RequestedEncryption.none(),
                Optional.empty(),
                Map.of()));
    }

    private static String begin(CopyWorld world, String key) {
        return world.destinationClient()
                .repeating()
                .createMultipartUpload(request -> request.bucket("destination").key(key))
                .uploadId();
    }

    private String text(StoredVersion version) {
        return new String(operations.content(version.key()).orElseThrow(), StandardCharsets.UTF_8);
    }
}
