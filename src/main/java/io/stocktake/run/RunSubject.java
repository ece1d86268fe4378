package io.stocktake.run;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import java.util.Optional;

/**
 * What a run is a run of: a job, one of its definitions, and the bucket that it is about.
 *
 * @param job the job
 * @param definition the definition's name, unique in its job: {@code photos/everything} (bucket and Id) of an inventory,
 *     {@code photos → photos-copy} of a replication, a sync's name
 * @param accountId the account of the bucket's store; {@link Stores#UNKNOWN_ACCOUNT} where stores.yaml tells none
 * @param region the Region of the bucket's store
 * @param bucket the name of the bucket, as requests to the store call it
 * @param organizationalUnit of the account, where stores.yaml tells it
 * @param schedule how often the definition asks for a run; empty where it does not say
 */
public record RunSubject(
        Job job,
        String definition,
        String accountId,
        String region,
        String bucket,
        Optional<String> organizationalUnit,
        Optional<Frequency> schedule) {

    public RunSubject {
        requireNonNull(job, "job");
        requireNonNull(definition, "definition");
        requireNonNull(accountId, "accountId");
        requireNonNull(region, "region");
        requireNonNull(bucket, "bucket");
        requireNonNull(organizationalUnit, "organizationalUnit");
        requireNonNull(schedule, "schedule");
    }

    /** An inventory configuration, of the bucket that it lists. */
    public static RunSubject inventory(BucketInventory inventory, Stores stores) {
        return of(
                Job.INVENTORY,
                inventory.bucket() + "/" + inventory.configuration().id(),
                stores.bucket(inventory.bucket()),
                stores,
                Optional.of(inventory.configuration().frequency()));
    }

    /** The replication from one bucket to another, of the former. */
    public static RunSubject replication(BucketLocation source, BucketLocation destination, Stores stores) {
        return of(Job.REPLICATION, source.alias() + " → " + destination.alias(), source, stores, Optional.empty());
    }

    /**
     * A resource data sync, of the bucket that it writes to: its destination, or the bucket of stores.yaml's {@code
     * operations}.
     *
     * @throws IllegalArgumentException where it has neither, or no store has the latter
     */
    public static RunSubject sync(ResourceDataSync sync, Stores stores) {
        BucketLocation bucket = sync.s3Destination()
                .map(destination -> stores.bucket(destination.bucketName(), stores.accountId()))
                .orElseGet(() -> operations(sync, stores));
        return of(Job.RESOURCE_DATA_SYNC, sync.syncName(), bucket, stores, Optional.empty());
    }

    private static BucketLocation operations(ResourceDataSync sync, Stores stores) {
        return WorkingPlace.parse(
                        stores.operations()
                                .orElseThrow(() -> new IllegalArgumentException("Cannot write what the sync \""
                                        + sync.syncName()
                                        + "\" brings: it has no S3Destination, and stores.yaml has no operations.")),
                        stores)
                .bucket();
    }

    private static RunSubject of(
            Job job, String definition, BucketLocation bucket, Stores stores, Optional<Frequency> schedule) {
        return new RunSubject(
                job,
                definition,
                stores.account(bucket.store()),
                bucket.store().region(),
                bucket.name(),
                bucket.store().organizationalUnit(),
                schedule);
    }
}
