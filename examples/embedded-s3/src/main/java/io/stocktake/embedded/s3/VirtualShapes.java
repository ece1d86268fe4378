package io.stocktake.embedded.s3;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** The six shapes of key spaces that listings are measured on, and versions for any of them. */
final class VirtualShapes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private VirtualShapes() {}

    private static long checked(long count) {
        if (count < 0 || count > 1L << 40) {
            throw new IllegalArgumentException(
                    "Cannot compute " + count + " keys: the count has to be between 0 and " + (1L << 40));
        }
        return count;
    }

    /** A shape that writes its keys; {@link #key} is derived. */
    private abstract static class Shape implements VirtualKeys {
        private final long count;

        Shape(long count) {
            this.count = checked(count);
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public byte[] key(long index) {
            if (index < 0 || index >= count) {
                throw new IndexOutOfBoundsException("Cannot compute key " + index + ": there are " + count + " keys");
            }
            byte[] buffer = new byte[Key.MAXIMUM_LENGTH];
            return Arrays.copyOf(buffer, write(index, buffer, 0));
        }

        @Override
        public abstract int write(long index, byte[] target, int offset);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int append(byte[] source, byte[] target, int offset) {
        System.arraycopy(source, 0, target, offset, source.length);
        return offset + source.length;
    }

    private static int digits(long value, int width, byte[] target, int offset) {
        long rest = value;
        for (int at = offset + width - 1; at >= offset; at--) {
            long next = rest / 10;
            target[at] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        return offset + width;
    }

    private static int hex(long value, byte[] target, int offset) {
        for (int i = 0; i < 16; i++) {
            target[offset + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
        }
        return offset + 16;
    }

    /** The index's own stretch of the 64-bit space and a random place in it: evenly spread and ascending. */
    static final class HexHash extends Shape {
        private final long stride;

        HexHash(long count) {
            super(count);
            stride = count == 0 ? 0 : Long.divideUnsigned(-1L, count);
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            long random = Mix.of(index);
            int end = hex(index * stride + Long.remainderUnsigned(random, stride), target, offset);
            return hex(Mix.of(random), target, end);
        }
    }

    /** The keys are spread evenly over the hours of 2023 to 2025. */
    static final class DatePartitions extends Shape {
        private static final int HOURS = (365 + 366 + 365) * 24;
        private static final byte[] PART = ascii("/part-");
        private static final byte[] SUFFIX = ascii(".json.gz");
        private static final byte[][] DIRECTORIES = directories();

        DatePartitions(long count) {
            super(count);
        }

        private static byte[][] directories() {
            byte[][] directories = new byte[HOURS][];
            for (int hour = 0; hour < HOURS; hour++) {
                LocalDate day = LocalDate.of(2023, 1, 1).plusDays(hour / 24);
                String date = day.toString();
                directories[hour] = ascii("logs/year=" + date.substring(0, 4) + "/month=" + date.substring(5, 7)
                        + "/day=" + date.substring(8) + "/hour=" + hour % 24 / 10 + hour % 24 % 10);
            }
            return directories;
        }

        /** The first index of an hour is the smallest i with i * HOURS / count >= hour. */
        private long first(long hour) {
            return (hour * count() + HOURS - 1) / HOURS;
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            long hour = index * HOURS / count();
            int end = append(DIRECTORIES[(int) hour], target, offset);
            end = digits(index - first(hour), 8, target, append(PART, target, end));
            return append(SUFFIX, target, end);
        }
    }

    /** Directories of given sizes; the keys in each are numbered. */
    private abstract static class Directories extends Shape {
        private final byte[][] names;
        /** The index of each directory's first key, and the count behind them. */
        private final long[] firsts;

        Directories(long count, byte[][] names, long[] firsts) {
            super(count);
            this.names = names;
            this.firsts = firsts;
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            int found = Arrays.binarySearch(firsts, index);
            int directory = found >= 0 ? found : -found - 2;
            // Empty directories share their first index with the next one: the last of them holds the key.
            while (firsts[directory + 1] <= index) {
                directory++;
            }
            return digits(index - firsts[directory], 10, target, append(names[directory], target, offset));
        }
    }

    /** Tenants in the order of their names; rank and name are unrelated, as with real tenants. */
    static final class ZipfTenants extends Directories {
        private static final int TENANTS = 1000;

        ZipfTenants(long count) {
            super(count, names(), firsts(checked(count)));
        }

        private static byte[][] names() {
            byte[][] names = new byte[TENANTS][];
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                byte[] name = ascii("tenant-00000/doc-");
                digits(tenant, 5, name, 7);
                names[tenant] = name;
            }
            return names;
        }

        private static long[] firsts(long count) {
            double[] shares = new double[TENANTS];
            double sum = 0;
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                // 367 and 1,000 have no common factor, so every rank is given once.
                int rank = tenant * 367 % TENANTS + 1;
                shares[tenant] = 1.0 / rank;
                sum += shares[tenant];
            }
            long[] firsts = new long[TENANTS + 1];
            double before = 0;
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                firsts[tenant] = (long) (count * (before / sum));
                before += shares[tenant];
            }
            firsts[TENANTS] = count;
            return firsts;
        }
    }

    /** Twelve digits. */
    static final class SequentialNumbers extends Shape {
        SequentialNumbers(long count) {
            super(count);
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            return digits(index, 12, target, offset);
        }
    }

    /** Names as Spark writes them. */
    static final class PartFiles extends Shape {
        private static final byte[] PREFIX = ascii("warehouse/events/part-");
        private static final byte[] SUFFIX = ascii("-8d2f61b0-43f7-4d29-9f7e-5d1f0c7a9e3b-c000.snappy.parquet");

        PartFiles(long count) {
            super(count);
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            int end = digits(index, 10, target, append(PREFIX, target, offset));
            return append(SUFFIX, target, end);
        }
    }

    /** {@code data/d0500/} holds 70 %; the other 30 % are spread evenly over 1,000 directories around it. */
    static final class OneLargeDirectory extends Directories {
        private static final int SMALL = 1000;
        private static final int LARGE = 500;

        OneLargeDirectory(long count) {
            super(count, names(), firsts(checked(count)));
        }

        private static byte[][] names() {
            byte[][] names = new byte[SMALL + 1][];
            for (int directory = 0; directory <= SMALL; directory++) {
                byte[] name = ascii("data/d0000/f");
                digits(directory, 4, name, 6);
                names[directory] = name;
            }
            return names;
        }

        private static long[] firsts(long count) {
            long large = (long) (count * 0.7);
            long small = count - large;
            long[] firsts = new long[SMALL + 2];
            for (int directory = 0; directory <= SMALL; directory++) {
                firsts[directory] =
                        directory <= LARGE ? small * directory / SMALL : large + small * (directory - 1) / SMALL;
            }
            firsts[SMALL + 1] = count;
            return firsts;
        }
    }

    /** All keys of another shape but every n-th. */
    static final class Sparse implements VirtualKeys {
        private final VirtualKeys keys;
        private final long every;

        Sparse(VirtualKeys keys, long every) {
            if (every < 2) {
                throw new IllegalArgumentException(
                        "Cannot leave out every " + every + "th key: it has to be every second at the most");
            }
            this.keys = keys;
            this.every = every;
        }

        @Override
        public long count() {
            return keys.count() - keys.count() / every;
        }

        @Override
        public byte[] key(long index) {
            return keys.key(original(index));
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            return keys.write(original(index), target, offset);
        }

        @Override
        public int versions(long index) {
            return keys.versions(original(index));
        }

        @Override
        public boolean isDeleteMarker(long index, int ordinal) {
            return keys.isDeleteMarker(original(index), ordinal);
        }

        @Override
        public long identity(long index) {
            return keys.identity(original(index));
        }

        private long original(long index) {
            return index + index / (every - 1);
        }
    }

    /** Any keys, with versions that a hash of index and ordinal decides on. */
    static final class Versioned implements VirtualKeys {
        /** The most versions of a key: a version's number is index * 64 + ordinal. */
        static final int MAXIMUM = 64;

        private final VirtualKeys keys;
        private final int maximum;
        private final long markerThreshold;

        Versioned(VirtualKeys keys, int maximum, double deleteMarkers) {
            if (maximum < 1 || maximum > MAXIMUM) {
                throw new IllegalArgumentException(
                        "Cannot compute " + maximum + " versions of a key: there have to be 1 to " + MAXIMUM);
            }
            if (!(deleteMarkers >= 0 && deleteMarkers <= 1)) {
                throw new IllegalArgumentException(
                        "Cannot make a share of " + deleteMarkers + " delete markers: it has to be between 0 and 1");
            }
            this.keys = keys;
            this.maximum = maximum;
            this.markerThreshold = (long) (deleteMarkers * (1L << 32));
        }

        @Override
        public long count() {
            return keys.count();
        }

        @Override
        public byte[] key(long index) {
            return keys.key(index);
        }

        @Override
        public int write(long index, byte[] target, int offset) {
            return keys.write(index, target, offset);
        }

        @Override
        public int versions(long index) {
            return 1 + (int) Long.remainderUnsigned(Mix.of(~index), maximum);
        }

        @Override
        public boolean isDeleteMarker(long index, int ordinal) {
            return Mix.of(index * MAXIMUM + ordinal) >>> 32 < markerThreshold;
        }
    }
}
