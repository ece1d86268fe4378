/** What a SyncToDestination brings: the objects of every bucket's latest report, and what they add up to. */
package io.stocktake.sync.inventory;
