package io.stocktake.config.directory;

import io.stocktake.config.document.Refusal;
import io.stocktake.config.inventory.InventoryDestination;
import io.stocktake.config.inventory.InventoryRefusals;
import io.stocktake.config.replication.ReplicationDestination;
import io.stocktake.config.replication.ReplicationRefusals;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.BucketOwner;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.UnknownBucketException;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.config.sync.SyncRefusals;
import java.util.List;
import java.util.Optional;

/** Whether every bucket that the definitions name is in exactly one store, and in the one that they expect. */
final class LocationCheck {

    private final Stores stores;
    private final DirectoryReader reader;

    LocationCheck(Stores stores, DirectoryReader reader) {
        this.stores = stores;
        this.reader = reader;
    }

    void check() {
        reader.inventories().forEach(this::inventory);
        reader.replications().forEach(this::replication);
        reader.syncs().forEach(this::sync);
    }

    private void inventory(BucketInventory inventory) {
        source(inventory.path(), inventory.bucket());
        InventoryDestination destination = inventory.configuration().destination();
        String path = "Destination.S3BucketDestination.";
        find(inventory.path(), path + "Bucket", destination.bucket(), destination.accountId())
                .ifPresent(found -> destination
                        .accountId()
                        .ifPresent(account -> owner(
                                inventory.path(),
                                path + "AccountId",
                                found,
                                account,
                                InventoryRefusals.ACCESS_DENIED)));
    }

    private void owner(String file, String path, BucketLocation found, String account, Refusal refusal) {
        // Without an account in stores.yaml the owner is asked for online, or the run refuses.
        if (found.store().accountId().isPresent()) {
            BucketOwner.refusal(found, account)
                    .ifPresent(why -> reader.add(file, path, Optional.empty(), why, refusal));
        }
    }

    void replication(BucketReplication replication) {
        Optional<BucketLocation> source = source(replication.path(), replication.bucket());
        List<ReplicationRule> rules = replication.configuration().rules();
        for (int i = 0; i < rules.size(); i++) {
            ReplicationDestination destination = rules.get(i).destination();
            String path = "Rules[" + i + "].Destination.";
            find(replication.path(), path + "Bucket", destination.bucket(), destination.account())
                    .ifPresent(found -> destination(replication.path(), path, destination, source, found));
        }
    }

    private void destination(
            String file,
            String path,
            ReplicationDestination destination,
            Optional<BucketLocation> source,
            BucketLocation found) {
        if (source.filter(found::isSameBucketAs).isPresent()) {
            reader.add(
                    file,
                    path + "Bucket",
                    Optional.of(destination.bucketArn()),
                    "is the source: the aliases \"" + source.get().alias() + "\" and \"" + found.alias()
                            + "\" both name the bucket \"" + found.name() + "\" of the store \""
                            + found.store().name() + "\"",
                    ReplicationRefusals.DESTINATION_IS_SOURCE);
        }
        destination
                .account()
                .ifPresent(account -> owner(file, path + "Account", found, account, ReplicationRefusals.NOT_THE_OWNER));
    }

    private void sync(NamedSync sync) {
        sync.sync()
                .s3Destination()
                .ifPresent(destination -> find(
                                sync.path(), "S3Destination.BucketName", destination.bucketName(), stores.accountId())
                        .ifPresent(found -> region(sync.path(), destination, found)));
    }

    private void region(String file, S3Destination destination, BucketLocation found) {
        if (!found.store().region().equals(destination.region())) {
            reader.add(
                    file,
                    "S3Destination.Region",
                    Optional.of(destination.region()),
                    "is not the Region of the bucket \"" + found.alias() + "\", which is \""
                            + found.store().region() + "\"",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
    }

    private Optional<BucketLocation> source(String file, String bucket) {
        return find(file, "(document)", bucket, Optional.empty());
    }

    private Optional<BucketLocation> find(String file, String path, String bucket, Optional<String> account) {
        try {
            return Optional.of(stores.bucket(bucket, account));
        } catch (UnknownBucketException | AmbiguousBucketException refused) {
            reader.add(file, path, Optional.empty(), refused.getMessage(), Refusal.INVALID_DEFINITION);
            return Optional.empty();
        }
    }
}
