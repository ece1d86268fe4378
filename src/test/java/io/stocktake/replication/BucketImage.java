package io.stocktake.replication;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * All that a client can see of a bucket's history, by a plain loop over the AWS SDK: for each key its versions, the oldest
 * first, each as a line of text of what a replica shares with its source. Delete markers that follow one another count as
 * one, since some stores keep one.
 */
public final class BucketImage {
    /** What the image tells of an ETag. */
    public enum ETags {
        /** All of it. */
        WHOLE,
        /** Nothing where it is a multipart upload's: the store does not tell where the parts end. */
        UNLESS_MULTIPART
    }

    private static final int THREADS = 16;
    private static final String MARKER = "delete marker";

    private final S3Client client;
    private final String bucket;
    private final ETags eTags;

    private BucketImage(S3Client client, String bucket, ETags eTags) {
        this.client = client;
        this.bucket = bucket;
        this.eTags = eTags;
    }

    /** What the bucket holds now: lines by key, in the order of Java's strings. */
    public static Map<String, List<String>> of(S3Client client, String bucket, ETags eTags) throws Exception {
        return new BucketImage(client, bucket, eTags).read();
    }

    /** How many versions and delete markers an image has. */
    public static long size(Map<String, List<String>> image) {
        return image.values().stream().mapToLong(List::size).sum();
    }

    /** The first few keys that are not the same in both, with what they have. */
    public static Map<String, List<List<String>>> difference(
            Map<String, List<String>> one, Map<String, List<String>> other) {
        Map<String, List<List<String>>> different = new TreeMap<>();
        Map<String, List<String>> all = new TreeMap<>(one);
        all.putAll(other);
        for (String key : all.keySet()) {
            List<String> left = one.getOrDefault(key, List.of());
            List<String> right = other.getOrDefault(key, List.of());
            if (!left.equals(right) && different.size() < 5) {
                different.put(key, List.of(left, right));
            }
        }
        return different;
    }

    /** The ids of all versions and delete markers, in the order of the listing. */
    public static List<String> versionIds(S3Client client, String bucket) {
        List<String> ids = new ArrayList<>();
        for (ListObjectVersionsResponse page : client.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
            page.versions().forEach(version -> ids.add(version.key() + " " + version.versionId()));
            page.deleteMarkers().forEach(marker -> ids.add(marker.key() + " " + marker.versionId() + " marker"));
        }
        return ids;
    }

