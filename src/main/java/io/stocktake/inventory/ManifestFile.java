package io.stocktake.inventory;

import java.io.Serializable;

/**
 * A data file as its report's manifest names it.
 *
 * @param key its key in the destination bucket
 * @param size its bytes
 * @param md5Checksum the MD5 of its bytes, in lower-case hexadecimal
 */
public record ManifestFile(String key, long size, String md5Checksum) implements Serializable {}
