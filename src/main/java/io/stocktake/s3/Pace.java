package io.stocktake.s3;

import java.io.Serializable;

/**
 * How fast a run may go in one process. Immutable.
 *
 * @param requestsPerSecond above 0; infinite where there is no limit
 * @param bytesPerSecond of objects' contents that pass through the process; above 0, infinite where there is no limit
 */
public record Pace(double requestsPerSecond, double bytesPerSecond) implements Serializable {

    /** As fast as it goes. */
    public static final Pace UNLIMITED = new Pace(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Pace {
        if (!(requestsPerSecond > 0) || !(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("Cannot go at a pace of \"" + requestsPerSecond + "\" requests and \""
                    + bytesPerSecond + "\" bytes a second: both are above 0");
        }
    }

    /** The part of each of so many processes, so that all together go at this pace. */
    public Pace dividedAmong(int processes) {
        return new Pace(requestsPerSecond / processes, bytesPerSecond / processes);
    }
}
