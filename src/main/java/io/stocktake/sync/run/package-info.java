/** One run of one resource data sync, whatever its type, and the state that it leaves. */
package io.stocktake.sync.run;
