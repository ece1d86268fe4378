package io.stocktake.config.inventory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One inventory configuration of a bucket, as {@code PutBucketInventoryConfiguration} takes it (S3 API 2006-03-01).
 *
 * <p>Immutable. What {@link InventoryConfigurations} has parsed has passed every check of it.
 *
 * @param id unique within the bucket; 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param isEnabled whether reports are made; a disabled configuration is never due
 * @param destination where reports go
 * @param includedObjectVersions all versions or current objects
 * @param filterPrefix only keys that begin with it are in the report
 * @param optionalFields the fields besides the fixed ones, in the order given, each at most once
 * @param frequency how often a report is made
 */
public record InventoryConfiguration(
        String id,
        boolean isEnabled,
        InventoryDestination destination,
        IncludedObjectVersions includedObjectVersions,
        Optional<String> filterPrefix,
        List<InventoryField> optionalFields,
        Frequency frequency) {

    public InventoryConfiguration {
        requireNonNull(id, "id");
        requireNonNull(destination, "destination");
        requireNonNull(includedObjectVersions, "includedObjectVersions");
        requireNonNull(filterPrefix, "filterPrefix");
        optionalFields = List.copyOf(optionalFields);
        requireNonNull(frequency, "frequency");
    }
}
