package io.stocktake.replication.diff;

import io.stocktake.s3.StoreException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Two buckets' keys side by side, in the order of unsigned UTF-8 bytes. Neither may be out of order, since then keys
 * would be taken for missing. Not thread-safe.
 */
final class MergedHistories {
    private final Cursor source;
    private final Cursor destination;
    private Optional<KeyHistory> sourceHere = Optional.empty();
    private Optional<KeyHistory> destinationHere = Optional.empty();

    MergedHistories(Iterator<KeyHistory> source, Iterator<KeyHistory> destination) {
        this.source = new Cursor("source", source);
        this.destination = new Cursor("destination", destination);
    }

    /** Goes to the next key that either bucket has. */
    boolean advance() {
        Optional<KeyHistory> ofSource = source.peek();
        Optional<KeyHistory> ofDestination = destination.peek();
        if (ofSource.isEmpty() && ofDestination.isEmpty()) {
            return false;
        }
        int order = 0;
        if (ofDestination.isEmpty()) {
            order = -1;
        } else if (ofSource.isEmpty()) {
            order = 1;
        } else {
            order = ofSource.get().key().binaryCompare(ofDestination.get().key());
        }
        sourceHere = order <= 0 ? source.take() : Optional.empty();
        destinationHere = order >= 0 ? destination.take() : Optional.empty();
        return true;
    }

    /** What the source has under the key. */
    KeyHistory source() {
        return sourceHere.orElseGet(
                () -> KeyHistory.absent(destinationHere.orElseThrow().key()));
    }

    /** What the destination has under the key. */
    KeyHistory destination() {
        return destinationHere.orElseGet(
                () -> KeyHistory.absent(sourceHere.orElseThrow().key()));
    }

    private static final class Cursor {
        private final String side;
        private final Iterator<KeyHistory> keys;
        private Optional<KeyHistory> next = Optional.empty();
        private UTF8String last = UTF8String.EMPTY_UTF8;

        private Cursor(String side, Iterator<KeyHistory> keys) {
            this.side = side;
            this.keys = keys;
        }

        private Optional<KeyHistory> peek() {
            if (next.isEmpty() && keys.hasNext()) {
                KeyHistory history = keys.next();
                if (history.key().binaryCompare(last) <= 0) {
                    throw new StoreException("Cannot compare the buckets: key \"" + history.key()
                            + "\" of the " + side + " came after key \"" + last
                            + "\", which is not the order of S3, and keys would be taken for missing");
                }
                last = history.key();
                next = Optional.of(history);
            }
            return next;
        }

        private Optional<KeyHistory> take() {
            Optional<KeyHistory> taken = next;
            next = Optional.empty();
            return taken;
        }
    }
}
