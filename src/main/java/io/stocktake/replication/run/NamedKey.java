package io.stocktake.replication.run;

import java.io.Serializable;
import java.util.Set;

/**
 * A key that a manifest names.
 *
 * @param key raw
 * @param versionIds of its versions that are named; empty text for the one that is current
 */
record NamedKey(String key, Set<String> versionIds) implements Serializable {
    /** The version id of an entry that names none. */
    static final String CURRENT = "";

    NamedKey {
        versionIds = Set.copyOf(versionIds);
    }
}
