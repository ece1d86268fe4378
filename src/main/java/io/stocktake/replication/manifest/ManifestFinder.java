package io.stocktake.replication.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestDocument;
import io.stocktake.inventory.file.Md5InputStream;
import io.stocktake.replication.report.CompletionReportManifest;
import io.stocktake.replication.report.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds out what a manifest is. */
final class ManifestFinder {
    /** Enough for an MD5 in hexadecimal and a line's end; what is longer is none. */
    private static final int CHECKSUM_BYTES = 64;

    private static final Set<String> NOT_IN_A_PATH = Set.of("", ".", "..");
    private static final String FORMATS = Stream.of(ManifestFormat.values())
            .map(ManifestFormat::awsName)
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();

    private final FileSystem fileSystem;
    private final Path path;

    private ManifestFinder(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = path;
    }

    /**
     * What the manifest at this path is.
     *
     * @throws IOException if it cannot be read, or is none; the message names it and says why
     */
    static ManifestContent find(Path asked, Configuration configuration) throws IOException {
        try {
            FileSystem fileSystem = fileSystem(asked, configuration);
            Path path = fileSystem.makeQualified(asked);
            if (fileSystem.getFileStatus(path).isDirectory()) {
                path = new Path(path, Manifest.FILE_NAME);
                if (!fileSystem.exists(path)) {
                    throw new ManifestException(asked, "it is a folder, and has no manifest.json");
                }
            }
            return new ManifestFinder(fileSystem, path).content();
        } catch (FileNotFoundException absent) {
            throw new ManifestException(asked, "it does not exist", absent);
        } catch (ManifestException said) {
            throw said;
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            throw message.startsWith("Cannot read manifest") ? failure : new ManifestException(asked, message, failure);
        }
    }

    /** Hadoop throws what it likes where a file system's class is missing. */
    private static FileSystem fileSystem(Path asked, Configuration configuration) throws IOException {
        try {
            return asked.getFileSystem(configuration);
        } catch (RuntimeException unusable) {
            throw new ManifestException(asked, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private ManifestContent content() throws IOException {
        if (!isJson()) {
            return new ManifestContent.Entries(
                    ManifestFormat.CSV, List.of(new EntryFile(path, "manifest", List.of(), "")));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String md5;
        try (Md5InputStream in = new Md5InputStream(fileSystem.open(path))) {
            in.transferTo(content);
            md5 = in.md5();
        }
        JsonNode document = ManifestDocument.read(new ByteArrayInputStream(content.toByteArray()), path.toString());
        if (document.has("Format")) {
            verify(md5);
            return completionReport(document);
        }
        if (document.has("fileFormat")) {
            Manifest manifest = Manifest.read(new ByteArrayInputStream(content.toByteArray()), path.toString());
            return new ManifestContent.Inventory(path, manifest.sourceBucket());
        }
        throw new ManifestException(path, "it is a JSON document of another kind than " + FORMATS);
    }

    /** A row of CSV begins with the name of a bucket. */
    private boolean isJson() throws IOException {
        try (InputStream in = fileSystem.open(path)) {
            return new String(in.readNBytes(CHECKSUM_BYTES), StandardCharsets.ISO_8859_1)
                    .replaceFirst("^\\u00EF\\u00BB\\u00BF", "")
                    .stripLeading()
                    .startsWith("{");
        }
    }

    private ManifestContent completionReport(JsonNode document) throws IOException {
        try {
            CompletionReportManifest manifest = CompletionReportManifest.of(document);
            List<String> schema = Stream.of(manifest.schema().split(",", -1))
                    .map(String::strip)
                    .toList();
            // Refuses a schema that lacks a column now, and not in every task.
            EntryColumns.ofReport(schema);
            List<EntryFile> files = new ArrayList<>();
            for (CompletionReportManifest.Result result : manifest.results()) {
                if (result.status() == TaskStatus.FAILED) {
                    files.add(new EntryFile(resolve(result.key()), "result file", schema, result.md5()));
                }
            }
            return new ManifestContent.Entries(ManifestFormat.COMPLETION_REPORT, files);
        } catch (IllegalArgumentException malformed) {
            throw new ManifestException(path, malformed.getMessage(), malformed);
        }
    }

    /** All keys are {@code <manifest's folder>/results/<file>}, and so it is in a copy of the report. */
    private Path resolve(String key) {
        String[] segments = key.split("/", -1);
        String name = segments[segments.length - 1];
        if (segments.length < 2
                || !segments[segments.length - 2].equals(CompletionReportManifest.RESULTS)
                || NOT_IN_A_PATH.contains(name)) {
            throw new IllegalArgumentException("it names the file \"%s\", which is not in a folder \"%s\""
                    .formatted(key, CompletionReportManifest.RESULTS));
        }
        Path folder = path.getParent();
        return new Path(
                folder.toUri().getScheme(),
                folder.toUri().getAuthority(),
                new Path(folder, CompletionReportManifest.RESULTS).toUri().getPath() + "/" + name);
    }

    private void verify(String md5) throws IOException {
        Path checksum = new Path(path.getParent(), path.getName() + ".md5");
        Optional<String> said;
        try (InputStream in = fileSystem.open(checksum)) {
            said = Optional.of(new String(in.readNBytes(CHECKSUM_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (FileNotFoundException absent) {
            said = Optional.empty();
        }
        if (said.isPresent() && !said.get().equals(md5)) {
            throw new ManifestException(
                    path, "its MD5 is %s, its %s says \"%s\"".formatted(md5, checksum.getName(), said.get()));
        }
    }

    /** A message that needs nothing put before it. */
    private static final class ManifestException extends IOException {
        private static final long serialVersionUID = 1L;

        ManifestException(Path path, String why) {
            super("Cannot read manifest \"%s\": %s".formatted(path, why));
        }

        ManifestException(Path path, String why, Throwable cause) {
            super("Cannot read manifest \"%s\": %s".formatted(path, why), cause);
        }
    }
}
