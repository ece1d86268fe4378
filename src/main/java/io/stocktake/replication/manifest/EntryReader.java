package io.stocktake.replication.manifest;

import io.stocktake.inventory.file.KeyEncoding;
import io.stocktake.inventory.file.Md5InputStream;
import io.stocktake.replication.manifest.EntryColumns.MalformedEntryException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the entries of one file, front to back. Where the file's MD5 is known, it is compared at the end. Not thread-safe.
 *
 * <p>Line ends of any kind, quotes, a byte order mark and empty lines are taken as they come; keys are decoded as S3 Batch
 * Operations does it, a plus being a space.
 */
final class EntryReader implements Iterator<ManifestEntry>, Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final String NOT_CSV = "it is not CSV in UTF-8: ";
    private static final CSVFormat FORMAT = CSVFormat.Builder.create()
            .setDelimiter(',')
            .setQuote('"')
            .setIgnoreEmptyLines(true)
            .get();

    private final EntryFile file;
    private final Set<String> buckets;
    private final Md5InputStream bytes;
    private final RowReader characters;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private Optional<EntryColumns> columns;
    private Optional<ManifestEntry> next = Optional.empty();
    private boolean isAtEnd;

    private EntryReader(EntryFile file, Set<String> buckets, Md5InputStream bytes) throws IOException {
        this.file = file;
        this.buckets = buckets;
        this.bytes = bytes;
        this.columns = file.schema().isEmpty() ? Optional.empty() : Optional.of(EntryColumns.ofReport(file.schema()));
        BufferedReader text = new BufferedReader(
                new InputStreamReader(
                        bytes,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                BUFFER_BYTES);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        this.characters = new RowReader(text);
        this.parser =
                CSVParser.builder().setReader(characters).setFormat(FORMAT).get();
        this.records = parser.iterator();
    }

    /**
     * Opens a file.
     *
     * @param buckets the names that an entry's bucket may have; any if empty
     * @throws UncheckedIOException if it cannot be read; the message names it and says why, here and later
     */
    static EntryReader open(EntryFile file, Set<String> buckets, Configuration configuration) {
        try {
            Md5InputStream bytes =
                    new Md5InputStream(file.path().getFileSystem(configuration).open(file.path()));
            try {
                return new EntryReader(file, buckets, bytes);
            } catch (IOException | RuntimeException failure) {
                bytes.close();
                throw failure;
            }
        } catch (FileNotFoundException absent) {
            throw file.unreadable("it does not exist", absent);
        } catch (CharacterCodingException failure) {
            throw file.unreadable(NOT_CSV + reason(failure), failure);
        } catch (IOException failure) {
            throw file.unreadable(reason(failure), failure);
        }
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && !isAtEnd) {
            advance();
        }
        return next.isPresent();
    }

    @Override
    public ManifestEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ManifestEntry entry = next.orElseThrow();
        next = Optional.empty();
        return entry;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException failure) {
            throw file.unreadable(reason(failure), failure);
        }
    }

    private void advance() {
        try {
            if (records.hasNext()) {
                CSVRecord record = records.next();
                characters.endRow();
                next = entry(record);
                return;
            }
        } catch (MalformedEntryException malformed) {
            verify();
            throw file.unreadable("its line %d %s".formatted(parser.getCurrentLineNumber(), malformed.getMessage()));
        } catch (UncheckedIOException | IllegalStateException failure) {
            if (bytes.failure().isPresent()) {
                throw file.unreadable(reason(bytes.failure().get()), failure);
            }
            verify();
            throw file.unreadable(NOT_CSV + reason(failure), failure);
        }
        isAtEnd = true;
        verify();
        close();
    }

    private Optional<ManifestEntry> entry(CSVRecord record) {
        EntryColumns places = columns.orElseGet(() -> EntryColumns.ofManifest(record));
        if (record.size() != places.count()) {
            throw new MalformedEntryException(
                    columns.isPresent() && file.schema().isEmpty()
                            ? "has %s, those before it have %d; a comma in a key is written %%2C"
                                    .formatted(EntryColumns.columns(record), places.count())
                            : "has %s, its report's schema has %d"
                                    .formatted(EntryColumns.columns(record), places.count()));
        }
        columns = Optional.of(places);
        if (!places.isWork(record)) {
            return Optional.empty();
        }
        String bucket = record.get(places.bucket());
        if (!buckets.isEmpty() && !buckets.contains(bucket)) {
            throw new MalformedEntryException("names the bucket \"%s\", not \"%s\""
                    .formatted(
                            bucket,
                            String.join("\" or \"", buckets.stream().sorted().toList())));
        }
        return Optional.of(new ManifestEntry(bucket, key(record.get(places.key())), versionId(record, places)));
    }

    private static String key(String encoded) {
        if (encoded.isEmpty()) {
            throw new MalformedEntryException("has no key");
        }
        return KeyEncoding.decode(encoded)
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .orElseThrow(() -> new MalformedEntryException(
                        "has \"%s\" as its key, which is not URL-encoded".formatted(encoded)));
    }

    private static Optional<String> versionId(CSVRecord record, EntryColumns places) {
        return places.versionId() == EntryColumns.NONE
                ? Optional.empty()
                : Optional.of(record.get(places.versionId())).filter(text -> !text.isEmpty());
    }

    /** An altered file can fail in any way: what differs from the report's manifest is the better answer. */
    private void verify() {
        if (file.md5().isEmpty()) {
            return;
        }
        try {
            bytes.drain();
        } catch (IOException failure) {
            throw file.unreadable(reason(failure), failure);
        }
        String md5 = bytes.md5();
        if (!md5.equals(file.md5())) {
            throw file.unreadable("its MD5 is %s, its report's manifest says %s".formatted(md5, file.md5()));
        }
    }

    private static String reason(Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        if (cause instanceof CharacterCodingException) {
            return "it has bytes that are no text";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
