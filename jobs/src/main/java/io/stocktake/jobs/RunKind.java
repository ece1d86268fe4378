package io.stocktake.jobs;

/** Whether a run does what it finds to be done. */
enum RunKind {
    COPY,
    DRY_RUN
}
