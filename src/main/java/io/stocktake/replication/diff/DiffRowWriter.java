package io.stocktake.replication.diff;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.s3.ListedVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts a difference into a row of the columns asked for. The row is the same each time. */
final class DiffRowWriter {
    private static final Map<Outcome, UTF8String> OUTCOMES = outcomes();

    private final DiffColumn[] columns;
    private final Object[] values;
    private final InternalRow row;

    DiffRowWriter(List<DiffColumn> columns) {
        this.columns = columns.toArray(DiffColumn[]::new);
        this.values = new Object[this.columns.length];
        this.row = new GenericInternalRow(values);
    }

    InternalRow row() {
        return row;
    }

    void set(Difference difference) {
        Optional<ListedVersion> source =
                difference.outcome() == Outcome.DESTINATION_ONLY ? Optional.empty() : Optional.of(difference.version());
        for (int i = 0; i < columns.length; i++) {
            values[i] = value(columns[i], difference, source).orElse(null);
        }
    }

    private static Optional<?> value(DiffColumn column, Difference difference, Optional<ListedVersion> source) {
        return switch (column) {
            case OUTCOME -> Optional.of(OUTCOMES.get(difference.outcome()));
            case KEY -> Optional.of(difference.key());
            case RULE -> difference.rule().map(UTF8String::fromString);
            case REASON -> present(UTF8String.fromString(difference.reason()));
            case VERSION_ID -> source.flatMap(DiffRowWriter::versionId);
            case IS_DELETE_MARKER -> source.map(ListedVersion::isDeleteMarker);
            case IS_LATEST -> source.map(ListedVersion::isLatest);
            case SIZE -> source.flatMap(DiffRowWriter::size);
            case LAST_MODIFIED -> source.map(ListedVersion::lastModified);
            case E_TAG -> source.flatMap(version -> present(version.eTag()));
            case STORAGE_CLASS -> source.flatMap(version -> present(version.storageClass()));
            case DESTINATION_VERSION_ID -> difference.seen().flatMap(DiffRowWriter::versionId);
            case DESTINATION_E_TAG -> difference.seen().flatMap(version -> present(version.eTag()));
            case DESTINATION_SIZE -> difference.seen().flatMap(DiffRowWriter::size);
            case DESTINATION_LAST_MODIFIED -> difference.seen().map(ListedVersion::lastModified);
        };
    }

    private static Optional<UTF8String> versionId(ListedVersion version) {
        return version.isNullVersion() ? Optional.empty() : Optional.of(version.versionId());
    }

    /** A delete marker has no content. */
    private static Optional<Long> size(ListedVersion version) {
        return version.isDeleteMarker() ? Optional.empty() : Optional.of(version.size());
    }

    private static Optional<UTF8String> present(UTF8String value) {
        return value.numBytes() == 0 ? Optional.empty() : Optional.of(value);
    }

    private static Map<Outcome, UTF8String> outcomes() {
        Map<Outcome, UTF8String> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, UTF8String.fromString(outcome.text()));
        }
        return outcomes;
    }
}
