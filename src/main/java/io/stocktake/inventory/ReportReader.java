package io.stocktake.inventory;

import io.stocktake.inventory.file.Md5InputStream;
import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportSchema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads a manifest and what belongs to it. */
final class ReportReader {
    /** Enough for an MD5 in hexadecimal and a line's end; what is longer is none. */
    private static final int CHECKSUM_BYTES = 64;

    private ReportReader() {}

    /** What a manifest's checksum says of it. */
    enum Completeness {
        /** The checksum is the manifest's. */
        COMPLETE,
        /** There is no checksum, or not even a manifest: the report is being written, or its writer died. */
        INCOMPLETE,
        /** The checksum is of something else. */
        ALTERED
    }

    static Completeness completeness(Path manifest, FileSystem fileSystem) throws IOException {
        Optional<String> checksum = checksum(manifest, fileSystem);
        if (checksum.isEmpty()) {
            return Completeness.INCOMPLETE;
        }
        try (Md5InputStream bytes = new Md5InputStream(fileSystem.open(manifest))) {
            bytes.drain();
            return bytes.md5().equals(checksum.get()) ? Completeness.COMPLETE : Completeness.ALTERED;
        } catch (FileNotFoundException e) {
            return Completeness.INCOMPLETE;
        }
    }

    /** Reads a manifest. Where it has a checksum, that must be its own. */
    static Report read(Path path, FileSystem fileSystem) throws IOException {
        Optional<String> checksum = checksum(path, fileSystem);
        Manifest manifest;
        try (Md5InputStream bytes = new Md5InputStream(fileSystem.open(path))) {
            try {
                manifest = Manifest.read(bytes, path.toString());
            } catch (IOException e) {
                check(path, bytes, checksum);
                throw e;
            }
            check(path, bytes, checksum);
        } catch (FileNotFoundException e) {
            throw new UnreadableReportException("Cannot read manifest \"%s\": it does not exist".formatted(path), e);
        }
        return report(path, manifest);
    }

    private static void check(Path path, Md5InputStream bytes, Optional<String> checksum) throws IOException {
        if (checksum.isEmpty()) {
            return;
        }
        bytes.drain();
        String md5 = bytes.md5();
        if (!md5.equals(checksum.get())) {
            throw new UnreadableReportException(
                    "Cannot read manifest \"%s\": its MD5 is %s, its manifest.checksum says \"%s\""
                            .formatted(path, md5, checksum.get()));
        }
    }

    private static Report report(Path path, Manifest manifest) throws IOException {
        try {
            ReportSchema schema = ReportSchema.parse(manifest.fileFormat(), manifest.fileSchema());
            ReportDirectory directory = new ReportDirectory(path);
            List<ReportFile> files = new ArrayList<>(manifest.files().size());
            for (ManifestFile file : manifest.files()) {
                files.add(new ReportFile(directory.resolve(file.key()), file.size(), file.md5Checksum()));
            }
            return new Report(path, schema, files);
        } catch (IllegalArgumentException e) {
            throw new UnreadableReportException("Cannot read manifest \"%s\": %s".formatted(path, e.getMessage()), e);
        }
    }

    private static Optional<String> checksum(Path manifest, FileSystem fileSystem) throws IOException {
        Path path = new Path(manifest.getParent(), Manifest.CHECKSUM_FILE_NAME);
        try (FSDataInputStream in = fileSystem.open(path)) {
            return Optional.of(new String(in.readNBytes(CHECKSUM_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
