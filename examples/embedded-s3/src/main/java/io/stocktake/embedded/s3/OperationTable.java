package io.stocktake.embedded.s3;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out which operation a request asks for: from its method, what its path names, and its sub-resource. */
final class OperationTable {
    /** Query parameters that choose an operation; everything else only refines one. */
    private static final List<String> SUBRESOURCES = List.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    private static final Map<String, Operation> OPERATIONS = new HashMap<>();

    static {
        service("GET", "", Operation.LIST_BUCKETS);
        bucket("PUT", "", Operation.CREATE_BUCKET);
        bucket("DELETE", "", Operation.DELETE_BUCKET);
        bucket("HEAD", "", Operation.HEAD_BUCKET);
        bucket("GET", "", Operation.LIST_OBJECTS);
        bucket("GET", "versions", Operation.LIST_OBJECT_VERSIONS);
        bucket("GET", "uploads", Operation.LIST_MULTIPART_UPLOADS);
        bucket("GET", "session", Operation.CREATE_SESSION);
        bucket("GET", "location", Operation.GET_BUCKET_LOCATION);
        bucket("GET", "versioning", Operation.GET_BUCKET_VERSIONING);
        bucket("PUT", "versioning", Operation.PUT_BUCKET_VERSIONING);
        bucket("GET", "acl", Operation.GET_BUCKET_ACL);
        bucket("PUT", "acl", Operation.PUT_BUCKET_ACL);
        bucket("GET", "ownershipControls", Operation.GET_BUCKET_OWNERSHIP_CONTROLS);
        bucket("PUT", "ownershipControls", Operation.PUT_BUCKET_OWNERSHIP_CONTROLS);
        bucket("DELETE", "ownershipControls", Operation.DELETE_BUCKET_OWNERSHIP_CONTROLS);
        bucket("GET", "object-lock", Operation.GET_OBJECT_LOCK_CONFIGURATION);
        bucket("PUT", "object-lock", Operation.PUT_OBJECT_LOCK_CONFIGURATION);
        bucket("GET", "replication", Operation.GET_BUCKET_REPLICATION);
        bucket("PUT", "replication", Operation.PUT_BUCKET_REPLICATION);
        bucket("DELETE", "replication", Operation.DELETE_BUCKET_REPLICATION);
        bucket("GET", "inventory", Operation.GET_BUCKET_INVENTORY_CONFIGURATION);
        bucket("PUT", "inventory", Operation.PUT_BUCKET_INVENTORY_CONFIGURATION);
        bucket("DELETE", "inventory", Operation.DELETE_BUCKET_INVENTORY_CONFIGURATION);
        bucket("POST", "delete", Operation.DELETE_OBJECTS);
        object("PUT", "", Operation.PUT_OBJECT);
        object("GET", "", Operation.GET_OBJECT);
        object("HEAD", "", Operation.HEAD_OBJECT);
        object("DELETE", "", Operation.DELETE_OBJECT);
        object("GET", "acl", Operation.GET_OBJECT_ACL);
        object("PUT", "acl", Operation.PUT_OBJECT_ACL);
        object("GET", "tagging", Operation.GET_OBJECT_TAGGING);
        object("PUT", "tagging", Operation.PUT_OBJECT_TAGGING);
        object("DELETE", "tagging", Operation.DELETE_OBJECT_TAGGING);
        object("GET", "retention", Operation.GET_OBJECT_RETENTION);
        object("PUT", "retention", Operation.PUT_OBJECT_RETENTION);
        object("GET", "legal-hold", Operation.GET_OBJECT_LEGAL_HOLD);
        object("PUT", "legal-hold", Operation.PUT_OBJECT_LEGAL_HOLD);
        object("GET", "attributes", Operation.GET_OBJECT_ATTRIBUTES);
        object("POST", "uploads", Operation.CREATE_MULTIPART_UPLOAD);
        object("PUT", "uploadId", Operation.UPLOAD_PART);
        object("POST", "uploadId", Operation.COMPLETE_MULTIPART_UPLOAD);
        object("DELETE", "uploadId", Operation.ABORT_MULTIPART_UPLOAD);
        object("GET", "uploadId", Operation.LIST_PARTS);
    }

    private OperationTable() {}

    private static void service(String method, String subresource, Operation operation) {
        OPERATIONS.put("service " + method + " " + subresource, operation);
    }

    private static void bucket(String method, String subresource, Operation operation) {
        OPERATIONS.put("bucket " + method + " " + subresource, operation);
    }

    private static void object(String method, String subresource, Operation operation) {
        OPERATIONS.put("object " + method + " " + subresource, operation);
    }

    static Operation find(S3Request request) {
        String level = request.bucketName().isEmpty() ? "service" : request.hasKey() ? "object" : "bucket";
        String subresource = "";
        for (String name : request.query().keySet()) {
            if (SUBRESOURCES.contains(name)) {
                subresource = name;
                break;
            }
        }
        Operation operation =
                OPERATIONS.getOrDefault(level + " " + request.method() + " " + subresource, Operation.UNKNOWN);
        boolean copies = request.header("x-amz-copy-source").isPresent();
        return switch (operation) {
            case LIST_OBJECTS ->
                request.parameter("list-type").orElse("").equals("2") ? Operation.LIST_OBJECTS_V2 : operation;
            case GET_BUCKET_INVENTORY_CONFIGURATION ->
                request.parameter("id").isPresent() ? operation : Operation.LIST_BUCKET_INVENTORY_CONFIGURATIONS;
            case PUT_OBJECT -> copies ? Operation.COPY_OBJECT : operation;
            case UPLOAD_PART -> copies ? Operation.UPLOAD_PART_COPY : operation;
            default -> operation;
        };
    }
}
