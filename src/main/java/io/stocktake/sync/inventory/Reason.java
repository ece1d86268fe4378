package io.stocktake.sync.inventory;

/** Why something failed, for people. */
final class Reason {
    /** How deep a chain of causes is followed; one that is longer goes in a circle. */
    private static final int LONGEST_CHAIN = 50;

    private Reason() {}

    /** What the outermost failure says that speaks to people: Spark wraps what a task says in exceptions of its own. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (isForPeople(cause)) {
                return cause.getMessage();
            }
            cause = cause.getCause();
        }
        return failure.toString();
    }

    /** Our messages begin with "Cannot"; so do those of the JVM about a defect, which are for programmers. */
    private static boolean isForPeople(Throwable failure) {
        return failure.getMessage() != null
                && (failure instanceof SilentStoreException
                        || failure instanceof CaptureTooLargeException
                        || failure.getMessage().startsWith("Cannot "))
                && !(failure instanceof NullPointerException)
                && !(failure instanceof ClassCastException);
    }
}
