package io.stocktake.inventory.file;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.catalyst.InternalRow;

/** Hands a row's values to Parquet, column by column. */
final class RowWriteSupport extends WriteSupport<InternalRow> {
    private final MessageType schema;
    private final RowFields fields;
    private RecordConsumer consumer;

    RowWriteSupport(ReportLayout layout, RowFields fields) {
        this.schema = MessageTypeParser.parseMessageType(layout.fileSchema());
        this.fields = fields;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract, though deprecated.
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        this.consumer = recordConsumer;
    }

    @Override
    public void write(InternalRow row) {
        consumer.startMessage();
        for (int field = 0; field < fields.count(); field++) {
            if (!fields.isNull(row, field)) {
                consumer.startField(fields.name(field), field);
                switch (fields.type(field)) {
                    // Pages keep a copy; statistics and dictionaries keep the Binary, so it must not call its bytes
                    // reused.
                    case STRING -> consumer.addBinary(Binary.fromConstantByteArray(fields.bytes(row, field)));
                    case BOOLEAN -> consumer.addBoolean(fields.bool(row, field));
                    case LONG -> consumer.addLong(fields.number(row, field));
                    case TIMESTAMP -> consumer.addLong(fields.millis(row, field));
                }
                consumer.endField(fields.name(field), field);
            }
        }
        consumer.endMessage();
    }
}
