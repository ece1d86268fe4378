package io.stocktake.listing;

import io.stocktake.s3.AccessControlListText;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.Microseconds;
import io.stocktake.s3.ObjectDetails;
import io.stocktake.s3.ObjectHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts an entry's values into a row of the columns asked for. The row is the same each time. */
final class RowWriter {
    private static final UTF8String UNAVAILABLE = UTF8String.fromString(AccessControlListText.UNAVAILABLE);
    private static final UTF8String BUCKET_KEY_DISABLED = UTF8String.fromString(ObjectHead.BUCKET_KEY_DISABLED);

    private final UTF8String bucket;
    private final ObjectColumn[] columns;
    private final Object[] values;
    private final InternalRow row;

    RowWriter(String bucket, List<ObjectColumn> columns) {
        this.bucket = UTF8String.fromString(bucket);
        this.columns = columns.toArray(ObjectColumn[]::new);
        this.values = new Object[this.columns.length];
        this.row = new GenericInternalRow(values);
    }

    InternalRow row() {
        return row;
    }

    void set(ListedVersion version) {
        set(version, Optional.empty(), Optional.empty());
    }

    void set(ObjectDetails details) {
        set(details.version(), details.head(), details.accessControlList());
    }

    private void set(ListedVersion version, Optional<ObjectHead> head, Optional<AccessControlListText> acl) {
        for (int i = 0; i < columns.length; i++) {
            values[i] = switch (columns[i].origin()) {
                case LISTING -> listed(columns[i], version);
                case OWNER -> owner(version, acl);
                case ACL ->
                    acl.map(text -> UTF8String.fromString(text.base64())).orElse(null);
                case HEAD -> asked(columns[i], head);
            };
        }
    }

    /** A delete marker has no content, so nothing that describes it. */
    private Object listed(ObjectColumn column, ListedVersion version) {
        boolean hasContent = !version.isDeleteMarker();
        return switch (column) {
            case BUCKET -> bucket;
            case KEY -> version.key();
            case VERSION_ID -> version.isNullVersion() ? null : version.versionId();
            case IS_LATEST -> version.isLatest();
            case IS_DELETE_MARKER -> version.isDeleteMarker();
            case SIZE -> hasContent ? version.size() : null;
            case LAST_MODIFIED_DATE -> version.lastModified();
            case E_TAG -> presentOrNull(version.eTag());
            case STORAGE_CLASS -> presentOrNull(version.storageClass());
            case IS_MULTIPART_UPLOADED -> hasContent ? version.isMultipartUploaded() : null;
            case CHECKSUM_ALGORITHM -> presentOrNull(version.checksumAlgorithm());
            default -> throw new IllegalStateException(column + " is not in a listing");
        };
    }

    private static Object owner(ListedVersion version, Optional<AccessControlListText> acl) {
        boolean isUnavailable = acl.isPresent() && !acl.get().isAvailable();
        return isUnavailable ? UNAVAILABLE : presentOrNull(version.ownerId());
    }

    private static Object asked(ObjectColumn column, Optional<ObjectHead> head) {
        if (column == ObjectColumn.BUCKET_KEY_STATUS) {
            return head.map(known -> UTF8String.fromString(known.bucketKeyStatus()))
                    .orElse(BUCKET_KEY_DISABLED);
        }
        return head.flatMap(known -> switch (column) {
                    case REPLICATION_STATUS -> text(known.replicationStatus());
                    case ENCRYPTION_STATUS -> text(Optional.of(known.encryptionStatus()));
                    case OBJECT_LOCK_RETAIN_UNTIL_DATE -> micros(known.retainUntilDate());
                    case OBJECT_LOCK_MODE -> text(known.lockMode());
                    case OBJECT_LOCK_LEGAL_HOLD_STATUS -> text(known.legalHoldStatus());
                    case INTELLIGENT_TIERING_ACCESS_TIER -> text(known.accessTier());
                    case LIFECYCLE_EXPIRATION_DATE -> micros(known.expirationDate());
                    default -> throw new IllegalStateException(column + " is not in a HEAD");
                })
                .orElse(null);
    }

    private static UTF8String presentOrNull(UTF8String value) {
        return value.numBytes() == 0 ? null : value;
    }

    private static Optional<Object> text(Optional<String> value) {
        return value.map(UTF8String::fromString);
    }

    private static Optional<Object> micros(Optional<Instant> instant) {
        return instant.map(time -> Microseconds.of(time));
    }
}
