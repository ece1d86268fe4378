package io.stocktake.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.stocktake.config.inventory.ReportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one manifest, and says of a bad one what is wrong with it. */
final class ManifestParser {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,18}");

    private final String name;

    ManifestParser(String name) {
        this.name = name;
    }

    Manifest parse(InputStream in) throws IOException {
        JsonNode document = ManifestDocument.read(in, name);
        if (!document.isObject()) {
            throw bad("it is not a JSON object");
        }
        String version = text(document, "version", "version");
        if (!version.equals(Manifest.VERSION)) {
            throw bad("its \"version\" is \"%s\", only \"%s\" is known".formatted(version, Manifest.VERSION));
        }
        return new Manifest(
                text(document, "sourceBucket", "sourceBucket"),
                text(document, "destinationBucket", "destinationBucket"),
                version,
                creationTimestamp(document),
                fileFormat(document),
                text(document, "fileSchema", "fileSchema"),
                files(document));
    }

    private Instant creationTimestamp(JsonNode document) throws IOException {
        String milliseconds = text(document, "creationTimestamp", "creationTimestamp");
        if (!MILLISECONDS.matcher(milliseconds).matches()) {
            throw bad("its \"creationTimestamp\" is \"%s\", not milliseconds since 1970".formatted(milliseconds));
        }
        return Instant.ofEpochMilli(Long.parseLong(milliseconds));
    }

    private ReportFormat fileFormat(JsonNode document) throws IOException {
        String format = text(document, "fileFormat", "fileFormat");
        return Arrays.stream(ReportFormat.values())
                .filter(known -> known.awsName().equals(format))
                .findFirst()
                .orElseThrow(() -> bad("its \"fileFormat\" is \"%s\", not one of %s"
                        .formatted(
                                format,
                                Arrays.stream(ReportFormat.values())
                                        .map(ReportFormat::awsName)
                                        .collect(Collectors.joining(", ")))));
    }

    private List<ManifestFile> files(JsonNode document) throws IOException {
        JsonNode files = member(document, "files", "files");
        if (!files.isArray()) {
            throw bad("its \"files\" is not an array");
        }
        List<ManifestFile> parsed = new ArrayList<>(files.size());
        for (JsonNode file : files) {
            parsed.add(file(file, "files[%d]".formatted(parsed.size())));
        }
        return parsed;
    }

    private ManifestFile file(JsonNode file, String path) throws IOException {
        if (!file.isObject()) {
            throw bad("its \"%s\" is not an object".formatted(path));
        }
        String key = text(file, "key", path + ".key");
        JsonNode size = member(file, "size", path + ".size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw bad("its \"%s.size\" is %s, not a number of bytes".formatted(path, size));
        }
        String md5 = text(file, "MD5checksum", path + ".MD5checksum");
        if (!MD5.matcher(md5).matches()) {
            throw bad("its \"%s.MD5checksum\" is \"%s\", not an MD5 in hexadecimal".formatted(path, md5));
        }
        return new ManifestFile(key, size.longValue(), md5);
    }

    private String text(JsonNode object, String member, String path) throws IOException {
        JsonNode value = member(object, member, path);
        if (!value.isTextual()) {
            throw bad("its \"%s\" is %s, not a string".formatted(path, value));
        }
        if (value.textValue().isEmpty()) {
            throw bad("its \"%s\" is empty".formatted(path));
        }
        return value.textValue();
    }

    private JsonNode member(JsonNode object, String member, String path) throws IOException {
        JsonNode value = object.get(member);
        if (value == null) {
            throw bad("its \"%s\" is missing".formatted(path));
        }
        return value;
    }

    private UnreadableReportException bad(String what) {
        return new UnreadableReportException("Cannot read manifest \"%s\": %s".formatted(name, what));
    }
}
