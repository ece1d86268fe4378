package io.stocktake.inventory.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/** Reads the wanted columns of a Parquet report, a row group at a time. */
final class ParquetReportReader implements ReportFileReader {
    private final ReportFile file;
    private final ReadableFile readable;
    private final ParquetFileReader reader;
    private final MessageColumnIO columnIo;
    private final ParquetRowMaterializer materializer;
    private RecordReader<InternalRow> records;
    private long left;
    private InternalRow row;

    ParquetReportReader(ReportFile file, ReadableFile readable, ReportSchema schema, int[] columns) throws IOException {
        this.file = file;
        this.readable = readable;
        this.reader = open();
        try {
            MessageType fileSchema = reader.getFileMetaData().getSchema();
            List<ReportField> fields = new ArrayList<>();
            List<Type> types = new ArrayList<>();
            for (int column : columns) {
                ReportField field = schema.fields().get(column);
                fields.add(field);
                types.add(type(fileSchema, field));
            }
            MessageType wanted = new MessageType(fileSchema.getName(), types);
            reader.setRequestedSchema(wanted);
            this.columnIo =
                    new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(wanted, fileSchema);
            this.materializer = new ParquetRowMaterializer(file, fields, types);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private ParquetFileReader open() throws IOException {
        try {
            return ParquetFileReader.open(
                    HadoopInputFile.fromPath(readable.path(), readable.configuration()),
                    HadoopReadOptions.builder(readable.configuration()).build());
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private PrimitiveType type(MessageType fileSchema, ReportField field) throws IOException {
        if (!fileSchema.containsField(field.fileName())) {
            throw file.unreadable("it has no column \"%s\"".formatted(field.fileName()));
        }
        Type type = fileSchema.getType(field.fileName());
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            throw file.unreadable("its column \"%s\" is nested".formatted(field.fileName()));
        }
        return type.asPrimitiveType();
    }

    @Override
    public boolean next() throws IOException {
        try {
            while (left == 0) {
                PageReadStore rowGroup = reader.readNextRowGroup();
                if (rowGroup == null) {
                    return false;
                }
                left = rowGroup.getRowCount();
                records = columnIo.getRecordReader(rowGroup, materializer);
            }
            row = records.read();
            left--;
            return true;
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private IOException broken(Exception e) {
        return file.unreadable("it is not a sound Parquet file: " + e.getMessage(), e);
    }

    @Override
    public InternalRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        try (readable) {
            reader.close();
        }
    }
}
