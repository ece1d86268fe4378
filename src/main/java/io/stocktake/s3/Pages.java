package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Asks a store for single pages of a listing. Not thread-safe: one listing's pages are asked for one after the other.
 */
final class Pages {
    /** What a page of a thousand entries needs at the most, with keys of an ordinary length; in G1's heaps no huge array. */
    private static final int FULL_PAGE = 448 << 10;

    private final StoreClient client;
    private final ListingRequest request;
    private final PageReceiver receiver;
    private final RequestCounter counter;
    private final DirectPages direct;
    private final AwsRequestOverrideConfiguration toReceiver;

    Pages(StoreClient client, ListingRequest request, RequestCounter counter) {
        this(client, request, counter, new PageReceiver(request.versions(), FULL_PAGE));
    }

    Pages(StoreClient client, ListingRequest request, RequestCounter counter, PageReceiver receiver) {
        this.client = client;
        this.request = request;
        this.receiver = receiver;
        this.counter = counter;
        this.direct = client.directPages();
        this.toReceiver = counter.counted().toBuilder()
                .putExecutionAttribute(PageReceiver.ATTRIBUTE, receiver)
                .build();
    }

    /**
     * The page that starts at a marker.
     *
     * @throws StoreException if the store refuses, or does not answer, or answers what is not a page
     */
    Page at(Marker marker) {
        if (isSentDirectly(marker)) {
            return receiver.take();
        }
        Page page = at(marker, request.pageSize(), Optional.empty());
        if (direct.wantsToLearn()) {
            receiver.request().ifPresent(direct::learn);
        }
        return page;
    }

    private boolean isSentDirectly(Marker marker) {
        try {
            return direct.send(parameters(marker), receiver, counter);
        } catch (SdkException failure) {
            throw cannotList(marker, failure);
        }
    }

    private Map<String, String> parameters(Marker marker) {
        Map<String, String> parameters = new HashMap<>();
        if (request.versions() == IncludedObjectVersions.ALL) {
            marker.key().ifPresent(key -> parameters.put("key-marker", key));
            marker.versionId().ifPresent(versionId -> parameters.put("version-id-marker", versionId));
        } else {
            marker.continuationToken()
                    .ifPresentOrElse(
                            token -> parameters.put("continuation-token", token),
                            () -> marker.key().ifPresent(key -> parameters.put("start-after", key)));
        }
        return parameters;
    }

    /** The page that starts at a marker, with at most this many entries, grouped by a delimiter if there is one. */
    Page at(Marker marker, int pageSize, Optional<String> delimiter) {
        try {
            if (request.versions() == IncludedObjectVersions.ALL) {
                client.repeating().listObjectVersions(versions(marker, pageSize, delimiter));
            } else {
                client.repeating().listObjectsV2(objects(marker, pageSize, delimiter));
            }
        } catch (SdkException failure) {
            throw cannotList(marker, failure);
        }
        return receiver.take();
    }

    private StoreException cannotList(Marker marker, SdkException failure) {
        String permission =
                request.versions() == IncludedObjectVersions.ALL ? "s3:ListBucketVersions" : "s3:ListBucket";
        return new StoreException(
                "Cannot list bucket \"" + request.bucket().alias() + "\" of store \""
                        + client.store().name() + "\"" + marker.afterKey() + ": "
                        + Refusal.reason(failure, permission),
                failure);
    }

    private ListObjectsV2Request objects(Marker marker, int pageSize, Optional<String> delimiter) {
        ListObjectsV2Request.Builder builder = ListObjectsV2Request.builder()
                .bucket(request.bucket().name())
                .encodingType(EncodingType.URL)
                .maxKeys(pageSize)
                .overrideConfiguration(toReceiver);
        if (!request.storePrefix().isEmpty()) {
            builder.prefix(request.storePrefix());
        }
        if (request.owners() == ListingRequest.Owners.FETCHED) {
            builder.fetchOwner(true);
        }
        delimiter.ifPresent(builder::delimiter);
        marker.continuationToken()
                .ifPresentOrElse(builder::continuationToken, () -> marker.key().ifPresent(builder::startAfter));
        return builder.build();
    }

    private ListObjectVersionsRequest versions(Marker marker, int pageSize, Optional<String> delimiter) {
        ListObjectVersionsRequest.Builder builder = ListObjectVersionsRequest.builder()
                .bucket(request.bucket().name())
                .encodingType(EncodingType.URL)
                .maxKeys(pageSize)
                .overrideConfiguration(toReceiver);
        if (!request.storePrefix().isEmpty()) {
            builder.prefix(request.storePrefix());
        }
        delimiter.ifPresent(builder::delimiter);
        marker.key().ifPresent(builder::keyMarker);
        marker.versionId().ifPresent(builder::versionIdMarker);
        return builder.build();
    }
}
