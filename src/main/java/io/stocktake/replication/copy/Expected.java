package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.Optional;

/** What an attempt makes, as a listing would tell it. */
sealed interface Expected {

    /** Whether the entry may be what the attempt made. */
    boolean matches(ListedVersion entry);

    /**
     * An object.
     *
     * @param size in bytes
     * @param eTag empty where it cannot be foretold
     */
    record Content(long size, Optional<String> eTag) implements Expected {
        @Override
        public boolean matches(ListedVersion entry) {
            return !entry.isDeleteMarker()
                    && entry.size() == size
                    && eTag.map(known -> known.equals(entry.eTag().toString())).orElse(true);
        }
    }

    /** A delete marker. */
    record DeleteMarker() implements Expected {
        @Override
        public boolean matches(ListedVersion entry) {
            return entry.isDeleteMarker();
        }
    }
}
