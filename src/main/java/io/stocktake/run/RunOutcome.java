package io.stocktake.run;

import java.util.Arrays;
import java.util.Optional;

/** How a run ended. */
public enum RunOutcome {
    /** All that was asked for is done. */
    SUCCEEDED("succeeded"),
    /** It came to its end, and some of its objects or parts failed. */
    INCOMPLETE("incomplete"),
    /** It did not come to its end. */
    FAILED("failed");

    private final String word;

    RunOutcome(String word) {
        this.word = word;
    }

    /** The word for it in keys and documents. */
    public String word() {
        return word;
    }

    static Optional<RunOutcome> of(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word.equals(word))
                .findFirst();
    }
}
