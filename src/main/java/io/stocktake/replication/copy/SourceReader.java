package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Reads the source's versions, each only as long as it is the one that was listed. Thread-safe. */
final class SourceReader {
    /**
     * Objects without {@code x-amz-tagging-count} that are asked for their tags nevertheless: a store, or an identity
     * without the permission, for which the header's absence means nothing shows itself there.
     */
    private static final int ASKED_FOR_TAGS = 8;

    private final Ends ends;
    private final AtomicInteger askedForTags = new AtomicInteger();
    private final AtomicBoolean mustAskForTags = new AtomicBoolean();

    SourceReader(Ends ends) {
        this.ends = ends;
    }

    /** Opens the content; the stream resumes after a cut, and counts what passes. */
    SourceStream open(ListedVersion version, ByteSpan span) {
        return ends.ask(Request.READ_OBJECT, version, () -> {
            return new SourceStream(this, ends, version, span, get(version, span));
        });
    }

    /** One GET of part of a version; not guarded against cuts. */
    ResponseInputStream<GetObjectResponse> get(ListedVersion version, ByteSpan span) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .overrideConfiguration(ends.counted())
                .bucket(ends.sourceBucket().name())
                .key(version.key().toString())
                .versionId(ends.sourceVersionId(version))
                .ifMatch("\"" + version.eTag() + "\"");
        span.range().ifPresent(request::range);
        if (ends.isSourceAws() && span.range().isEmpty()) {
            request.checksumMode(ChecksumMode.ENABLED);
        }
        return ends.source().repeating().getObject(request.build());
    }

    /** The HEAD of a version. */
    SourceObject head(ListedVersion version) {
        return SourceObject.of(version, head(version, Optional.empty()));
    }

    /** The HEAD of a version's first part, which also tells how many there are, on stores that know. */
    SourceObject headOfFirstPart(ListedVersion version) {
        return SourceObject.of(version, head(version, Optional.of(1)));
    }

    /** The length of one part, in bytes. */
    long partLength(ListedVersion version, int part) {
        return head(version, Optional.of(part)).contentLength();
    }

    /** The tags of a version, in the store's order. */
    Map<String, String> tags(SourceObject object) {
        if (object.tagCount().isPresent()) {
            return object.tagCount().getAsInt() == 0 ? Map.of() : tagsAsked(object.listed());
        }
        if (!mustAskForTags.get() && askedForTags.getAndIncrement() >= ASKED_FOR_TAGS) {
            return Map.of();
        }
        try {
            Map<String, String> tags = tagsAsked(object.listed());
            if (!tags.isEmpty()) {
                mustAskForTags.set(true);
            }
            return tags;
        } catch (TaskFailure failure) {
            if (failure.status().equals(OptionalInt.of(FailureCodes.NOT_IMPLEMENTED))) {
                return Map.of();
            }
            mustAskForTags.set(true);
            throw failure;
        }
    }

    private HeadObjectResponse head(ListedVersion version, Optional<Integer> part) {
        HeadObjectRequest.Builder request = HeadObjectRequest.builder()
                .overrideConfiguration(ends.counted())
                .bucket(ends.sourceBucket().name())
                .key(version.key().toString())
                .versionId(ends.sourceVersionId(version))
                .ifMatch("\"" + version.eTag() + "\"");
        part.ifPresent(request::partNumber);
        if (ends.isSourceAws()) {
            request.checksumMode(ChecksumMode.ENABLED);
        }
        try {
            return ends.source().repeating().headObject(request.build());
        } catch (SdkException failure) {
            throw FailureCodes.status(failure) == 400
                    ? explained(version, failure)
                    : ends.failure(Request.READ_HEAD, version, failure);
        }
    }

    /** A HEAD is refused without a body; a GET of the same says why. */
    private TaskFailure explained(ListedVersion version, SdkException failure) {
        try {
            get(version, version.size() == 0 ? ByteSpan.WHOLE : ByteSpan.of(0, 1))
                    .abort();
            return ends.failure(Request.READ_HEAD, version, failure);
        } catch (SdkException reason) {
            return ends.failure(Request.READ_OBJECT, version, reason);
        }
    }

    /** The tags of a version, in the store's order, by a request of their own. */
    Map<String, String> tagsAsked(ListedVersion version) {
        GetObjectTaggingResponse answer = ends.ask(
                Request.READ_TAGS,
                version,
                () -> ends.source()
                        .repeating()
                        .getObjectTagging(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.sourceBucket().name())
                                .key(version.key().toString())
                                .versionId(ends.sourceVersionId(version))));
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : answer.tagSet()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }
}
