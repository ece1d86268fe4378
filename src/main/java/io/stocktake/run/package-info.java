/**
 * A run while it is at work and after it: its id, the record that its heartbeat renews and by which others tell whether it
 * is dead, the record that it leaves when it has ended, and the definitions that it reads from a bucket.
 */
package io.stocktake.run;
