package io.stocktake.inventory.file;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes rows of Parquet's values. */
final class ParquetRowMaterializer extends RecordMaterializer<InternalRow> {
    private final PrimitiveConverter[] converters;
    private Object[] values;

    ParquetRowMaterializer(ReportFile file, List<ReportField> fields, List<Type> types) throws IOException {
        converters = new PrimitiveConverter[fields.size()];
        for (int place = 0; place < converters.length; place++) {
            converters[place] =
                    converter(file, place, fields.get(place), types.get(place).asPrimitiveType());
        }
        values = new Object[converters.length];
    }

    private PrimitiveConverter converter(ReportFile file, int place, ReportField field, PrimitiveType type)
            throws IOException {
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        boolean whole = name == PrimitiveTypeName.INT64 || name == PrimitiveTypeName.INT32;
        boolean timestamp = type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation;
        boolean fits =
                switch (field.type()) {
                    case STRING -> true;
                    case BOOLEAN -> name == PrimitiveTypeName.BOOLEAN;
                    case LONG -> whole && !timestamp;
                    case TIMESTAMP -> timestamp;
                };
        if (!fits) {
            throw file.unreadable("its column \"%s\" is \"%s\", which is not a %s"
                    .formatted(field.fileName(), type, field.type().orcName()));
        }
        if (field.type() != ColumnType.STRING) {
            return new ValueConverter(place, timestamp ? number -> micros(type, number) : number -> number);
        }
        if (name == PrimitiveTypeName.BINARY) {
            return new StringConverter(place);
        }
        return new TextConverter(
                place, type.stringifier(), timestamp ? number -> text(micros(type, number)) : Long::toString);
    }

    private static long micros(PrimitiveType type, long number) {
        TimestampLogicalTypeAnnotation timestamp = (TimestampLogicalTypeAnnotation) type.getLogicalTypeAnnotation();
        return switch (timestamp.getUnit()) {
            case MILLIS -> Math.multiplyExact(number, 1000L);
            case MICROS -> number;
            case NANOS -> Math.floorDiv(number, 1000L);
        };
    }

    private static String text(long micros) {
        return Instant.EPOCH.plusNanos(micros * 1000).toString();
    }

    @Override
    public InternalRow getCurrentRecord() {
        return new GenericInternalRow(values);
    }

    @Override
    public GroupConverter getRootConverter() {
        return new GroupConverter() {
            @Override
            public Converter getConverter(int place) {
                return converters[place];
            }

            @Override
            public void start() {
                values = new Object[converters.length];
            }

            @Override
            public void end() {}
        };
    }

    private final class StringConverter extends PrimitiveConverter {
        private final int place;
        private UTF8String[] dictionary;

        StringConverter(int place) {
            this.place = place;
        }

        @Override
        public void addBinary(Binary value) {
            values[place] = UTF8String.fromBytes(value.getBytes());
        }

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(Dictionary read) {
            dictionary = new UTF8String[read.getMaxId() + 1];
            for (int id = 0; id < dictionary.length; id++) {
                dictionary[id] = UTF8String.fromBytes(read.decodeToBinary(id).getBytes());
            }
        }

        @Override
        public void addValueFromDictionary(int id) {
            values[place] = dictionary[id];
        }
    }

    private final class ValueConverter extends PrimitiveConverter {
        private final int place;
        private final LongFunction<Object> ofNumber;

        ValueConverter(int place, LongFunction<Object> ofNumber) {
            this.place = place;
            this.ofNumber = ofNumber;
        }

        @Override
        public void addBoolean(boolean value) {
            values[place] = value;
        }

        @Override
        public void addInt(int value) {
            addLong(value);
        }

        @Override
        public void addLong(long value) {
            values[place] = ofNumber.apply(value);
        }
    }

    /** For a column that is not known: its value as a person would write it. */
    private final class TextConverter extends PrimitiveConverter {
        private final int place;
        private final PrimitiveStringifier text;
        private final LongFunction<String> ofNumber;

        TextConverter(int place, PrimitiveStringifier text, LongFunction<String> ofNumber) {
            this.place = place;
            this.text = text;
            this.ofNumber = ofNumber;
        }

        private void set(String value) {
            values[place] = UTF8String.fromString(value);
        }

        @Override
        public void addBoolean(boolean value) {
            set(text.stringify(value));
        }

        @Override
        public void addInt(int value) {
            set(text.stringify(value));
        }

        @Override
        public void addLong(long value) {
            set(ofNumber.apply(value));
        }

        @Override
        public void addFloat(float value) {
            set(text.stringify(value));
        }

        @Override
        public void addDouble(double value) {
            set(text.stringify(value));
        }

        @Override
        public void addBinary(Binary value) {
            set(text.stringify(value));
        }
    }
}
