package io.stocktake.replication.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.Refusal;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.StoreException;
import io.stocktake.s3.StoredText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Where multipart uploads are written down before they begin, so that the run after one that died finds and aborts them. An
 * entry is an object of its own: {@code <prefix><uuid>.json}. Thread-safe.
 *
 * <p>An entry without an upload id is one whose CreateMultipartUpload got no answer that was written down. Its upload, if
 * there is one, was initiated within {@link #WINDOW} after the entry was, by the store's own clock.
 */
public final class UploadJournal {
    /** How long after its entry an upload may have been initiated. */
    static final Duration WINDOW = Duration.ofMinutes(15);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<DestinationBucket> bucket;
    private final String prefix;

    private UploadJournal(Optional<DestinationBucket> bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Writes nothing down: what a run that dies leaves open stays open. */
    public static UploadJournal none() {
        return new UploadJournal(Optional.empty(), "");
    }

    /**
     * A journal of one run.
     *
     * @param bucket where entries are written, not closed by the journal
     * @param prefix what the entries' keys begin with, and no other object's does
     */
    public static UploadJournal in(DestinationBucket bucket, String prefix) {
        return new UploadJournal(Optional.of(bucket), prefix);
    }

    /** An upload that is about to begin. */
    Entry begin(BucketLocation destination, String key) {
        Entry entry = new Entry(destination.name(), key, prefix + UUID.randomUUID() + ".json");
        entry.write(Optional.empty());
        return entry;
    }

    /**
     * Aborts every upload that stands in this journal, and empties it. For the journal of a run that is no more.
     *
     * @param destination the bucket that the run wrote to
     * @return how many uploads were aborted
     * @throws StoreException if an upload cannot be aborted
     */
    public long abortLeftOvers(BucketLocation destination) {
        if (bucket.isEmpty()) {
            return 0;
        }
        long[] aborted = new long[1];
        try (StoreClients.Lease lease = StoreClients.lease(destination.store())) {
            bucket.get().keys(prefix, entryKey -> {
                Optional<StoredText> stored = bucket.get().read(entryKey);
                if (stored.isPresent()) {
                    aborted[0] += abort(lease.client(), destination, entryKey, stored.get());
                    bucket.get().delete(entryKey, any -> true);
                }
            });
        }
        return aborted[0];
    }

    private static long abort(StoreClient client, BucketLocation destination, String entryKey, StoredText stored) {
        JsonNode entry = read(entryKey, stored);
        String key = entry.path("key").asText();
        if (!entry.path("bucket").asText().equals(destination.name())) {
            throw new StoreException("Cannot abort the uploads of bucket \"" + destination.alias()
                    + "\": the journal's entry \"" + entryKey + "\" is about bucket \""
                    + entry.path("bucket").asText() + "\"");
        }
        try {
            return entry.has("uploadId")
                    ? abort(client, destination, key, entry.path("uploadId").asText())
                    : abortSince(client, destination, key, stored.lastModified());
        } catch (SdkException failure) {
            throw new StoreException(
                    "Cannot abort the upload of key \"" + key + "\" in bucket \"" + destination.alias()
                            + "\" of store \"" + destination.store().name() + "\": "
                            + Refusal.reason(failure, "s3:AbortMultipartUpload and s3:ListBucketMultipartUploads"),
                    failure);
        }
    }

    private static JsonNode read(String entryKey, StoredText stored) {
        try {
            return JSON.readTree(stored.text());
        } catch (JsonProcessingException unreadable) {
            throw new StoreException(
                    "Cannot read the journal's entry \"" + entryKey + "\": it is not JSON", unreadable);
        }
    }

    private static long abort(StoreClient client, BucketLocation destination, String key, String uploadId) {
        try {
            client.repeating()
                    .abortMultipartUpload(request ->
                            request.bucket(destination.name()).key(key).uploadId(uploadId));
            return 1;
        } catch (NoSuchUploadException completedOrAborted) {
            return 0;
        }
    }

    private static long abortSince(StoreClient client, BucketLocation destination, String key, Instant since) {
        ListMultipartUploadsRequest.Builder request =
                ListMultipartUploadsRequest.builder().bucket(destination.name()).prefix(key);
        long aborted = 0;
        while (true) {
            ListMultipartUploadsResponse page = client.repeating().listMultipartUploads(request.build());
            for (MultipartUpload upload : page.uploads()) {
                boolean isOfEntry = upload.key().equals(key)
                        && !upload.initiated().isBefore(since)
                        && upload.initiated().isBefore(since.plus(WINDOW));
                if (isOfEntry) {
                    aborted += abort(client, destination, key, upload.uploadId());
                }
            }
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return aborted;
            }
            request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
        }
    }

    /** One upload's entry. Used by one thread. */
    final class Entry {
        private final String destination;
        private final String key;
        private final String entryKey;

        private Entry(String destination, String key, String entryKey) {
            this.destination = destination;
            this.key = key;
            this.entryKey = entryKey;
        }

        /** The upload has begun. */
        void opened(String uploadId) {
            write(Optional.of(uploadId));
        }

        /** The upload is completed or aborted. */
        void close() {
            bucket.ifPresent(journal -> journal.delete(entryKey, any -> true));
        }

        private void write(Optional<String> uploadId) {
            if (bucket.isEmpty()) {
                return;
            }
            ObjectNode entry =
                    JSON.createObjectNode().put("bucket", destination).put("key", key);
            uploadId.ifPresent(id -> entry.put("uploadId", id));
            bucket.get().put(entryKey, entry.toString(), "application/json");
        }
    }
}
