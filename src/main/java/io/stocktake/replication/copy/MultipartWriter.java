package io.stocktake.replication.copy;

import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.PartLayouts.Candidates;
import io.stocktake.replication.copy.Replica.Locks;
import io.stocktake.s3.ListedVersion;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * Copies an object in parts, cut where the source's are, so that the replica has the source's ETag. Nothing is completed
 * before all parts are there, and an upload that fails is aborted. Thread-safe.
 */
final class MultipartWriter {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartWriter.class);
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final Ends ends;
    private final VersionMaker maker;
    private final PartLayouts layouts;
    private final UploadJournal journal;
    private final ExecutorService threads;

    MultipartWriter(
            Ends ends, VersionMaker maker, PartLayouts layouts, UploadJournal journal, ExecutorService threads) {
        this.ends = ends;
        this.maker = maker;
        this.layouts = layouts;
        this.journal = journal;
        this.threads = threads;
    }

    /**
     * The replica on top of {@code before}.
     *
     * @param replica of a source that a HEAD of its first part described
     */
    Written write(Replica replica, Top before, PartMover mover) {
        ListedVersion version = replica.source().listed();
        // A second upload harms nobody: one whose answer was lost stays in the journal, and is aborted when the run
        // ends.
        Opened opened = ends.make(Request.CREATE_UPLOAD, version, () -> create(replica), Optional::empty);
        String uploadId = opened.uploadId();
        UploadJournal.Entry entry = opened.entry();
        try {
            entry.opened(uploadId);
            Uploaded uploaded = upload(replica, uploadId, mover);
            Made made = complete(uploaded, before, uploadId);
            entry.close();
            return new Written(uploaded.replica(), made);
        } catch (RuntimeException failure) {
            abort(version, uploadId, entry, failure);
            throw failure;
        }
    }

    private record Uploaded(Replica replica, List<CompletedPart> parts, Optional<String> eTag) {}

    private record Opened(String uploadId, UploadJournal.Entry entry) {}

    /** One attempt, written down before it is made. */
    private Opened create(Replica replica) {
        UploadJournal.Entry entry = journal.begin(
                ends.destinationBucket(), replica.source().listed().key().toString());
        try {
            return new Opened(
                    ends.destination()
                            .once()
                            .createMultipartUpload(creation(replica))
                            .uploadId(),
                    entry);
        } catch (SdkException failure) {
            int status = FailureCodes.status(failure);
            boolean isRefused = (status >= 400 && status < 500) || status == FailureCodes.UNAVAILABLE;
            if (isRefused) {
                entry.close();
            }
            throw failure;
        }
    }

    private CreateMultipartUploadRequest creation(Replica replica) {
        AwsRequestOverrideConfiguration.Builder override = ends.counted().toBuilder();
        replica.headers(Locks.LEFT_OUT).forEach(override::putHeader);
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .overrideConfiguration(override.build())
                .bucket(ends.destinationBucket().name())
                .key(replica.source().listed().key().toString());
        if (ends.isDestinationAws()) {
            replica.source().checksum().ifPresent(checksum -> {
                request.checksumAlgorithm(checksum.algorithm());
                checksum.type().ifPresent(request::checksumType);
            });
        }
        return request.build();
    }

    /** Tries one layout after the other until the ETag is the source's. */
    private Uploaded upload(Replica replica, String uploadId, PartMover mover) {
        SourceObject source = replica.source();
        Candidates candidates = layouts.of(source);
        Optional<PartLayout> last = Optional.empty();
        List<CompletedPart> parts = List.of();
        Optional<String> eTag = Optional.empty();
        for (Supplier<PartLayout> candidate : candidates.layouts()) {
            PartLayout layout = candidate.get();
            if (last.equals(Optional.of(layout))) {
                break;
            }
            last = Optional.of(layout);
            parts = move(replica, uploadId, mover, layout);
            eTag = eTagOf(parts);
            if (eTag.equals(Optional.of(source.eTag()))) {
                return new Uploaded(replica, parts, eTag);
            }
        }
        boolean isEncrypted = replica.involvesKms();
        Optional<String> foretold = isEncrypted ? Optional.empty() : eTag;
        return isEncrypted && candidates.areKnown()
                ? new Uploaded(replica, parts, foretold)
                : new Uploaded(replica.with(boundariesUnknown(source)), parts, foretold);
    }

    private static CopyNote boundariesUnknown(SourceObject source) {
        return new CopyNote(
                Kind.BOUNDARIES_UNKNOWN,
                source.listed().isMultipartUploaded()
                        ? "boundaries unknown: the source's parts could not be found out, and the replica's ETag differs"
                        : "the source is too large for one request, and the replica's ETag is one of parts");
    }

    private List<CompletedPart> move(Replica replica, String uploadId, PartMover mover, PartLayout layout) {
        int inFlight = ends.terms().partsInFlight();
        List<CompletedPart> moved = new ArrayList<>(layout.count());
        List<Future<CompletedPart>> underWay = new ArrayList<>(layout.count());
        try {
            for (int number = 1; number <= layout.count(); number++) {
                if (number > inFlight) {
                    moved.add(Futures.await(underWay.get(number - inFlight - 1)));
                }
                int part = number;
                underWay.add(threads.submit(() -> mover.move(replica, uploadId, part, layout.part(part))));
            }
            while (moved.size() < layout.count()) {
                moved.add(Futures.await(underWay.get(moved.size())));
            }
            return moved;
        } finally {
            // After a failure no part may arrive any more: the upload is going to be aborted.
            underWay.forEach(part -> part.cancel(true));
        }
    }

    /** The ETag that S3 gives an object of these parts, where theirs are MD5s. */
    private static Optional<String> eTagOf(List<CompletedPart> parts) {
        MessageDigest digest = SourceStream.newMd5();
        for (CompletedPart part : parts) {
            String eTag = SourceObject.unquoted(part.eTag());
            if (!MD5.matcher(eTag).matches()) {
                return Optional.empty();
            }
            digest.update(HexFormat.of().parseHex(eTag));
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size());
    }

    private Made complete(Uploaded uploaded, Top before, String uploadId) {
        SourceObject source = uploaded.replica().source();
        return maker.make(
                Request.COMPLETE_UPLOAD,
                source.listed(),
                before,
                () -> new Expected.Content(source.size(), uploaded.eTag()),
                condition -> {
                    CompleteMultipartUploadResponse answer = ends.destination()
                            .once()
                            .completeMultipartUpload(completion(uploaded, uploadId, condition));
                    return Made.of(answer.versionId(), answer.eTag());
                });
    }

    private CompleteMultipartUploadRequest completion(
            Uploaded uploaded, String uploadId, Map<String, String> condition) {
        AwsRequestOverrideConfiguration.Builder override = ends.withBody().toBuilder();
        condition.forEach(override::putHeader);
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .overrideConfiguration(override.build())
                .bucket(ends.destinationBucket().name())
                .key(uploaded.replica().source().listed().key().toString())
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(uploaded.parts()));
        if (ends.isDestinationAws()) {
            uploaded.replica().source().checksum().flatMap(SourceChecksum::type).ifPresent(request::checksumType);
        }
        return request.build();
    }

    private void abort(ListedVersion version, String uploadId, UploadJournal.Entry entry, RuntimeException failure) {
        // A task that is stopped is interrupted, and so would be what it sends.
        boolean isStopped = Thread.interrupted();
        try {
            ends.destination()
                    .repeating()
                    .abortMultipartUpload(request -> request.overrideConfiguration(ends.counted())
                            .bucket(ends.destinationBucket().name())
                            .key(version.key().toString())
                            .uploadId(uploadId));
            entry.close();
        } catch (RuntimeException alsoFailed) {
            // Journaled, so that the next run aborts it.
            LOG.warn("Cannot abort the upload of key \"{}\": {}", version.key(), alsoFailed.getMessage());
            failure.addSuppressed(alsoFailed);
        } finally {
            if (isStopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
