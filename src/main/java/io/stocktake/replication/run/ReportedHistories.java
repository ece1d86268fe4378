package io.stocktake.replication.run;

import io.stocktake.replication.diff.KeyHistory;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The rows of a report key by key. The versions of one key are held, and nothing else. Not thread-safe. */
final class ReportedHistories implements Iterator<KeyHistory> {
    private final Iterator<ReportedVersion> rows;
    private Optional<ListedVersion> ahead = Optional.empty();

    /** @param rows in the order of {@link ReportedVersion} */
    ReportedHistories(Iterator<ReportedVersion> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty() && rows.hasNext()) {
            ahead = Optional.of(rows.next().listed());
        }
        return ahead.isPresent();
    }

    @Override
    public KeyHistory next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ListedVersion newest = ahead.orElseThrow();
        List<ListedVersion> versions = new ArrayList<>();
        while (hasNext() && ahead.orElseThrow().key().equals(newest.key())) {
            versions.add(ahead.orElseThrow());
            ahead = Optional.empty();
        }
        return new KeyHistory(newest.key(), versions);
    }
}
