package io.stocktake.replication.copy;

import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.UnsignedPayload;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Parts read from one store and written to another, as a stream. Thread-safe. */
final class StreamedParts implements PartMover {
    private static final String UNTOLD_TYPE = "application/octet-stream";
    private static final int ATTEMPTS = 3;

    private final Ends ends;
    private final SourceReader reader;

    StreamedParts(Ends ends, SourceReader reader) {
        this.ends = ends;
        this.reader = reader;
    }

    @Override
    public CompletedPart move(Replica replica, String uploadId, int number, ByteSpan span) {
        ListedVersion version = replica.source().listed();
        UploadPartRequest request = UploadPartRequest.builder()
                .overrideConfiguration(
                        UnsignedPayload.mark(ends.withBody().toBuilder()).build())
                .bucket(ends.destinationBucket().name())
                .key(version.key().toString())
                .uploadId(uploadId)
                .partNumber(number)
                .checksumAlgorithm(
                        ends.isDestinationAws()
                                ? replica.source()
                                        .checksum()
                                        .map(SourceChecksum::algorithm)
                                        .orElse(null)
                                : null)
                .build();
        for (int attempt = 1; ; attempt++) {
            try (SourceContent content = SourceContent.open(reader, ends, version, span)) {
                UploadPartResponse answer = send(request, version, content);
                boolean isWhole = SourceObject.unquoted(answer.eTag()).equals(content.md5());
                // With keys of a KMS the ETag of a part is not its MD5, or not on every store.
                if (isWhole || replica.encryption().algorithm().isPresent()) {
                    return completed(number, answer);
                }
                if (attempt == ATTEMPTS) {
                    throw new TaskFailure(
                            "",
                            "Cannot upload part " + number + " of " + ends.describe(End.DESTINATION, version)
                                    + ": the bytes sent have the MD5 " + content.md5() + ", the store answered "
                                    + answer.eTag());
                }
            }
        }
    }

    private UploadPartResponse send(UploadPartRequest request, ListedVersion version, SourceContent content) {
        try {
            return ends.ask(
                    Request.UPLOAD_PART,
                    version,
                    () -> ends.destination()
                            .repeating()
                            .uploadPart(
                                    request, RequestBody.fromContentProvider(content, content.length(), UNTOLD_TYPE)));
        } catch (RuntimeException failure) {
            content.throwIfUnreadable();
            throw failure;
        }
    }

    private static CompletedPart completed(int number, UploadPartResponse answer) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .checksumCRC32C(answer.checksumCRC32C())
                .checksumCRC64NVME(answer.checksumCRC64NVME())
                .checksumSHA1(answer.checksumSHA1())
                .checksumSHA256(answer.checksumSHA256())
                .build();
    }
}
