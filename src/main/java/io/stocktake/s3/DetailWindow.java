package io.stocktake.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for the details of a listing's entries, a bounded number at a time, and gives them back in the order of the
 * listing. Not thread-safe.
 */
public final class DetailWindow implements AutoCloseable {
    /** Entries that are asked about or wait for an earlier one, for each request in flight. */
    private static final int AHEAD = 4;

    private final StoreClient client;
    private final ObjectRequests requests;
    private final int fixedSize;
    private final Deque<FutureTask<Optional<ObjectDetails>>> pending = new ArrayDeque<>();
    private final Queue<FutureTask<Optional<ObjectDetails>>> unasked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger askers = new AtomicInteger();
    private volatile boolean isClosed;

    private DetailWindow(StoreClient client, ObjectRequests requests, int fixedSize) {
        this.client = client;
        this.requests = requests;
        this.fixedSize = fixedSize;
        client.detailsInFlight().open();
    }

    /** A window of as many entries at once as bring more of them a second; all windows over the connection share them. */
    public static DetailWindow adaptive(StoreClient client, ObjectRequests requests) {
        return new DetailWindow(client, requests, 0);
    }

    /**
     * A window of a fixed size.
     *
     * @param size how many entries are asked about at once; at least 1
     */
    public static DetailWindow ofSize(StoreClient client, ObjectRequests requests, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "Cannot ask about \"" + size + "\" entries at once: at least 1 is needed");
        }
        return new DetailWindow(client, requests, size);
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
            int room = AHEAD * size();
            while (pending.size() < room && source.hasNext()) {
                ListedVersion listed = source.next();
                FutureTask<Optional<ObjectDetails>> request = new FutureTask<>(() -> requests.of(listed));
                pending.add(request);
                unasked.add(request);
            }
            while (!unasked.isEmpty() && enter()) {
                client.threads().execute(this::ask);
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
        if (!isClosed) {
            isClosed = true;
            client.detailsInFlight().close();
            unasked.clear();
            pending.forEach(request -> request.cancel(true));
            pending.clear();
        }
    }

    private int size() {
        return fixedSize > 0 ? fixedSize : client.detailsInFlight().ofEachWindow();
    }

    /** Asks about one entry after the other, so that a thread need not be woken for each. */
    private void ask() {
        while (true) {
            FutureTask<Optional<ObjectDetails>> request = isClosed || askers.get() > size() ? null : unasked.poll();
            if (request != null) {
                request.run();
                client.detailsInFlight().answered();
                continue;
            }
            askers.decrementAndGet();
            // What was added before this thread had left was left to it.
            if (isClosed || unasked.isEmpty() || !enter()) {
                return;
            }
        }
    }

    /** Whether there is room for one more thread that asks, which there is no longer then. */
    private boolean enter() {
        int now = askers.get();
        while (now < size()) {
            int seen = askers.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
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
