package io.stocktake.inventory.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A column of whole numbers or points in time, of eight bytes each. Where they repeat, pages hold places in a dictionary;
 * whether they do is told by the first values of each row group.
 */
final class ParquetNumbers extends ParquetColumn {
    private static final int SAMPLE = 1024;

    private final ColumnType type;
    private final NumberDictionary dictionary = new NumberDictionary(DICTIONARY_BYTES / Long.BYTES);
    private long[] values = new long[SAMPLE];
    private int count;
    private Form form = Form.UNDECIDED;
    private boolean isDictionaryUsed;

    private enum Form {
        UNDECIDED,
        DICTIONARY,
        PLAIN
    }

    ParquetNumbers(ColumnDescriptor descriptor, RowFields fields, int field) {
        super(descriptor, fields, field);
        this.type = fields.type(field);
    }

    @Override
    void addValue(InternalRow row, RowFields fields, int field) {
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.min(ROWS_A_PAGE, 2 * count));
        }
        values[count++] = type == ColumnType.TIMESTAMP ? fields.millis(row, field) : fields.number(row, field);
    }

    @Override
    int valueBytes() {
        return count * Long.BYTES;
    }

    @Override
    Values takeValues(Statistics<?> statistics) throws IOException {
        if (count > 0) {
            updateRange(statistics);
            if (form == Form.UNDECIDED) {
                form = doValuesRepeat() ? Form.DICTIONARY : Form.PLAIN;
            }
        }
        Optional<Values> places = form == Form.DICTIONARY ? places() : Optional.empty();
        Values taken = places.orElseGet(this::plain);
        count = 0;
        return taken;
    }

    private void updateRange(Statistics<?> statistics) {
        long least = values[0];
        long most = values[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        statistics.updateStats(least);
        statistics.updateStats(most);
    }

    private boolean doValuesRepeat() {
        long[] sample = Arrays.copyOf(values, Math.min(SAMPLE, count));
        Arrays.sort(sample);
        int distinct = 1;
        for (int i = 1; i < sample.length; i++) {
            distinct += sample[i] == sample[i - 1] ? 0 : 1;
        }
        return distinct <= sample.length / 2;
    }

    /** Empty, now and for the rest of the row group, if the dictionary has no room for all values. */
    private Optional<Values> places() throws IOException {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = dictionary.place(values[i]);
            if (places[i] == NumberDictionary.FULL) {
                form = Form.PLAIN;
                return Optional.empty();
            }
        }
        isDictionaryUsed = true;
        return Optional.of(places(places, count, dictionary.size()));
    }

    private Values plain() {
        return new Values(bytes(values, count), Encoding.PLAIN);
    }

    private static BytesInput bytes(long[] numbers, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers, 0, count);
        return BytesInput.from(bytes.array());
    }

    @Override
    Optional<DictionaryPage> takeDictionary() {
        Optional<DictionaryPage> page = isDictionaryUsed
                ? Optional.of(new DictionaryPage(
                        bytes(dictionary.numbers(), dictionary.size()), dictionary.size(), DICTIONARY))
                : Optional.empty();
        dictionary.clear();
        isDictionaryUsed = false;
        form = Form.UNDECIDED;
        return page;
    }
}