    private Map<String, List<String>> read() throws Exception {
        Map<String, List<Dated>> histories = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (ListObjectVersionsResponse page :
                    client.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
                // The SDK gives versions and markers apart: of a key they are put in order again by their dates.
                List<Entry> entries = new ArrayList<>();
                page.versions().forEach(version -> entries.add(Entry.of(version)));
                page.deleteMarkers().forEach(marker -> entries.add(Entry.of(marker)));
                for (Entry entry : entries) {
                    histories
                            .computeIfAbsent(entry.key(), absent -> new ArrayList<>())
                            .add(new Dated(entry, threads.submit(() -> line(entry))));
                }
            }
            Map<String, List<String>> image = new TreeMap<>();
            for (Map.Entry<String, List<Dated>> history : histories.entrySet()) {
                image.put(history.getKey(), inOrder(history.getKey(), history.getValue()));
            }
            return image;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The lines of a key, the oldest first, with delete markers that follow one another joined. */
    private List<String> inOrder(String key, List<Dated> newestFirst) throws Exception {
        List<Dated> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        long dates = oldestFirst.stream()
                .map(dated -> dated.entry().lastModified())
                .distinct()
                .count();
        if (dates == oldestFirst.size()) {
            oldestFirst.sort(Comparator.comparing(dated -> dated.entry().lastModified()));
        } else {
            List<String> order = listedOneByOne(key);
            oldestFirst.sort(Comparator.comparing(
                            (Dated dated) -> order.indexOf(dated.entry().versionId()))
                    .reversed());
        }
        List<String> lines = new ArrayList<>();
        for (Dated dated : oldestFirst) {
            String text = dated.line().get();
            boolean isRepeatedMarker = text.equals(MARKER)
                    && !lines.isEmpty()
                    && lines.get(lines.size() - 1).equals(MARKER);
            if (!isRepeatedMarker) {
                lines.add(text);
            }
        }
        return lines;
    }

    /** Where dates do not tell a version from a marker: a page of one entry is one of the two. The newest first. */
    private List<String> listedOneByOne(String key) {
        List<String> ids = new ArrayList<>();
        for (ListObjectVersionsResponse page : client.listObjectVersionsPaginator(
                request -> request.bucket(bucket).prefix(key).maxKeys(1))) {
            for (ObjectVersion version : page.versions()) {
                if (!version.key().equals(key)) {
                    return ids;
                }
                ids.add(version.versionId());
            }
            for (DeleteMarkerEntry marker : page.deleteMarkers()) {
                if (!marker.key().equals(key)) {
                    return ids;
                }
                ids.add(marker.versionId());
            }
        }
        return ids;
    }

    private record Dated(Entry entry, Future<String> line) {}

    private record Entry(
            String key, String versionId, boolean isLatest, Instant lastModified, Optional<ObjectVersion> version) {
        static Entry of(ObjectVersion version) {
            return new Entry(
                    version.key(),
                    version.versionId(),
                    version.isLatest(),
                    version.lastModified(),
                    Optional.of(version));
        }

        static Entry of(DeleteMarkerEntry marker) {
            return new Entry(
                    marker.key(), marker.versionId(), marker.isLatest(), marker.lastModified(), Optional.empty());
        }
    }

    private String line(Entry entry) throws Exception {
        if (entry.version().isEmpty()) {
            return MARKER;
        }
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        GetObjectResponse head;
        try (ResponseInputStream<GetObjectResponse> content = client.getObject(
                        request -> request.bucket(bucket).key(entry.key()).versionId(entry.versionId()));
                InputStream digested = new DigestInputStream(content, md5)) {
            digested.transferTo(OutputStream.nullOutputStream());
            head = content.response();
        }
        boolean isEncrypted = head.serverSideEncryptionAsString() != null;
        String eTag = head.eTag().replace("\"", "");
        boolean isTold = !isEncrypted && (eTags == ETags.WHOLE || !eTag.contains("-"));
        Map<String, String> tags = new TreeMap<>();
        if (head.tagCount() != null && head.tagCount() > 0) {
            for (Tag tag : client.getObjectTagging(
                            request -> request.bucket(bucket).key(entry.key()).versionId(entry.versionId()))
                    .tagSet()) {
                tags.put(tag.key(), tag.value());
            }
        }
        return head.contentLength()
                + " bytes, md5 " + HexFormat.of().formatHex(md5.digest())
                + (isTold ? ", ETag " + eTag : "")
                + ", type " + head.contentType()
                + ", cache " + head.cacheControl()
                + ", disposition " + head.contentDisposition()
                + ", encoding " + head.contentEncoding()
                + ", language " + head.contentLanguage()
                + ", expires " + head.expiresString()
                + ", redirect " + head.websiteRedirectLocation()
                + ", metadata " + new TreeMap<>(head.metadata())
                + ", tags " + tags
                + ", lock " + head.objectLockModeAsString()
                + ", until "
                + (head.objectLockRetainUntilDate() == null
                        ? null
                        : head.objectLockRetainUntilDate().truncatedTo(ChronoUnit.SECONDS))
                + ", hold " + "ON".equals(head.objectLockLegalHoldStatusAsString())
                + ", class " + Optional.ofNullable(head.storageClassAsString()).orElse("STANDARD")
                + ", encryption " + head.serverSideEncryptionAsString();
    }
}
