package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cut;
import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.run.LiveRun;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.Md5;
import io.stocktake.s3.staging.StagedObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Makes staged files a report: completes them, writes the manifest, what stands beside it, and last the checksum, for which
 * consumers wait. Until then everything can be undone; the checksum is written only by a run that is still alive.
 */
final class ReportCommit {
    private static final int MOST_CUTS = 4_096;

    private final InventoryDelivery delivery;
    private final DestinationBucket bucket;
    private final LiveRun live;
    private final Instant minute;
    private final List<ObjectColumn> columns;

    ReportCommit(
            InventoryDelivery delivery,
            DestinationBucket bucket,
            LiveRun live,
            Instant minute,
            List<ObjectColumn> columns) {
        this.delivery = delivery;
        this.bucket = bucket;
        this.live = live;
        this.minute = minute;
        this.columns = columns;
    }

    /**
     * Commits.
     *
     * @param tasks what each has staged, in any order
     * @throws IllegalStateException if two files have keys in common
     */
    void commit(Collection<StagedFiles> tasks) {
        List<StagedFile> files = new ArrayList<>();
        tasks.forEach(task -> files.addAll(task.files()));
        files.sort((one, other) -> one.firstKey().binaryCompare(other.firstKey()));
        refuseOverlap(files);
        StagedObjects.complete(bucket, files.stream().map(StagedFile::object).toList(), "the data files of a report");
        ReportLocation location = delivery.location();
        String manifest = manifest(files);
        live.requireAlive();
        bucket.put(location.manifest(minute), manifest, ContentTypes.JSON);
        bucket.put(location.symlink(minute), symlink(files), ContentTypes.TEXT);
        bucket.put(
                location.folder(minute) + Cuts.FILE_NAME,
                cuts(files, tasksWithRows(tasks)).toJson(),
                ContentTypes.JSON);
        live.requireAlive();
        bucket.put(location.checksum(minute), checksum(manifest), ContentTypes.TEXT);
    }

    /** Readers merge the files of reports by their keys. */
    private static void refuseOverlap(List<StagedFile> files) {
        for (int i = 1; i < files.size(); i++) {
            StagedFile before = files.get(i - 1);
            StagedFile after = files.get(i);
            if (after.firstKey().binaryCompare(before.lastKey()) <= 0) {
                throw new IllegalStateException("Cannot deliver a report: its files overlap, \""
                        + before.file().key() + "\" ends with the key \"" + before.lastKey() + "\" and \""
                        + after.file().key() + "\" begins with \"" + after.firstKey()
                        + "\". Give the rows in the order of their keys: repartitionByRange(col(\"key\")), then"
                        + " sortWithinPartitions(col(\"key\"), col(\"last_modified_date\").desc()), and the"
                        + " option rowOrder=given.");
            }
        }
    }

    private String manifest(List<StagedFile> files) {
        Manifest manifest = new Manifest(
                delivery.sourceBucket(),
                arn(),
                Manifest.VERSION,
                delivery.startTime(),
                delivery.format(),
                new ReportLayout(delivery.format(), columns).fileSchema(),
                files.stream().map(StagedFile::file).toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            manifest.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String checksum(String manifest) {
        return HexFormat.of().formatHex(Md5.digest().digest(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    private String arn() {
        String partition = delivery.destination().store().endpoint().isPresent()
                ? "aws"
                : PartitionMetadata.of(Region.of(delivery.destination().store().region()))
                        .id();
        return "arn:" + partition + ":s3:::" + delivery.destination().alias();
    }

    private String symlink(List<StagedFile> files) {
        StringBuilder lines = new StringBuilder();
        for (StagedFile file : files) {
            lines.append("s3://")
                    .append(delivery.destination().name())
                    .append('/')
                    .append(file.file().key())
                    .append('\n');
        }
        return lines.toString();
    }

    private static int tasksWithRows(Collection<StagedFiles> tasks) {
        return (int) tasks.stream().filter(task -> !task.files().isEmpty()).count();
    }

    private Cuts cuts(List<StagedFile> files, int tasks) {
        List<Cut> cuts = new ArrayList<>();
        files.forEach(file -> cuts.addAll(file.cuts()));
        while (cuts.size() > MOST_CUTS) {
            CutSampler.halve(cuts);
        }
        return new Cuts(
                delivery.run(),
                delivery.startTime(),
                files.stream().mapToLong(StagedFile::rows).sum(),
                files.stream()
                        .map(StagedFile::file)
                        .mapToLong(ManifestFile::size)
                        .sum(),
                tasks,
                cuts);
    }
}
