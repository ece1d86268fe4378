package io.stocktake.embedded.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an object: kept, or computed as they are sent. Immutable. */
interface Content {
    long length();

    void writeTo(OutputStream out, long from, long count) throws IOException;

    /** All bytes at once, for what has to see them; not to be changed. */
    default byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
        try {
            writeTo(out, 0, length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A part of these bytes, which are not copied. */
    default Content slice(long from, long count) {
        return from == 0 && count == length() ? this : new Slice(this, from, count);
    }

    /** These bytes, which are not copied. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out, long from, long count) throws IOException {
                out.write(bytes, Math.toIntExact(from), Math.toIntExact(count));
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }
        };
    }

    /** One content behind the other, as the parts of a multipart upload are; not copied. */
    static Content joined(List<Content> pieces) {
        return pieces.size() == 1 ? pieces.get(0) : new Joined(pieces);
    }

    /** So many bytes of the letters a to z in turn, kept nowhere. */
    static Content letters(long length) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out, long from, long count) throws IOException {
                byte[] piece = new byte[(int) Math.min(count, 64 * 1024)];
                for (long at = from; at < from + count; ) {
                    int size = (int) Math.min(piece.length, from + count - at);
                    for (int i = 0; i < size; i++) {
                        piece[i] = (byte) ('a' + (at + i) % 26);
                    }
                    out.write(piece, 0, size);
                    at += size;
                }
            }
        };
    }

    /** A part of another content. */
    record Slice(Content whole, long start, long length) implements Content {
        @Override
        public void writeTo(OutputStream out, long from, long count) throws IOException {
            whole.writeTo(out, start + from, count);
        }

        @Override
        public Content slice(long from, long count) {
            return whole.slice(start + from, count);
        }
    }

    /** Contents in a row. */
    record Joined(List<Content> pieces) implements Content {
        public Joined {
            pieces = List.copyOf(pieces);
        }

        @Override
        public long length() {
            return pieces.stream().mapToLong(Content::length).sum();
        }

        @Override
        public void writeTo(OutputStream out, long from, long count) throws IOException {
            for (Content piece : slices(from, count)) {
                piece.writeTo(out, 0, piece.length());
            }
        }

        @Override
        public Content slice(long from, long count) {
            return joined(slices(from, count));
        }

        private List<Content> slices(long from, long count) {
            List<Content> slices = new ArrayList<>();
            long start = 0;
            for (Content piece : pieces) {
                long first = Math.max(from - start, 0);
                long end = Math.min(from + count - start, piece.length());
                if (first < end) {
                    slices.add(piece.slice(first, end - first));
                }
                start += piece.length();
            }
            return slices.isEmpty() ? List.of(of(new byte[0])) : slices;
        }
    }
}
