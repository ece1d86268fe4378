package io.stocktake.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Asks for the details of a listing's entries, a bounded number at a time, and gives them back in the order of the
 * listing. Not thread-safe.
 */
public final class DetailWindow implements AutoCloseable {
    private final StoreClient client;
    private final ObjectRequests requests;
    private final int size;
    private final Deque<Future<Optional<ObjectDetails>>> pending = new ArrayDeque<>();

    /**
     * A window over these requests.
     *
     * @param size how many entries are asked about at once
     */
    public DetailWindow(StoreClient client, ObjectRequests requests, int size) {
        this.client = client;
        this.requests = requests;
        this.size = size;
    }

    /**
     * The next entry that is still there, with its details.
     *
     * @param source where further entries come from, as far as the window has room
     * @return empty at the end of the source
     * @throws StoreException if a request fails for good
     */
    public Optional<ObjectDetails> next(Iterator<ListedVersion> source) {
        while (true) {
            while (pending.size() < size && source.hasNext()) {
                ListedVersion listed = source.next();
                pending.add(client.threads().submit(() -> requests.of(listed)));
            }
            if (pending.isEmpty()) {
                return Optional.empty();
            }
            Optional<ObjectDetails> details = await(pending.remove());
            if (details.isPresent()) {
                return details;
            }
        }
    }

    @Override
    public void close() {
        pending.forEach(future -> future.cancel(true));
        pending.clear();
    }

    private static Optional<ObjectDetails> await(Future<Optional<ObjectDetails>> future) {
        try {
            return future.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot ask for the details of objects: the task was stopped", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException reason) {
                throw reason;
            }
            throw new StoreException(
                    "Cannot ask for the details of objects: " + failure.getCause(), failure.getCause());
        }
    }
}
