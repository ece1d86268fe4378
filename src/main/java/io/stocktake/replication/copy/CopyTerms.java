package io.stocktake.replication.copy;

import io.stocktake.replication.ReplicationTerms;
import io.stocktake.s3.Pace;
import java.io.Serializable;
import java.util.Objects;

/**
 * How replicas are made. Travels with tasks; holds no secret. Immutable.
 *
 * @param replication from where to where, and by which rules
 * @param complianceLocks whether locks that nobody can undo are repeated
 * @param pace of all copiers of a process that have this pace and this destination, together
 * @param keysInFlight keys that one copier works on at the same time
 * @param partsInFlight parts of one object that are copied at the same time
 */
public record CopyTerms(
        ReplicationTerms replication, ComplianceLocks complianceLocks, Pace pace, int keysInFlight, int partsInFlight)
        implements Serializable {
    private static final int KEYS = 8;
    private static final int PARTS = 4;

    public CopyTerms {
        Objects.requireNonNull(replication, "replication");
        Objects.requireNonNull(complianceLocks, "complianceLocks");
        Objects.requireNonNull(pace, "pace");
        if (keysInFlight < 1 || partsInFlight < 1) {
            throw new IllegalArgumentException("Cannot copy \"" + keysInFlight + "\" keys and \"" + partsInFlight
                    + "\" parts at a time: both are at least 1");
        }
    }

    /** As fast as it goes, eight keys and four parts of each at a time, without locks that nobody can undo. */
    public static CopyTerms of(ReplicationTerms replication) {
        return new CopyTerms(replication, ComplianceLocks.REFUSED, Pace.UNLIMITED, KEYS, PARTS);
    }

    /** The same with this choice about locks. */
    public CopyTerms withComplianceLocks(ComplianceLocks choice) {
        return new CopyTerms(replication, choice, pace, keysInFlight, partsInFlight);
    }

    /** The same at this pace. */
    public CopyTerms withPace(Pace newPace) {
        return new CopyTerms(replication, complianceLocks, newPace, keysInFlight, partsInFlight);
    }

    /** The same with so many keys, and parts of each, at a time. */
    public CopyTerms withInFlight(int keys, int parts) {
        return new CopyTerms(replication, complianceLocks, pace, keys, parts);
    }
}
