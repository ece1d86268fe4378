package io.stocktake.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.listing.ObjectColumn;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * What anybody would write: a paginated loop of ListObjectVersions, and a HEAD and a GetObjectAcl for each version, over
 * the plain SDK. A row holds what is there, in text; what is absent is not in the row.
 */
final class PlainLoop {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client client;
    private final String bucket;

    PlainLoop(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    List<Map<ObjectColumn, String>> rows() throws Exception {
        List<Future<Map<ObjectColumn, String>>> rows = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (ListObjectVersionsResponse page :
                    client.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
                page.versions().forEach(version -> rows.add(threads.submit(() -> row(version))));
                page.deleteMarkers().forEach(marker -> rows.add(threads.submit(() -> row(marker))));
            }
            List<Map<ObjectColumn, String>> done = new ArrayList<>(rows.size());
            for (Future<Map<ObjectColumn, String>> row : rows) {
                done.add(row.get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<ObjectColumn, String> row(DeleteMarkerEntry marker) {
        Map<ObjectColumn, String> row = new EnumMap<>(ObjectColumn.class);
        row.put(ObjectColumn.BUCKET, bucket);
        row.put(ObjectColumn.KEY, marker.key());
        putVersion(row, marker.versionId());
        row.put(ObjectColumn.IS_LATEST, marker.isLatest().toString());
        row.put(ObjectColumn.IS_DELETE_MARKER, "true");
        row.put(ObjectColumn.LAST_MODIFIED_DATE, marker.lastModified().toString());
        row.put(ObjectColumn.BUCKET_KEY_STATUS, "DISABLED");
        row.put(ObjectColumn.OBJECT_OWNER, marker.owner().id());
        return row;
    }

    private Map<ObjectColumn, String> row(ObjectVersion version) throws Exception {
        Map<ObjectColumn, String> row = new EnumMap<>(ObjectColumn.class);
        row.put(ObjectColumn.BUCKET, bucket);
        row.put(ObjectColumn.KEY, version.key());
        putVersion(row, version.versionId());
        row.put(ObjectColumn.IS_LATEST, version.isLatest().toString());
        row.put(ObjectColumn.IS_DELETE_MARKER, "false");
        row.put(ObjectColumn.SIZE, version.size().toString());
        row.put(ObjectColumn.LAST_MODIFIED_DATE, version.lastModified().toString());
        String eTag = version.eTag().replace("\"", "");
        row.put(ObjectColumn.E_TAG, eTag);
        row.put(ObjectColumn.STORAGE_CLASS, version.storageClassAsString());
        row.put(ObjectColumn.IS_MULTIPART_UPLOADED, Boolean.toString(eTag.contains("-")));
        if (version.hasChecksumAlgorithm()) {
            row.put(
                    ObjectColumn.CHECKSUM_ALGORITHM,
                    version.checksumAlgorithmAsStrings().get(0));
        }
        row.put(ObjectColumn.OBJECT_OWNER, version.owner().id());
        HeadObjectResponse head = client.headObject(
                request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()));
        row.put(
                ObjectColumn.ENCRYPTION_STATUS,
                head.serverSideEncryptionAsString() == null
                        ? "NOT-SSE"
                        : Map.of("AES256", "SSE-S3", "aws:kms", "SSE-KMS").get(head.serverSideEncryptionAsString()));
        row.put(ObjectColumn.BUCKET_KEY_STATUS, Boolean.TRUE.equals(head.bucketKeyEnabled()) ? "ENABLED" : "DISABLED");
        put(row, ObjectColumn.OBJECT_LOCK_MODE, head.objectLockModeAsString());
        put(row, ObjectColumn.OBJECT_LOCK_LEGAL_HOLD_STATUS, head.objectLockLegalHoldStatusAsString());
        put(
                row,
                ObjectColumn.OBJECT_LOCK_RETAIN_UNTIL_DATE,
                // A report tells milliseconds, some stores keep nanoseconds.
                Optional.ofNullable(head.objectLockRetainUntilDate())
                        .map(date -> date.truncatedTo(ChronoUnit.MILLIS))
                        .map(Object::toString)
                        .orElse(null));
        put(row, ObjectColumn.REPLICATION_STATUS, head.replicationStatusAsString());
        row.put(ObjectColumn.OBJECT_ACCESS_CONTROL_LIST, accessControlList(version));
        return row;
    }

    private String accessControlList(ObjectVersion version) throws Exception {
        ObjectNode document = JSON.createObjectNode();
        document.put("version", "2022-11-10").put("status", "AVAILABLE");
        ArrayNode grants = document.putArray("grants");
        for (Grant grant : client.getObjectAcl(
                        request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()))
                .grants()) {
            grants.addObject()
                    .put("canonicalId", grant.grantee().id())
                    .put("type", "CanonicalUser")
                    .put("permission", grant.permissionAsString());
        }
        return Base64.getEncoder()
                .encodeToString(JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
    }

    private static void putVersion(Map<ObjectColumn, String> row, String versionId) {
        if (!versionId.equals("null")) {
            row.put(ObjectColumn.VERSION_ID, versionId);
        }
    }

    private static void put(Map<ObjectColumn, String> row, ObjectColumn column, String value) {
        if (value != null) {
            row.put(column, value);
        }
    }
}
