package io.stocktake.run;

/** How far a run is, as its record tells the others. */
enum RunState {
    /** It asks for its claim; another may ask for the same. */
    CLAIMING,
    /** The claim is its own. */
    RUNNING,
    /** It was found dead, and what it left is being cleared; it must not go on. */
    CLEARING
}
