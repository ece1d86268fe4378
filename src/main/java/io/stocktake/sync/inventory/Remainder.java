package io.stocktake.sync.inventory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a task has left over: less than a part. Compressed, to a tenth or so: many tasks may end at the same moment, and
 * the driver takes their remainders one after the other.
 */
final class Remainder implements Serializable {
    private static final long serialVersionUID = 1L;

    static final Remainder NONE = of(new byte[0], 0);

    private final byte[] compressed;

    private Remainder(byte[] compressed) {
        this.compressed = compressed;
    }

    static Remainder of(byte[] content, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(content, 0, length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return new Remainder(bytes.toByteArray());
    }

    void writeTo(OutputStream out) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            in.transferTo(out);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
