package io.stocktake.replication.report;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.staging.StagedObject;
import io.stocktake.s3.staging.StagedUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the rows of one status into staged files. Holds one part of one file in memory. Not thread-safe. */
final class ResultWriter {
    private static final String CSV = "text/csv; charset=utf-8";

    private final DestinationBucket bucket;
    private final ReportTerms terms;
    private final ResultLimits limits;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final List<StagedObject> finished = new ArrayList<>();
    private Optional<StagedUpload> current = Optional.empty();
    private long currentBytes;

    ResultWriter(DestinationBucket bucket, ReportTerms terms, ResultLimits limits) {
        this.bucket = bucket;
        this.terms = terms;
        this.limits = limits;
    }

    /** Adds whole rows. */
    void write(byte[] rows) {
        if (current.isEmpty()) {
            if (held.size() + rows.length <= limits.heldBytes()) {
                held.writeBytes(rows);
                return;
            }
            current = Optional.of(new StagedUpload(bucket, terms.newResult(), CSV));
            append(held.toByteArray());
            held.reset();
        }
        append(rows);
        if (currentBytes >= limits.fileBytes()) {
            finishCurrent();
        }
    }

    /** Uploads what is left of the last file; the files in the order of their rows. */
    List<StagedObject> finish() {
        finishCurrent();
        return List.copyOf(finished);
    }

    /** The rows that are in none of the files: none, or the last. */
    byte[] held() {
        return held.toByteArray();
    }

    /** Aborts all uploads. */
    void abort() {
        current.ifPresent(StagedUpload::abort);
        current = Optional.empty();
        finished.forEach(file -> bucket.uploads().abort(file.key(), file.uploadId()));
        finished.clear();
        held.reset();
    }

    private void append(byte[] rows) {
        try {
            current.orElseThrow().write(rows);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        currentBytes += rows.length;
    }

    private void finishCurrent() {
        current.ifPresent(upload -> finished.add(upload.finish()));
        current = Optional.empty();
        currentBytes = 0;
    }
}
