package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Replica.Locks;
import io.stocktake.replication.copy.ReplicaPlanner.Tags;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.UnsignedPayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Copies an object between two stores in one PUT: the source's GET, which also tells all about it, is the body. A small
 * object is read first and then written. Thread-safe.
 */
final class PlainWriter {
    /** What is kept in memory for each key in flight, at the most. */
    private static final long SMALL = 1 << 20;

    private static final String UNTOLD_TYPE = "binary/octet-stream";
    private static final int READS = 3;

    private final Ends ends;
    private final SourceReader reader;
    private final ReplicaPlanner planner;
    private final VersionMaker maker;

    PlainWriter(Ends ends, SourceReader reader, ReplicaPlanner planner, VersionMaker maker) {
        this.ends = ends;
        this.reader = reader;
        this.planner = planner;
        this.maker = maker;
    }

    /** A replica on top of {@code before}. */
    Written write(Difference difference, Top before) {
        return difference.version().size() <= SMALL ? writeSmall(difference, before) : writeLarge(difference, before);
    }

    private Written writeSmall(Difference difference, Top before) {
        ListedVersion version = difference.version();
        SmallObject read = readSmall(version);
        Replica replica = planner.plan(difference, read.object(), Tags.READ);
        Optional<String> eTag =
                replica.encryption().algorithm().isPresent() ? Optional.empty() : Optional.of(read.md5());
        Made made = maker.make(
                Request.PUT_OBJECT,
                version,
                before,
                () -> new Expected.Content(read.length(), eTag),
                condition -> send(put(replica, Locks.SENT, Optional.of(read.md5()), condition), read.body()));
        return new Written(replica, made);
    }

    private record SmallObject(SourceObject object, RequestBody body, long length, String md5) {}

    private SmallObject readSmall(ListedVersion version) {
        for (int attempt = 1; ; attempt++) {
            try (SourceStream stream = reader.open(version, ByteSpan.WHOLE)) {
                try {
                    stream.expect(stream.object().md5());
                    byte[] content = stream.readNBytes((int) stream.length() + 1);
                    return new SmallObject(
                            stream.object(),
                            RequestBody.fromContentProvider(
                                    () -> new ByteArrayInputStream(content), content.length, UNTOLD_TYPE),
                            content.length,
                            stream.md5());
                } catch (IOException failure) {
                    stream.failure().ifPresent(reason -> {
                        throw reason;
                    });
                    if (attempt == READS) {
                        throw new TaskFailure(
                                "",
                                0,
                                "Cannot read " + ends.describe(End.SOURCE, version) + ": " + failure.getMessage(),
                                failure);
                    }
                }
            } catch (IOException closing) {
                throw new UncheckedIOException(closing);
            }
        }
    }

    private Written writeLarge(Difference difference, Top before) {
        ListedVersion version = difference.version();
        try (SourceContent content = SourceContent.open(reader, ends, version, ByteSpan.WHOLE)) {
            SourceObject source = content.object();
            Replica replica = planner.plan(difference, source, Tags.READ);
            content.expect(source.md5());
            // Without a known MD5 there is nothing that lock headers could be sent with.
            Locks locks = source.md5().isPresent() ? Locks.SENT : Locks.LEFT_OUT;
            Made made = maker.make(
                    Request.PUT_OBJECT,
                    version,
                    before,
                    () -> new Expected.Content(content.length(), replica.plainETag()),
                    condition -> {
                        try {
                            return send(
                                    put(replica, locks, source.md5(), condition),
                                    RequestBody.fromContentProvider(content, content.length(), UNTOLD_TYPE));
                        } catch (RuntimeException failure) {
                            content.throwIfUnreadable();
                            throw failure;
                        }
                    });
            return new Written(replica, made);
        }
    }

    private PutObjectRequest put(Replica replica, Locks locks, Optional<String> md5, Map<String, String> condition) {
        AwsRequestOverrideConfiguration.Builder override = UnsignedPayload.mark(ends.withBody().toBuilder());
        replica.headers(locks).forEach(override::putHeader);
        condition.forEach(override::putHeader);
        return PutObjectRequest.builder()
                .overrideConfiguration(override.build())
                .bucket(ends.destinationBucket().name())
                .key(replica.source().listed().key().toString())
                .contentMD5(md5.map(HexFormat.of()::parseHex)
                        .map(Base64.getEncoder()::encodeToString)
                        .orElse(null))
                .build();
    }

    private Made send(PutObjectRequest request, RequestBody body) {
        PutObjectResponse answer = ends.destination().once().putObject(request, body);
        return Made.of(answer.versionId(), answer.eTag());
    }
}
