/**
 * Runs that leave nothing behind: who is running on what, told to all in a record in the store with a heartbeat, and what
 * becomes of a run that was killed.
 */
package io.stocktake.run;
