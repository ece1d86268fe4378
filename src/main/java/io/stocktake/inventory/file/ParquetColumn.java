package io.stocktake.inventory.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.catalyst.InternalRow;
import org.xerial.snappy.Snappy;

/**
 * One column of the row group that is being written. Its values go into pages; a full page is compressed and kept until
 * the row group is complete, as the pages of a column lie side by side in the file. Not thread-safe.
 *
 * <p>The columns of a report are flat, and that is all this knows: a value is there or it is absent. Source: Apache
 * Parquet format, "Data Pages", "Encodings" and "Nested Encoding"; pages of version 1, which every reader knows.
 */
abstract class ParquetColumn {
    /** As many as Parquet's own writers put into a page at the most, for the sake of its index. */
    static final int ROWS_A_PAGE = 20_000;

    /** A dictionary that is larger is given up: its values hardly repeat. */
    static final int DICTIONARY_BYTES = 256 * 1024;

    /** By its older name, which stands for both kinds of pages in files of version 1. */
    @SuppressWarnings("deprecation")
    static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    /** What levels that are always 0 are said to be, though none is written. */
    @SuppressWarnings("deprecation")
    private static final Encoding NO_LEVELS = Encoding.BIT_PACKED;

    private static final int PAGE_BYTES = 256 * 1024;

    private final ColumnDescriptor descriptor;
    private final RowFields fields;
    private final int field;
    private final List<Page> pages = new ArrayList<>();
    /** Which rows of the open page have no value. */
    private final BitSet absent = new BitSet();

    private int pageRows;
    private int pageAbsent;
    private long rows;
    private long compressedBytes;

    ParquetColumn(ColumnDescriptor descriptor, RowFields fields, int field) {
        this.descriptor = descriptor;
        this.fields = fields;
        this.field = field;
    }

    /** A full page, ready to be written. */
    private record Page(int rows, int bytes, BytesInput compressed, Statistics<?> statistics, Encoding encoding) {}

    /** The values of a page as they stand in the file, before they are compressed. */
    record Values(BytesInput bytes, Encoding encoding) {}

    /** Adds the value of a row that has one. */
    abstract void addValue(InternalRow row, RowFields fields, int field) throws IOException;

    /** How many bytes the values of the open page have, or what is no less. */
    abstract int valueBytes();

    /**
     * The values of the open page, which is then empty.
     *
     * @param statistics gets the smallest and the greatest
     */
    abstract Values takeValues(Statistics<?> statistics) throws IOException;

    /** The dictionary of the row group, uncompressed, if one of its pages needs it; the next row group begins without. */
    abstract Optional<DictionaryPage> takeDictionary() throws IOException;

    /** Adds a row. */
    final void add(InternalRow row) throws IOException {
        if (fields.isNull(row, field)) {
            absent.set(pageRows);
            pageAbsent++;
        } else {
            addValue(row, fields, field);
        }
        pageRows++;
        if (pageRows == ROWS_A_PAGE || valueBytes() >= PAGE_BYTES) {
            endPage();
        }
    }

    /** Compresses the open page, if it has rows. */
    final void endPage() throws IOException {
        if (pageRows == 0) {
            return;
        }
        Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
        statistics.incrementNumNulls(pageAbsent);
        Values values = takeValues(statistics);
        byte[] page = bytes(BytesInput.concat(levels(), values.bytes()));
        byte[] compressed = Snappy.compress(page);
        pages.add(new Page(pageRows, page.length, BytesInput.from(compressed), statistics, values.encoding()));
        compressedBytes += compressed.length;
        rows += pageRows;
        absent.clear();
        pageRows = 0;
        pageAbsent = 0;
    }

    /** The bytes in memory of this row group. */
    final long bytes() {
        return compressedBytes + valueBytes();
    }

    /** Writes the column of a complete row group. */
    final void writeTo(ParquetFileWriter file) throws IOException {
        endPage();
        file.startColumn(descriptor, rows, CompressionCodecName.SNAPPY);
        Optional<DictionaryPage> dictionary = takeDictionary();
        if (dictionary.isPresent()) {
            file.writeDictionaryPage(compressed(dictionary.get()));
        }
        for (Page page : pages) {
            file.writeDataPage(
                    page.rows(),
                    page.bytes(),
                    page.compressed(),
                    page.statistics(),
                    page.rows(),
                    NO_LEVELS,
                    isOptional() ? Encoding.RLE : NO_LEVELS,
                    page.encoding());
        }
        file.endColumn();
        pages.clear();
        rows = 0;
        compressedBytes = 0;
    }

    private boolean isOptional() {
        return descriptor.getMaxDefinitionLevel() > 0;
    }

    /** Which rows have a value, a bit each, behind their length; nothing for a column in which each has one. */
    private BytesInput levels() throws IOException {
        if (!isOptional()) {
            return BytesInput.empty();
        }
        BytesInput levels;
        if (pageAbsent == 0 || pageAbsent == pageRows) {
            levels = BytesInput.concat(
                    BytesInput.fromUnsignedVarInt(pageRows << 1),
                    BytesInput.from(new byte[] {(byte) (pageAbsent == 0 ? 1 : 0)}));
        } else {
            try (RunLengthBitPackingHybridEncoder encoder = encoder(1)) {
                for (int i = 0; i < pageRows; i++) {
                    encoder.writeInt(absent.get(i) ? 0 : 1);
                }
                levels = BytesInput.from(bytes(encoder.toBytes()));
            }
        }
        return BytesInput.concat(BytesInput.fromInt((int) levels.size()), levels);
    }

    /** The places in a dictionary: their width in bits, then the places. */
    static Values places(int[] places, int count, int dictionarySize) throws IOException {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(dictionarySize - 1);
        try (RunLengthBitPackingHybridEncoder encoder = encoder(width)) {
            for (int i = 0; i < count; i++) {
                encoder.writeInt(places[i]);
            }
            BytesInput bytes = BytesInput.concat(
                    BytesInput.from(new byte[] {(byte) width}), BytesInput.from(bytes(encoder.toBytes())));
            return new Values(bytes, DICTIONARY);
        }
    }

    private static RunLengthBitPackingHybridEncoder encoder(int width) {
        return new RunLengthBitPackingHybridEncoder(width, 64, ROWS_A_PAGE, HeapByteBufferAllocator.getInstance());
    }

    private static DictionaryPage compressed(DictionaryPage page) throws IOException {
        byte[] bytes = bytes(page.getBytes());
        return new DictionaryPage(
                BytesInput.from(Snappy.compress(bytes)), bytes.length, page.getDictionarySize(), page.getEncoding());
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) input.size());
        input.writeAllTo(bytes);
        return bytes.toByteArray();
    }
}
