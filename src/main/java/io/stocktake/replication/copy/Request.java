package io.stocktake.replication.copy;

/** A kind of request: what messages say of it, which permission it needs, and the code of the report if it is denied. */
enum Request {
    READ_OBJECT(End.SOURCE, "read", "s3:GetObject", "SrcGetObjectNotPermitted"),
    READ_HEAD(End.SOURCE, "read the HEAD of", "s3:GetObject", "SrcHeadObjectNotPermitted"),
    READ_TAGS(End.SOURCE, "read the tags of", "s3:GetObjectTagging", "SrcGetTaggingNotPermitted"),
    READ_ACL(End.SOURCE, "read the ACL of", "s3:GetObjectAcl", "SrcGetAclNotPermitted"),
    LIST_KEY(End.DESTINATION, "list", "s3:ListBucketVersions", ""),
    READ_BUCKET(End.DESTINATION, "ask for the settings of the bucket of", "s3:GetBucketVersioning", ""),
    PUT_OBJECT(End.DESTINATION, "write", "s3:PutObject", "DstPutObjectNotPermitted"),
    COPY_OBJECT(End.DESTINATION, "copy within the store to", "s3:PutObject", "DstPutObjectNotPermitted"),
    DELETE_OBJECT(End.DESTINATION, "add a delete marker to", "s3:DeleteObject", "DstDelObjNotPermitted"),
    CREATE_UPLOAD(End.DESTINATION, "begin an upload of", "s3:PutObject", "DstMultipartInitNotPermitted"),
    UPLOAD_PART(End.DESTINATION, "upload a part of", "s3:PutObject", "DstMultipartUploadNotPermitted"),
    COPY_PART(End.DESTINATION, "copy a part within the store to", "s3:PutObject", "DstMultipartUploadNotPermitted"),
    COMPLETE_UPLOAD(End.DESTINATION, "complete the upload of", "s3:PutObject", "DstMultipartCompleteNotPermitted"),
    ABORT_UPLOAD(End.DESTINATION, "abort the upload of", "s3:AbortMultipartUpload", ""),
    HEAD_REPLICA(End.DESTINATION, "check the replica of", "s3:GetObjectVersion", ""),
    PUT_TAGS(End.DESTINATION, "tag the replica of", "s3:PutObjectVersionTagging", "DstPutTaggingNotPermitted"),
    PUT_RETENTION(
            End.DESTINATION,
            "set the retention of the replica of",
            "s3:PutObjectRetention",
            "DstPutRetentionNotPermitted"),
    PUT_HOLD(
            End.DESTINATION,
            "set the legal hold of the replica of",
            "s3:PutObjectLegalHold",
            "DstPutLegalHoldNotPermitted"),
    READ_REPLICA_ACL(
            End.DESTINATION, "read the ACL of the replica of", "s3:GetObjectVersionAcl", "DstPutAclNotPermitted"),
    PUT_ACL(End.DESTINATION, "set the ACL of the replica of", "s3:PutObjectVersionAcl", "DstPutAclNotPermitted"),
    DELETE_REPLICA(End.DESTINATION, "delete the replica of", "s3:DeleteObjectVersion", "DstDelObjNotPermitted");

    /** Where a request goes. */
    enum End {
        SOURCE,
        DESTINATION
    }

    private final End end;
    private final String verb;
    private final String permission;
    private final String deniedCode;

    Request(End end, String verb, String permission, String deniedCode) {
        this.end = end;
        this.verb = verb;
        this.permission = permission;
        this.deniedCode = deniedCode;
    }

    End end() {
        return end;
    }

    /** What stands between "Cannot" and the key. */
    String verb() {
        return verb;
    }

    /** The permission, for a current object where there is a choice. */
    String permission() {
        return permission;
    }

    /** The code of the report; empty where no code of S3 fits. */
    String deniedCode() {
        return deniedCode;
    }

    /** Whether the request reads the source within the destination's store. */
    boolean readsSource() {
        return this == COPY_OBJECT || this == COPY_PART;
    }
}
