package io.stocktake.embedded.s3;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Replication and inventory configurations: stored and returned as they came, never acted on. */
final class BucketDocuments {
    private static final String REPLICATION = "replication";
    private static final String INVENTORY = "inventory/";

    private final Buckets buckets;

    BucketDocuments(Buckets buckets) {
        this.buckets = buckets;
    }

    Response replication(S3Request request) {
        return document(
                request,
                REPLICATION,
                new S3Error(
                        404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found"));
    }

    Response putReplication(S3Request request) {
        return put(request, REPLICATION, "ReplicationConfiguration");
    }

    Response deleteReplication(S3Request request) {
        buckets.stored(request).documents().remove(REPLICATION);
        return Response.noContent();
    }

    Response inventory(S3Request request) {
        return document(request, inventoryName(request), noInventory());
    }

    Response putInventory(S3Request request) {
        return put(request, inventoryName(request), "InventoryConfiguration");
    }

    Response deleteInventory(S3Request request) {
        if (buckets.stored(request).documents().remove(inventoryName(request)) == null) {
            throw noInventory();
        }
        return Response.noContent();
    }

    /** One page is enough: S3's pages of 100 exist for buckets with up to 1,000 configurations. */
    Response listInventory(S3Request request) {
        XmlBuffer result = XmlBuffer.document().root("ListInventoryConfigurationsResult");
        new TreeMap<>(buckets.stored(request).documents()).forEach((name, document) -> {
            if (name.startsWith(INVENTORY)) {
                result.append(withoutDeclaration(document));
            }
        });
        return Response.xml(result.element("IsTruncated", "false").close("ListInventoryConfigurationsResult"));
    }

    private static byte[] withoutDeclaration(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8).strip();
        String bare = text.startsWith("<?") ? text.substring(text.indexOf("?>") + 2) : text;
        return bare.getBytes(StandardCharsets.UTF_8);
    }

    private static S3Error noInventory() {
        return new S3Error(404, "NoSuchConfiguration", "The specified configuration does not exist.");
    }

    private static String inventoryName(S3Request request) {
        return INVENTORY + request.parameter("id").orElse("");
    }

    private Response document(S3Request request, String name, S3Error absent) {
        byte[] document = buckets.stored(request).documents().get(name);
        if (document == null) {
            throw absent;
        }
        return Response.ok().header("Content-Type", "application/xml").body(Response.bytes(document));
    }

    private Response put(S3Request request, String name, String root) {
        StoredBucket bucket = buckets.stored(request);
        byte[] document = request.body().bytes();
        XmlElement.parse(document, root);
        bucket.documents().put(name, document);
        return Response.ok();
    }
}
