package io.stocktake.sync.inventory;

import com.fasterxml.jackson.core.io.SerializedString;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CaptureLines;
import io.stocktake.sync.CaptureType;
import io.stocktake.sync.CapturedResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The capture of a bucket itself: one record of {@code Custom:S3Bucket}. */
final class BucketCapture {
    private BucketCapture() {}

    /**
     * Replaces the capture.
     *
     * @param columns of the report
     * @return its bytes
     */
    static long write(
            LiveSync live,
            CapturedResource resource,
            Instant time,
            LatestReport report,
            List<ObjectColumn> columns,
            BucketFigures figures) {
        byte[] line = line(resource, time, report, columns, figures);
        live.requireAlive();
        live.bucket()
                .put(
                        live.destination().captures().key(CaptureType.S3_BUCKET, resource),
                        new String(line, StandardCharsets.UTF_8),
                        CaptureDestination.CONTENT_TYPE);
        return line.length;
    }

    private static byte[] line(
            CapturedResource resource,
            Instant time,
            LatestReport report,
            List<ObjectColumn> columns,
            BucketFigures figures) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Members members = new Members(new CaptureLines(out, resource, time));
            members.lines.begin();
            members.add("Bucket", resource.bucket());
            members.add("ReportTime", CaptureLines.seconds(report.minute()));
            members.add("Report", report.uri());
            members.add("InventoryId", report.source().configuration().id());
            members.add("IncludedObjectVersions", versions(columns).awsName());
            members.add("Objects", Long.toString(figures.objects()));
            members.add("Bytes", figures.bytes());
            members.add("ObjectsByStorageClass", figures.objectsByStorageClass());
            members.add("BytesByStorageClass", figures.bytesByStorageClass());
            members.add("NoncurrentObjects", figures.noncurrentObjects());
            members.add("NoncurrentBytes", figures.noncurrentBytes());
            members.add("DeleteMarkers", figures.deleteMarkers());
            members.addTime("OldestObject", figures.oldest());
            members.addTime("NewestObject", figures.newest());
            members.lines.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** What the report has, whatever its configuration says by now. */
    private static IncludedObjectVersions versions(List<ObjectColumn> columns) {
        return columns.contains(ObjectColumn.IS_LATEST) ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT;
    }

    /** Members of a record, of which some may be absent. */
    private record Members(CaptureLines lines) {
        void add(String name, String value) throws IOException {
            lines.member(new SerializedString(name), value);
        }

        void add(String name, Optional<String> value) throws IOException {
            if (value.isPresent()) {
                add(name, value.get());
            }
        }

        void add(String name, OptionalLong value) throws IOException {
            if (value.isPresent()) {
                add(name, Long.toString(value.getAsLong()));
            }
        }

        void addTime(String name, OptionalLong millis) throws IOException {
            if (millis.isPresent()) {
                add(name, CaptureLines.milliseconds(millis.getAsLong()));
            }
        }
    }
}
