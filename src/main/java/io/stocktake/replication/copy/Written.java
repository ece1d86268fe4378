package io.stocktake.replication.copy;

/**
 * A replica that was written and is not checked yet.
 *
 * @param replica what it is to be
 * @param made what the store answered
 */
record Written(Replica replica, Made made) {}
