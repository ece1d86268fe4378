package io.stocktake.replication.diff;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import io.stocktake.s3.KeyRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A source and a destination bucket on an embedded server, and the differences that are read of them. */
final class TwoBuckets {
    /** When the first object of a source is written; each further one a second later. */
    static final Instant WRITTEN = Instant.parse("2024-05-06T22:37:48Z");

    /** When the first replica is written. */
    static final Instant REPLICATED = Instant.parse("2025-01-01T00:00:00Z");

    private final EmbeddedS3 server;
    private final EmbeddedBucket source;
    private final EmbeddedBucket destination;
    private long written;

    TwoBuckets(EmbeddedS3 server, String name) {
        this.server = server;
        this.source = server.createBucket(name + "-source");
        this.destination = server.createBucket(name + "-destination");
    }

    TwoBuckets versioned() {
        source.enableVersioning();
        destination.enableVersioning();
        return this;
    }

    EmbeddedBucket source() {
        return source;
    }

    EmbeddedBucket destination() {
        return destination;
    }

    static PutRequest object(String key, String content) {
        return PutRequest.of(key, content.getBytes(StandardCharsets.UTF_8));
    }

    StoredVersion putSource(String key, String content) {
        return source.put(object(key, content).lastModified(WRITTEN.plusSeconds(written++)));
    }

    StoredVersion putDestination(String key, String content) {
        return destination.put(object(key, content).lastModified(REPLICATED.plusSeconds(written++)));
    }

    /** The same object in both. */
    void putBoth(String key, String content) {
        putSource(key, content);
        putDestination(key, content);
    }

    void deleteSource(String key) {
        source.delete(key, WRITTEN.plusSeconds(written++));
    }

    void deleteDestination(String key) {
        destination.delete(key, REPLICATED.plusSeconds(written++));
    }

    BucketLocation sourceLocation() {
        return location(server, source.name());
    }

    BucketLocation destinationLocation() {
        return location(server, destination.name());
    }

    static BucketLocation location(EmbeddedS3 server, String bucket) {
        Store store = Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
        return new BucketLocation(store, bucket, bucket);
    }

    DiffRequest request(String rules, ComparedVersions versions) {
        return DiffRequest.of(Rules.terms(sourceLocation(), destinationLocation(), rules, versions));
    }

    DiffRequest request() {
        return request(Rules.ALL, ComparedVersions.HISTORY);
    }

    /** {@code CHANGED key/content by all seen content}, read over these ranges one after the other. */
    List<String> read(DiffRequest request, List<KeyRange> ranges) {
        List<String> texts = new ArrayList<>();
        for (KeyRange range : ranges) {
            try (DiffReader reader = DiffReader.open(request, range)) {
                texts.addAll(read(reader));
            }
        }
        return texts;
    }

    List<String> read(DiffRequest request) {
        return read(request, List.of(KeyRange.all()));
    }

    static List<String> read(DiffReader reader) {
        List<String> texts = new ArrayList<>();
        while (reader.next()) {
            texts.add(text(reader.get()));
        }
        return texts;
    }

    static DiffCounts counts(DiffRequest request) {
        try (DiffReader reader = DiffReader.open(request, KeyRange.all())) {
            while (reader.next()) {
                // Only the counts are of interest.
                reader.get();
            }
            return reader.counts();
        }
    }

    /** {@code CHANGED key versionId by all seen versionId: reason}. */
    static String text(Difference difference) {
        return difference.outcome() + " " + difference.key() + " "
                + difference.version().versionId() + " by "
                + difference.rule().orElse("nobody") + " seen "
                + difference.seen().map(entry -> entry.versionId().toString()).orElse("nothing")
                + (difference.reason().isEmpty() ? "" : ": " + difference.reason());
    }
}
