package io.stocktake.replication.copy;

import java.io.Serializable;

/**
 * What a copier has done so far.
 *
 * @param requests sent to both stores, repeated ones included
 * @param retries requests that repeated one that had failed
 * @param bytesStreamed of content that passed through this process, counted as it was read
 * @param bytesCopiedByStore of content that a store copied within itself
 */
public record CopyCounts(long requests, long retries, long bytesStreamed, long bytesCopiedByStore)
        implements Serializable {}
