package io.stocktake.replication.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/**
 * {@code manifest.json} of a completion report: which result files it has. The components stand in the order of the
 * document, but for its constant {@code Format}.
 *
 * <p>Source: S3 User Guide, "Examples: S3 Batch Operations completion reports".
 *
 * @param created {@code ReportCreationDate}, to the millisecond
 * @param results the result files; none where there was nothing to report
 * @param schema {@code ReportSchema}: the columns of the result files
 */
public record CompletionReportManifest(Instant created, List<Result> results, String schema) {
    /** The only format that there is. */
    public static final String FORMAT = "Report_CSV_20180820";

    /** The columns of the result files. AWS's own samples have the two in the middle the other way round. */
    public static final String SCHEMA = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";

    /** The last part of a manifest's key. */
    public static final String FILE_NAME = "manifest.json";

    /** The last part of the key of a manifest's MD5. */
    public static final String CHECKSUM_FILE_NAME = "manifest.json.md5";

    /** The folder of the result files, beside the manifest. */
    public static final String RESULTS = "results";

    private static final DateTimeFormatter DATE =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    public CompletionReportManifest {
        results = List.copyOf(results);
    }

    /**
     * A result file.
     *
     * @param status of all its rows
     * @param bucket the bucket that the file is in
     * @param md5 the MD5 of its bytes, in lower-case hexadecimal
     * @param key its key
     */
    public record Result(TaskStatus status, String bucket, String md5, String key) {}

    /** This manifest as JSON. */
    public String toJson() {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
            generator.writeStartObject();
            generator.writeStringField("Format", FORMAT);
            generator.writeStringField("ReportCreationDate", DATE.format(created));
            generator.writeArrayFieldStart("Results");
            for (Result result : results) {
                generator.writeStartObject();
                generator.writeStringField(
                        "TaskExecutionStatus", result.status().awsName());
                generator.writeStringField("Bucket", result.bucket());
                generator.writeStringField("MD5Checksum", result.md5());
                generator.writeStringField("Key", result.key());
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeStringField("ReportSchema", schema);
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return json.toString();
    }

    /**
     * Reads a manifest. Members that are not known are passed over; known ones must be there and of the right type.
     *
     * @throws IllegalArgumentException if this is none; the message is to follow "Cannot read manifest …: "
     */
    public static CompletionReportManifest of(JsonNode document) {
        return new CompletionReportParser(document).parse();
    }
}
