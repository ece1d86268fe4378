package io.stocktake.inventory.file;

import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.catalyst.InternalRow;

/** A column of true and false: a bit each, the lowest first. */
final class ParquetBooleans extends ParquetColumn {
    private final byte[] bits = new byte[ROWS_A_PAGE / Byte.SIZE + 1];
    private int count;
    private int trues;

    ParquetBooleans(ColumnDescriptor descriptor, RowFields fields, int field) {
        super(descriptor, fields, field);
    }

    @Override
    void addValue(InternalRow row, RowFields fields, int field) {
        if (fields.bool(row, field)) {
            bits[count / Byte.SIZE] |= (byte) (1 << count % Byte.SIZE);
            trues++;
        }
        count++;
    }

    @Override
    int valueBytes() {
        return (count + Byte.SIZE - 1) / Byte.SIZE;
    }

    @Override
    Values takeValues(Statistics<?> statistics) {
        if (trues < count) {
            statistics.updateStats(false);
        }
        if (trues > 0) {
            statistics.updateStats(true);
        }
        int bytes = valueBytes();
        byte[] taken = Arrays.copyOf(bits, bytes);
        Arrays.fill(bits, 0, bytes, (byte) 0);
        count = 0;
        trues = 0;
        return new Values(BytesInput.from(taken), Encoding.PLAIN);
    }

    @Override
    Optional<DictionaryPage> takeDictionary() {
        return Optional.empty();
    }
}
