package io.stocktake.inventory.delivery;

import java.io.Serializable;

/**
 * When a data file is full; the next begins with the next key, as the versions of one key stay in one file.
 *
 * @param rows at most so many, but for the versions of the last key
 * @param bytes about so many
 */
public record FileLimits(long rows, long bytes) implements Serializable {
    /** 3,000,000 rows or 128 MiB. */
    public static final FileLimits DEFAULT = new FileLimits(3_000_000, 128L * 1024 * 1024);

    public FileLimits {
        if (rows < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit a data file to " + rows + " rows and " + bytes + " bytes: it has at least one");
        }
    }
}
