package io.stocktake.replication.copy;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.StoreClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A version as its reader sees it, without its id and date.
 *
 * @param md5 of the content as it was read
 * @param properties headers, metadata, lock, storage class and encryption, as far as they are told
 */
record Snapshot(
        String key,
        boolean isDeleteMarker,
        long size,
        String eTag,
        String md5,
        Map<String, String> properties,
        Map<String, String> tags) {

    static List<Snapshot> of(StoreClient client, BucketLocation bucket, List<ListedVersion> newestFirst) {
        Map<String, List<Snapshot>> byKey = new LinkedHashMap<>();
        for (ListedVersion version : newestFirst) {
            byKey.computeIfAbsent(version.key().toString(), key -> new ArrayList<>())
                    .add(0, of(client, bucket, version));
        }
        return byKey.values().stream().flatMap(List::stream).toList();
    }

    private static Snapshot of(StoreClient client, BucketLocation bucket, ListedVersion version) {
        String key = version.key().toString();
        if (version.isDeleteMarker()) {
            return new Snapshot(key, true, 0, "", "", Map.of(), Map.of());
        }
        String versionId =
                version.versionId().numBytes() == 0 ? null : version.versionId().toString();
        try (ResponseInputStream<GetObjectResponse> content = client.repeating()
                .getObject(request -> request.bucket(bucket.name()).key(key).versionId(versionId))) {
            GetObjectResponse told = content.response();
            Map<String, String> tags = new TreeMap<>();
            client.repeating()
                    .getObjectTagging(
                            request -> request.bucket(bucket.name()).key(key).versionId(versionId))
                    .tagSet()
                    .forEach(tag -> tags.put(tag.key(), tag.value()));
            return new Snapshot(
                    key,
                    false,
                    version.size(),
                    version.eTag().toString(),
                    md5(content),
                    properties(told, version),
                    tags);
        } catch (S3Exception unreadable) {
            return new Snapshot(
                    key,
                    false,
                    version.size(),
                    version.eTag().toString(),
                    "unreadable: " + unreadable.statusCode(),
                    Map.of(),
                    Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, String> properties(GetObjectResponse told, ListedVersion version) {
        Map<String, String> all = new HashMap<>();
        all.put("Content-Type", told.contentType());
        all.put("Cache-Control", told.cacheControl());
        all.put("Content-Disposition", told.contentDisposition());
        all.put("Content-Encoding", told.contentEncoding());
        all.put("Content-Language", told.contentLanguage());
        all.put("Expires", told.expiresString());
        all.put("redirect", told.websiteRedirectLocation());
        all.put("mode", told.objectLockModeAsString());
        all.put(
                "until",
                told.objectLockRetainUntilDate() == null
                        ? null
                        : Long.toString(told.objectLockRetainUntilDate().getEpochSecond()));
        all.put("hold", told.objectLockLegalHoldStatusAsString());
        all.put("encryption", told.serverSideEncryptionAsString());
        all.put("kmsKey", told.ssekmsKeyId());
        all.put("storageClass", version.storageClass().toString());
        told.metadata().forEach((name, value) -> all.put("meta-" + name, value));
        all.values().removeIf(value -> value == null);
        return new TreeMap<>(all);
    }

    private static String md5(InputStream content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[64 << 10];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
