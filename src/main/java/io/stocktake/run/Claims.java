package io.stocktake.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives each of several runs at the same time a claim of its own: the first of its candidates that is free.
 *
 * <p>The records are the only thing that all runs see, and not every store honours a conditional PUT; what all have is
 * that a listing shows what was written before it began. So a run first writes that it asks for a claim and then looks at
 * the others (Lamport's bakery): of two that ask for the same, at least one sees the other. The lower run keeps it, the
 * other goes on to its next candidate; one that holds a claim already keeps it in any case. A store whose listings lag
 * behind its writes would break this, and much else here.
 */
public final class Claims {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final RunRecords records;
    private final Predicate<String> isFree;

    /**
     * Claims among the runs of these records.
     *
     * @param isFree whether nobody has used a claim before; asked only while it is claimed
     */
    public Claims(RunRecords records, Predicate<String> isFree) {
        this.records = records;
        this.isFree = isFree;
    }

    /**
     * Begins a run that holds the first free one of the candidates.
     *
     * @param candidates never ends
     * @param heartbeat how often the run's record is renewed
     */
    public LiveRun begin(RunId run, Iterator<String> candidates, Instant started, Duration heartbeat) {
        String claim = candidates.next();
        LiveRun live = LiveRun.begin(records, run, claim, started, heartbeat);
        try {
            while (!isWon(run, claim) || !isFree.test(claim)) {
                claim = candidates.next();
                live.become(RunState.CLAIMING, claim);
            }
            live.become(RunState.RUNNING, claim);
            return live;
        } catch (RuntimeException failure) {
            // Nothing but the record is written yet.
            try {
                live.end();
            } catch (RuntimeException ending) {
                failure.addSuppressed(ending);
            }
            throw failure;
        }
    }

    /** Whether nobody else has the claim, or will have it; waits for a higher run that has yet to see this one. */
    private boolean isWon(RunId self, String claim) {
        long began = System.nanoTime();
        while (true) {
            List<RunRecord> rivals = records.others(self).stream()
                    .filter(other -> other.claim().equals(claim))
                    .toList();
            if (rivals.isEmpty()) {
                return true;
            }
            // A rival that does not go on was killed while it asked; its claim is left to whoever clears it.
            if (rivals.stream().anyMatch(other -> isAhead(other, self) || isSilent(other, began))) {
                return false;
            }
            Pauses.sleep(GLANCE);
        }
    }

    private static boolean isAhead(RunRecord other, RunId self) {
        return other.state() != RunState.CLAIMING || other.run().text().compareTo(self.text()) < 0;
    }

    private static boolean isSilent(RunRecord rival, long began) {
        return System.nanoTime() - began > rival.heartbeat().multipliedBy(2).toNanos();
    }
}
