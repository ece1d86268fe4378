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
import io.stocktake.s3.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Makes staged files a report: completes them, writes the manifest, what stands beside it, and last the checksum, for which
 * consumers wait. Until then everything can be undone; the checksum is written only by a run that is still alive.
 */
final class ReportCommit {
    private static final int COMPLETIONS_AT_ONCE = 16;
    private static final Duration LONGEST_COMPLETION = Duration.ofHours(1);
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
     * @param staged the files of all tasks, in any order
     * @throws IllegalStateException if two files have keys in common
     */
    void commit(Collection<StagedFile> staged) {
        List<StagedFile> files = new ArrayList<>(staged);
        files.sort((one, other) -> one.firstKey().binaryCompare(other.firstKey()));
        refuseOverlap(files);
        complete(files);
        ReportLocation location = delivery.location();
        String manifest = manifest(files);
        live.requireAlive();
        bucket.put(location.manifest(minute), manifest, ContentTypes.JSON);
        bucket.put(location.symlink(minute), symlink(files), ContentTypes.TEXT);
        bucket.put(location.folder(minute) + Cuts.FILE_NAME, cuts(files).toJson(), ContentTypes.JSON);
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

    private void complete(List<StagedFile> files) {
        ExecutorService threads = Executors.newFixedThreadPool(COMPLETIONS_AT_ONCE, task -> {
            Thread thread = new Thread(task, "stocktake-complete-" + delivery.run());
            thread.setDaemon(true);
            return thread;
        });
        AtomicBoolean isGivenUp = new AtomicBoolean();
        ExecutorCompletionService<Boolean> completions = new ExecutorCompletionService<>(threads);
        try {
            List<Future<Boolean>> submitted = new ArrayList<>();
            for (StagedFile file : files) {
                submitted.add(completions.submit(() -> !isGivenUp.get() && complete(file)));
            }
            for (int i = 0; i < submitted.size(); i++) {
                completions.take().get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Cannot complete the data files of a report", failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot complete the data files of a report: interrupted", interruption);
        } finally {
            isGivenUp.set(true);
            await(threads);
        }
    }

    private boolean complete(StagedFile file) {
        bucket.uploads()
                .complete(
                        file.file().key(),
                        file.uploadId(),
                        file.parts(),
                        file.file().size());
        return true;
    }

    /** Whatever is undone after this is not done again by a completion that was on its way. */
    private static void await(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_COMPLETION.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("Cannot complete the data files of a report: the store does not answer");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
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

    private Cuts cuts(List<StagedFile> files) {
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
                cuts);
    }
}
