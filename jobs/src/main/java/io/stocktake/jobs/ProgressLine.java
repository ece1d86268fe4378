package io.stocktake.jobs;

/** How far something has come, in words. */
interface ProgressLine {
    /** One line, without its line feed: what is being done, a colon, and how far it is. */
    String line();
}
