package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.inventory.file.ReportRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts reports into a directory that stands for a destination bucket, as a delivery would. */
record LocalReport(Path bucket, ReportLocation location) {

    static LocalReport in(Path bucket) {
        return new LocalReport(bucket, new ReportLocation("reports", "my-bucket", "everything"));
    }

    /** A report that is complete but for its checksum. */
    Path deliverWithoutChecksum(Instant start, ReportLayout layout, List<List<List<Object>>> files) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (List<List<Object>> rows : files) {
            String name = "%s-%d".formatted(ReportTime.folder(start), paths.size());
            Path path = create(location.dataFile(name, layout.format()));
            ReportRows.write(path, layout, rows);
            paths.add(path);
        }
        return manifest(start, layout.format(), layout.fileSchema(), paths);
    }

    /** A manifest of files that are in the bucket. */
    Path manifest(Instant start, ReportFormat format, String fileSchema, List<Path> files) throws IOException {
        List<ManifestFile> entries = new ArrayList<>();
        for (Path file : files) {
            entries.add(new ManifestFile(bucket.relativize(file).toString(), Files.size(file), ReportRows.md5(file)));
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        new Manifest("my-bucket", "arn:aws:s3:::dest", Manifest.VERSION, start, format, fileSchema, entries)
                .write(json);
        return Files.write(create(location.manifest(start)), json.toByteArray());
    }

    Path checksum(Instant start) throws IOException {
        Path manifest = bucket.resolve(location.manifest(start));
        return Files.writeString(create(location.checksum(start)), ReportRows.md5(manifest), UTF_8);
    }

    /** A complete report; answers where its manifest is. */
    Path deliver(Instant start, ReportLayout layout, List<List<List<Object>>> files) throws IOException {
        Path manifest = deliverWithoutChecksum(start, layout, files);
        checksum(start);
        return manifest;
    }

    Path create(String key) throws IOException {
        Path path = bucket.resolve(key);
        Files.createDirectories(path.getParent());
        return path;
    }

    /** The folder of the configuration. */
    String root() {
        return bucket.resolve(location.root()).toString();
    }

    String folder(Instant start) {
        return bucket.resolve(location.folder(start)).toString();
    }
}
