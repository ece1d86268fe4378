package io.stocktake.replication.copy;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.replication.ComparedVersions;

/** Two embedded servers of two accounts, a versioned bucket {@code source} at the first, and worlds between them. */
final class Servers implements AutoCloseable {
    /** Where the destination is. */
    enum Distance {
        ONE_STORE,
        TWO_STORES
    }

    static final Account OTHER = Account.of("444455556666", "other", "other", "othersecret");

    final EmbeddedS3 near;
    final EmbeddedS3 far;
    final EmbeddedBucket source;

    Servers() {
        CopyWorld.signIn();
        near = EmbeddedS3.builder().account(Account.standard()).account(OTHER).start();
        far = EmbeddedS3.builder().account(OTHER).start();
        source = near.createBucket("source").enableVersioning();
    }

    EmbeddedS3 server(Distance distance) {
        return distance == Distance.ONE_STORE ? near : far;
    }

    /** The bucket {@code destination}, made with the first call. */
    EmbeddedBucket destination(Distance distance) {
        return server(distance).bucket("destination");
    }

    /** All versions into a new bucket with versions. */
    CopyWorld world(Distance distance) {
        return world(distance, CopyWorld.rules());
    }

    CopyWorld world(Distance distance, String rules) {
        server(distance)
                .createBucket("destination", distance == Distance.ONE_STORE ? near.account() : OTHER)
                .enableVersioning();
        return worldOf(distance, rules, ComparedVersions.HISTORY);
    }

    /** Current objects into a new bucket without versions. */
    CopyWorld worldOfCurrentObjects(Distance distance) {
        server(distance).createBucket("destination", distance == Distance.ONE_STORE ? near.account() : OTHER);
        return worldOf(distance, CopyWorld.rules(), ComparedVersions.CURRENT);
    }

    /** Between buckets as they are. */
    CopyWorld worldOf(Distance distance, String rules, ComparedVersions versions) {
        Store nearStore = CopyWorld.store("near", near.endpoint(), "test");
        Store farStore = CopyWorld.store("far", far.endpoint(), "other");
        BucketLocation from = CopyWorld.bucket(nearStore, "source");
        BucketLocation to = CopyWorld.bucket(distance == Distance.ONE_STORE ? nearStore : farStore, "destination");
        return new CopyWorld(from, to, rules, versions);
    }

    @Override
    public void close() {
        far.close();
        near.close();
    }
}
