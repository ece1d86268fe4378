package io.stocktake.config.inventory;

import io.stocktake.config.document.AwsNamed;

/**
 * A member of {@code OptionalFields}, in the order of AWS's API model.
 *
 * <p>A report has its own fixed order of columns, whatever the order of this enumeration or of the configuration.
 */
public enum InventoryField implements AwsNamed {
    SIZE("Size"),
    LAST_MODIFIED_DATE("LastModifiedDate"),
    STORAGE_CLASS("StorageClass"),
    E_TAG("ETag"),
    IS_MULTIPART_UPLOADED("IsMultipartUploaded"),
    REPLICATION_STATUS("ReplicationStatus"),
    ENCRYPTION_STATUS("EncryptionStatus"),
    OBJECT_LOCK_RETAIN_UNTIL_DATE("ObjectLockRetainUntilDate"),
    OBJECT_LOCK_MODE("ObjectLockMode"),
    OBJECT_LOCK_LEGAL_HOLD_STATUS("ObjectLockLegalHoldStatus"),
    INTELLIGENT_TIERING_ACCESS_TIER("IntelligentTieringAccessTier"),
    BUCKET_KEY_STATUS("BucketKeyStatus"),
    CHECKSUM_ALGORITHM("ChecksumAlgorithm"),
    OBJECT_ACCESS_CONTROL_LIST("ObjectAccessControlList"),
    OBJECT_OWNER("ObjectOwner"),
    LIFECYCLE_EXPIRATION_DATE("LifecycleExpirationDate");

    private final String awsName;

    InventoryField(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
