package io.stocktake.run;

import io.stocktake.s3.DestinationBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records of the runs that are at work for one configuration. There are as many as runs at the same time, and those
 * of runs that were killed. Thread-safe.
 */
public final class RunRecords {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{12})\\.json");

    private final DestinationBucket bucket;
    private final String folder;

    /**
     * The records in a folder.
     *
     * @param folder slash included
     */
    public RunRecords(DestinationBucket bucket, String folder) {
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Every run that has a record; other keys in the folder are not looked at. */
    public List<RunId> runs() {
        List<RunId> runs = new ArrayList<>();
        bucket.keys(folder, key -> {
            Matcher name = NAME.matcher(key.substring(folder.length()));
            if (name.matches()) {
                runs.add(new RunId(name.group(1)));
            }
        });
        return runs;
    }

    /** The record of a run, if it has one. */
    Optional<FoundRecord> read(RunId run) {
        String key = key(run);
        return bucket.read(key).map(stored -> new FoundRecord(RunRecord.fromJson(stored.text(), key), stored));
    }

    /** Every record but that of this run. */
    List<RunRecord> others(RunId self) {
        return runs().stream()
                .filter(run -> !run.equals(self))
                .flatMap(run -> read(run).stream())
                .map(FoundRecord::record)
                .toList();
    }

    /** Writes a record in place of the last; returns the version written, where the bucket has versions. */
    Optional<String> write(RunRecord record) {
        return bucket.put(key(record.run()), record.toJson(), "application/json");
    }

    /** Removes what a heartbeat has replaced, lest a bucket with versions keep them all. */
    void deleteVersion(RunId run, String versionId) {
        bucket.deleteVersion(key(run), versionId);
    }

    void delete(RunId run) {
        bucket.delete(key(run), head -> true);
    }

    String key(RunId run) {
        return folder + run.text() + ".json";
    }
}
