package io.stocktake.inventory.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of texts: each behind its length, or places in a dictionary for as long as that has room. */
final class ParquetStrings extends ParquetColumn {
    private static final int SMALLEST = 1024;

    private final boolean mayRepeat;
    private final Plain plain = new Plain();
    private final Map<UTF8String, Integer> dictionary = new HashMap<>();
    private final Plain dictionaryText = new Plain();
    private int[] places = new int[0];
    private int count;
    private boolean isDictionaryFull;
    private boolean isDictionaryUsed;
    private UTF8String last = UTF8String.EMPTY_UTF8;
    private int lastPlace = -1;
    private UTF8String least = UTF8String.EMPTY_UTF8;
    private UTF8String most = UTF8String.EMPTY_UTF8;

    /** A column whose values may repeat or hardly ever do: then a dictionary would be built only to be given up. */
    ParquetStrings(ColumnDescriptor descriptor, RowFields fields, int field, boolean mayRepeat) {
        super(descriptor, fields, field);
        this.mayRepeat = mayRepeat;
        this.isDictionaryFull = !mayRepeat;
    }

    @Override
    void addValue(InternalRow row, RowFields fields, int field) throws IOException {
        UTF8String value = fields.text(row, field);
        if (isDictionaryFull) {
            plain.add(value);
            return;
        }
        if (lastPlace < 0 || !value.equals(last)) {
            Optional<Integer> place = place(value);
            if (place.isEmpty()) {
                // The page so far keeps its places: a row group may have pages of both kinds.
                endPage();
                isDictionaryFull = true;
                plain.add(value);
                return;
            }
            lastPlace = place.get();
        }
        if (count == 0) {
            least = last;
            most = last;
        } else if (places[count - 1] != lastPlace) {
            least = last.binaryCompare(least) < 0 ? last : least;
            most = last.binaryCompare(most) > 0 ? last : most;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, Math.max(SMALLEST, Math.min(ROWS_A_PAGE, 2 * count)));
        }
        places[count++] = lastPlace;
    }

    /** The value's place in the dictionary, which then is the last; empty if it has none and there is no room. */
    private Optional<Integer> place(UTF8String value) {
        Integer known = dictionary.get(value);
        if (known == null) {
            if (dictionaryText.length() + value.numBytes() + Integer.BYTES > DICTIONARY_BYTES) {
                return Optional.empty();
            }
            last = value.copy();
            known = dictionary.size();
            dictionary.put(last, known);
            dictionaryText.add(last);
        } else {
            last = value.copy();
        }
        return Optional.of(known);
    }

    @Override
    int valueBytes() {
        return plain.length() + count;
    }

    @Override
    Values takeValues(Statistics<?> statistics) throws IOException {
        if (isDictionaryFull) {
            plain.updateRange(statistics);
            return new Values(BytesInput.from(plain.take()), Encoding.PLAIN);
        }
        if (count == 0) {
            // Without a value there may be no dictionary yet, and not every reader knows an empty one.
            return new Values(BytesInput.empty(), Encoding.PLAIN);
        }
        statistics.updateStats(Binary.fromConstantByteArray(least.getBytes()));
        statistics.updateStats(Binary.fromConstantByteArray(most.getBytes()));
        isDictionaryUsed = true;
        Values taken = places(places, count, dictionary.size());
        count = 0;
        return taken;
    }

    @Override
    Optional<DictionaryPage> takeDictionary() {
        int size = dictionary.size();
        byte[] text = dictionaryText.take();
        dictionary.clear();
        lastPlace = -1;
        isDictionaryFull = !mayRepeat;
        if (!isDictionaryUsed) {
            return Optional.empty();
        }
        isDictionaryUsed = false;
        return Optional.of(new DictionaryPage(BytesInput.from(text), size, DICTIONARY));
    }

    /** Texts one after the other, each behind its length in four bytes, the lowest first. */
    private static final class Plain {
        private byte[] bytes = new byte[0];
        private ByteBuffer lengths = buffer(bytes);
        private int length;
        private int leastStart;
        private int leastEnd;
        private int mostStart;
        private int mostEnd;

        private void add(UTF8String value) {
            int size = value.numBytes();
            int start = length + Integer.BYTES;
            int end = start + size;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.max(SMALLEST, end), 2 * length));
                lengths = buffer(bytes);
            }
            lengths.putInt(length, size);
            Platform.copyMemory(
                    value.getBaseObject(),
                    value.getBaseOffset(),
                    bytes,
                    (long) Platform.BYTE_ARRAY_OFFSET + start,
                    size);
            if (length == 0) {
                leastStart = start;
                leastEnd = end;
                mostStart = start;
                mostEnd = end;
            } else if (Arrays.compareUnsigned(bytes, start, end, bytes, mostStart, mostEnd) > 0) {
                mostStart = start;
                mostEnd = end;
            } else if (Arrays.compareUnsigned(bytes, start, end, bytes, leastStart, leastEnd) < 0) {
                leastStart = start;
                leastEnd = end;
            }
            length = end;
        }

        private int length() {
            return length;
        }

        private void updateRange(Statistics<?> statistics) {
            if (length > 0) {
                statistics.updateStats(Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, leastStart, leastEnd)));
                statistics.updateStats(Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, mostStart, mostEnd)));
            }
        }

        private byte[] take() {
            byte[] taken = Arrays.copyOf(bytes, length);
            length = 0;
            return taken;
        }

        private static ByteBuffer buffer(byte[] bytes) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
