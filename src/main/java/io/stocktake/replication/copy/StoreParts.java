package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.Settlement;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Parts that the store copies within itself (UploadPartCopy). Thread-safe. */
final class StoreParts implements PartMover {
    private final Ends ends;

    StoreParts(Ends ends) {
        this.ends = ends;
    }

    @Override
    public CompletedPart move(Replica replica, String uploadId, int number, ByteSpan span) {
        ListedVersion version = replica.source().listed();
        UploadPartCopyRequest request = UploadPartCopyRequest.builder()
                .overrideConfiguration(ends.withBody())
                .sourceBucket(ends.sourceBucket().name())
                .sourceKey(version.key().toString())
                .sourceVersionId(ends.sourceVersionId(version))
                .copySourceIfMatch("\"" + version.eTag() + "\"")
                .copySourceRange(span.range().orElse(null))
                .destinationBucket(ends.destinationBucket().name())
                .destinationKey(version.key().toString())
                .uploadId(uploadId)
                .partNumber(number)
                .build();
        // A part may be copied again; a 200 with an error in its body is none that the SDK repeats.
        CopyPartResult part = ends.ask(
                Request.COPY_PART,
                version,
                () -> Settlement.settle(() -> ends.destination().repeating().uploadPartCopy(request), Optional::empty)
                        .copyPartResult());
        ends.countCopiedByStore(span.length() < 0 ? replica.source().size() : span.length());
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .checksumCRC32C(part.checksumCRC32C())
                .checksumCRC64NVME(part.checksumCRC64NVME())
                .checksumSHA1(part.checksumSHA1())
                .checksumSHA256(part.checksumSHA256())
                .build();
    }
}
