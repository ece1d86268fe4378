package io.stocktake.inventory;

import io.stocktake.inventory.file.Md5InputStream;
import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportSchema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a manifest, named by its location, and what belongs to it. */
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

    static Completeness completeness(String manifest, ReportFiles files) throws IOException {
        Optional<String> checksum = checksum(manifest, files);
        if (checksum.isEmpty()) {
            return Completeness.INCOMPLETE;
        }
        try (Md5InputStream bytes = new Md5InputStream(files.open(manifest))) {
            bytes.drain();
            return bytes.md5().equals(checksum.get()) ? Completeness.COMPLETE : Completeness.ALTERED;
        } catch (FileNotFoundException e) {
            return Completeness.INCOMPLETE;
        }
    }

    /** Reads a manifest. Where it has a checksum, that must be its own. */
    static Report read(String location, ReportFiles files) throws IOException {
        Optional<String> checksum = checksum(location, files);
        Manifest manifest;
        try (Md5InputStream bytes = new Md5InputStream(files.open(location))) {
            try {
                manifest = Manifest.read(bytes, location);
            } catch (IOException e) {
                check(location, bytes, checksum);
                throw e;
            }
            check(location, bytes, checksum);
        } catch (FileNotFoundException e) {
            throw new UnreadableReportException(
                    "Cannot read manifest \"%s\": it does not exist".formatted(location), e);
        }
        return report(location, manifest, files);
    }

    private static void check(String location, Md5InputStream bytes, Optional<String> checksum) throws IOException {
        if (checksum.isEmpty()) {
            return;
        }
        bytes.drain();
        String md5 = bytes.md5();
        if (!md5.equals(checksum.get())) {
            throw new UnreadableReportException(
                    "Cannot read manifest \"%s\": its MD5 is %s, its manifest.checksum says \"%s\""
                            .formatted(location, md5, checksum.get()));
        }
    }

    private static Report report(String location, Manifest manifest, ReportFiles files) throws IOException {
        try {
            ReportSchema schema = ReportSchema.parse(manifest.fileFormat(), manifest.fileSchema());
            List<ReportFile> dataFiles = new ArrayList<>(manifest.files().size());
            for (ManifestFile file : manifest.files()) {
                dataFiles.add(new ReportFile(files.resolve(location, file.key()), file.size(), file.md5Checksum()));
            }
            return new Report(location, schema, dataFiles);
        } catch (IllegalArgumentException e) {
            throw new UnreadableReportException(
                    "Cannot read manifest \"%s\": %s".formatted(location, e.getMessage()), e);
        }
    }

    private static Optional<String> checksum(String manifest, ReportFiles files) throws IOException {
        try (InputStream in = files.open(ReportFiles.folderOf(manifest) + Manifest.CHECKSUM_FILE_NAME)) {
            return Optional.of(new String(in.readNBytes(CHECKSUM_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
