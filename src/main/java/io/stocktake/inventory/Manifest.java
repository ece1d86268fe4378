package io.stocktake.inventory;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.stocktake.config.inventory.ReportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * {@code manifest.json}: what a report is and which data files it has. The components stand in the order of the
 * document.
 *
 * <p>Source: S3 User Guide, "Locating your inventory list", and manifests that S3 delivered.
 *
 * @param sourceBucket the name of the bucket that the report is about
 * @param destinationBucket the ARN of the bucket that the report is in
 * @param version the version of the report's format, always {@link #VERSION}
 * @param creationTimestamp when the scan began, to the millisecond
 * @param fileFormat the format of the data files
 * @param fileSchema their schema, in the language of the format
 * @param files the data files; none for an empty bucket
 */
public record Manifest(
        String sourceBucket,
        String destinationBucket,
        String version,
        Instant creationTimestamp,
        ReportFormat fileFormat,
        String fileSchema,
        List<ManifestFile> files) {

    /** The only version that there is. */
    public static final String VERSION = "2016-11-30";

    /** The last part of a manifest's key. */
    public static final String FILE_NAME = "manifest.json";

    /** The last part of the key of a manifest's MD5. */
    public static final String CHECKSUM_FILE_NAME = "manifest.checksum";

    public Manifest {
        files = List.copyOf(files);
    }

    /** Writes this manifest as JSON, in UTF-8; leaves the stream open. */
    public void write(OutputStream out) throws IOException {
        write(out, files);
    }

    /**
     * Writes this manifest as JSON, in UTF-8, with these data files in place of its own, which are asked for one by one:
     * a report may have more than one wants to hold. Leaves the stream open.
     */
    public void write(OutputStream out, Iterable<ManifestFile> dataFiles) throws IOException {
        JsonFactory json = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // A manifest that breaks off must not be rounded off to one that looks whole.
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .build();
        try (JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            generator.writeStartObject();
            generator.writeStringField("sourceBucket", sourceBucket);
            generator.writeStringField("destinationBucket", destinationBucket);
            generator.writeStringField("version", version);
            generator.writeStringField("creationTimestamp", Long.toString(creationTimestamp.toEpochMilli()));
            generator.writeStringField("fileFormat", fileFormat.awsName());
            generator.writeStringField("fileSchema", fileSchema);
            generator.writeArrayFieldStart("files");
            for (ManifestFile file : dataFiles) {
                generator.writeStartObject();
                generator.writeStringField("key", file.key());
                generator.writeNumberField("size", file.size());
                generator.writeStringField("MD5checksum", file.md5Checksum());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
    }

    /**
     * Reads a manifest. Members that are not known are passed over, as S3 may add some; known ones must be there, once,
     * and of the right type.
     *
     * @param name what to call the manifest in an error: its location
     * @param in is left open
     * @throws IOException if the stream fails or this is not a manifest; the message names it and what is wrong
     */
    public static Manifest read(InputStream in, String name) throws IOException {
        return new ManifestParser(name).parse(in);
    }
}
