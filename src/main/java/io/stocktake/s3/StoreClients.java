package io.stocktake.s3;

import io.stocktake.config.stores.Store;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of this process, one a store, shared by all that use it at the same time and closed by the last.
 *
 * <p>The tasks of an executor come and go by the thousand, each in need of the same pool of connections, and Spark gives
 * them nothing that lives as long as the executor: so the one registry of the process is a constant of this class.
 * Thread-safe.
 */
public final class StoreClients {
    private static final StoreClients OF_THIS_PROCESS = new StoreClients();

    private final Map<Store, Shared> open = new HashMap<>();

    private StoreClients() {}

    /** Takes part in the connection to the store; opens it if nobody has it open. Close what is returned. */
    public static Lease lease(Store store) {
        return OF_THIS_PROCESS.take(store);
    }

    private synchronized Lease take(Store store) {
        Shared shared = open.computeIfAbsent(store, absent -> new Shared(StoreClient.open(absent)));
        shared.users++;
        return new Lease(shared.client);
    }

    private synchronized void giveBack(StoreClient client) {
        Shared shared = open.get(client.store());
        shared.users--;
        if (shared.users == 0) {
            open.remove(client.store());
            client.close();
        }
    }

    private static final class Shared {
        private final StoreClient client;
        private int users;

        private Shared(StoreClient client) {
            this.client = client;
        }
    }

    /** A part in a shared connection. Closing it twice does nothing. */
    public static final class Lease implements AutoCloseable {
        private final StoreClient client;
        private boolean isReturned;

        private Lease(StoreClient client) {
            this.client = client;
        }

        /** The connection; not to be used after the lease was closed, nor to be closed by itself. */
        public StoreClient client() {
            return client;
        }

        @Override
        public synchronized void close() {
            if (!isReturned) {
                isReturned = true;
                OF_THIS_PROCESS.giveBack(client);
            }
        }
    }
}
