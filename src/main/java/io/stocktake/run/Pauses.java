package io.stocktake.run;

import java.time.Duration;

/** Waiting that an interrupted run ends. */
final class Pauses {
    private Pauses() {}

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new RunException("Cannot wait for another run: this one was interrupted", interruption);
        }
    }
}
