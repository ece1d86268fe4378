package io.stocktake.inventory;

import java.io.Serializable;

/**
 * A point at which a listing can be cut: no key's versions lie on both sides.
 *
 * @param key the last key before the cut
 * @param rows how many rows lie between the cut before it and this one
 */
public record Cut(String key, long rows) implements Serializable {}
