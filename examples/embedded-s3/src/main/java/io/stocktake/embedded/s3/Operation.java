package io.stocktake.embedded.s3;

/** The operations that the server tells apart, under AWS's names. */
enum Operation {
    LIST_BUCKETS,
    CREATE_BUCKET,
    DELETE_BUCKET,
    HEAD_BUCKET,
    CREATE_SESSION,
    GET_BUCKET_LOCATION,
    GET_BUCKET_VERSIONING,
    PUT_BUCKET_VERSIONING,
    GET_BUCKET_ACL,
    PUT_BUCKET_ACL,
    GET_BUCKET_OWNERSHIP_CONTROLS,
    PUT_BUCKET_OWNERSHIP_CONTROLS,
    DELETE_BUCKET_OWNERSHIP_CONTROLS,
    GET_OBJECT_LOCK_CONFIGURATION,
    PUT_OBJECT_LOCK_CONFIGURATION,
    GET_BUCKET_REPLICATION,
    PUT_BUCKET_REPLICATION,
    DELETE_BUCKET_REPLICATION,
    GET_BUCKET_INVENTORY_CONFIGURATION,
    PUT_BUCKET_INVENTORY_CONFIGURATION,
    DELETE_BUCKET_INVENTORY_CONFIGURATION,
    LIST_BUCKET_INVENTORY_CONFIGURATIONS,
    LIST_OBJECTS,
    LIST_OBJECTS_V2,
    LIST_OBJECT_VERSIONS,
    LIST_MULTIPART_UPLOADS,
    DELETE_OBJECTS,
    PUT_OBJECT,
    COPY_OBJECT,
    GET_OBJECT,
    HEAD_OBJECT,
    DELETE_OBJECT,
    GET_OBJECT_ACL,
    PUT_OBJECT_ACL,
    GET_OBJECT_TAGGING,
    PUT_OBJECT_TAGGING,
    DELETE_OBJECT_TAGGING,
    GET_OBJECT_RETENTION,
    PUT_OBJECT_RETENTION,
    GET_OBJECT_LEGAL_HOLD,
    PUT_OBJECT_LEGAL_HOLD,
    GET_OBJECT_ATTRIBUTES,
    CREATE_MULTIPART_UPLOAD,
    UPLOAD_PART,
    UPLOAD_PART_COPY,
    COMPLETE_MULTIPART_UPLOAD,
    ABORT_MULTIPART_UPLOAD,
    LIST_PARTS,
    UNKNOWN;

    private final String awsName = camelCase(name());

    /** For example {@code ListObjectsV2}. */
    String awsName() {
        return awsName;
    }

    boolean isListing() {
        return this == LIST_OBJECTS || this == LIST_OBJECTS_V2 || this == LIST_OBJECT_VERSIONS;
    }

    /** Whether the body is an object's content or a part of it. */
    boolean bringsContent() {
        return this == PUT_OBJECT || this == UPLOAD_PART;
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_') {
                camel.append(i == 0 || name.charAt(i - 1) == '_' ? c : Character.toLowerCase(c));
            }
        }
        return camel.toString();
    }
}
