package io.stocktake.replication.copy;

import io.stocktake.replication.copy.Replica.Locks;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.ListedVersion;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Has the store copy an object within itself in one request (CopyObject). Thread-safe. */
final class StoreCopier {
    private static final String REDIRECT = "x-amz-website-redirect-location";

    private final Ends ends;
    private final VersionMaker maker;

    StoreCopier(Ends ends, VersionMaker maker) {
        this.ends = ends;
        this.maker = maker;
    }

    /** The replica on top of {@code before}; of a size that one request can copy. */
    Written copy(Replica replica, Top before, Locks locks) {
        SourceObject source = replica.source();
        Made made = maker.make(
                Request.COPY_OBJECT,
                source.listed(),
                before,
                () -> new Expected.Content(source.size(), replica.plainETag()),
                condition -> {
                    CopyObjectResponse answer =
                            ends.destination().once().copyObject(request(replica, locks, condition));
                    return Made.of(answer.versionId(), answer.copyObjectResult().eTag());
                });
        ends.countCopiedByStore(source.size());
        boolean isAnother = replica.plainETag()
                .filter(eTag -> !made.eTag().isEmpty() && !eTag.equals(made.eTag()))
                .isPresent();
        if (isAnother) {
            // Ceph 16 ignores copy-source-if-match.
            throw new TaskFailure(
                    TaskFailure.SOURCE_CHANGED,
                    "Cannot copy " + ends.describe(End.SOURCE, source.listed()) + ": it was listed with the ETag "
                            + source.eTag() + ", and the store copied what has the ETag " + made.eTag());
        }
        return new Written(replica, made);
    }

    private CopyObjectRequest request(Replica replica, Locks locks, Map<String, String> condition) {
        ListedVersion version = replica.source().listed();
        AwsRequestOverrideConfiguration.Builder override = ends.withBody().toBuilder();
        replica.demands(locks).forEach(override::putHeader);
        condition.forEach(override::putHeader);
        // The one header that MetadataDirective COPY leaves behind.
        String redirect = replica.source().headers().get(REDIRECT);
        if (redirect != null) {
            override.putHeader(REDIRECT, redirect);
        }
        return CopyObjectRequest.builder()
                .overrideConfiguration(override.build())
                .sourceBucket(ends.sourceBucket().name())
                .sourceKey(version.key().toString())
                .sourceVersionId(ends.sourceVersionId(version))
                .copySourceIfMatch("\"" + version.eTag() + "\"")
                .metadataDirective(MetadataDirective.COPY)
                .taggingDirective(TaggingDirective.COPY)
                .checksumAlgorithm(
                        ends.isDestinationAws()
                                ? replica.source()
                                        .checksum()
                                        .map(SourceChecksum::algorithm)
                                        .orElse(null)
                                : null)
                .destinationBucket(ends.destinationBucket().name())
                .destinationKey(version.key().toString())
                .build();
    }
}
