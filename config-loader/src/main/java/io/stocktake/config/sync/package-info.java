/** Resource data syncs, as {@code CreateResourceDataSync} of Systems Manager takes them (API 2014-11-06). */
package io.stocktake.config.sync;
