package io.stocktake.config.directory;

import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.inventory.InventoryConfigurations;
import io.stocktake.config.inventory.InventoryRefusals;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.StoresFile;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncRefusals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files of a directory, goes on after one that is refused, and keeps every problem. Used once. */
final class DirectoryReader {

    /** S3's limit a bucket. */
    static final int MOST_CONFIGURATIONS = 1000;

    private final DefinitionFiles files;
    private final List<Problem> problems = new ArrayList<>();
    private final List<BucketInventory> inventories = new ArrayList<>();
    private final List<BucketReplication> replications = new ArrayList<>();
    private final List<NamedSync> syncs = new ArrayList<>();
    private final Map<Object, String> seen = new HashMap<>();
    private final Map<String, Integer> configurations = new HashMap<>();

    DirectoryReader(DefinitionFiles files) {
        this.files = files;
    }

    /** Reads those of {@code paths} that are definitions, and refuses those that are nothing known. */
    DirectoryReader read(List<String> paths) throws IOException {
        for (String path : paths) {
            Place place = Place.of(path);
            try {
                if (place instanceof Place.Inventory inventory) {
                    inventory(path, inventory);
                } else if (place instanceof Place.Replication replication) {
                    replication(path, replication);
                } else if (place instanceof Place.Sync sync) {
                    sync(path, sync);
                } else if (place instanceof Place.Unknown unknown) {
                    add(path, "(document)", Optional.empty(), unknown.why(), Refusal.INVALID_DEFINITION);
                }
            } catch (InvalidDefinitionException refused) {
                problems.addAll(refused.problems());
            }
        }
        return this;
    }

    Optional<Stores> stores() throws IOException {
        try {
            Optional<byte[]> content = files.read(Place.STORES);
            if (content.isEmpty()) {
                String why = "is missing; it names the stores and which of them has a bucket";
                add(Place.STORES, "(document)", Optional.empty(), why, Refusal.INVALID_DEFINITION);
                return Optional.empty();
            }
            return Optional.of(StoresFile.parse(content.get(), Place.STORES));
        } catch (InvalidDefinitionException refused) {
            problems.addAll(refused.problems());
            return Optional.empty();
        }
    }

    List<BucketInventory> inventories() {
        return inventories;
    }

    List<BucketReplication> replications() {
        return replications;
    }

    List<NamedSync> syncs() {
        return syncs;
    }

    List<Problem> problems() {
        return problems;
    }

    void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
    }

    void add(String file, String path, Optional<String> value, String why, Refusal refusal) {
        problems.add(new Problem(file, path, value, why, refusal));
    }

    private void inventory(String path, Place.Inventory place) throws IOException {
        refuseSecond(path, "Id", place.id(), List.of("inventory", place.bucket(), place.id()));
        if (configurations.merge(place.bucket(), 1, Integer::sum) == MOST_CONFIGURATIONS + 1) {
            String why = "is one more than the " + MOST_CONFIGURATIONS + " configurations that a bucket can have";
            add(path, "(document)", Optional.empty(), why, InventoryRefusals.TOO_MANY_CONFIGURATIONS);
        }
        Optional<byte[]> content = files.read(path);
        if (content.isPresent()) {
            inventories.add(new BucketInventory(
                    place.bucket(),
                    InventoryConfigurations.parse(path, content.get(), place.format(), Optional.of(place.id())),
                    path));
        }
    }

    private void replication(String path, Place.Replication place) throws IOException {
        refuseSecond(path, "(document)", place.bucket(), List.of("replication", place.bucket()));
        Optional<byte[]> content = readReplication(path);
        if (content.isPresent()) {
            replications.add(new BucketReplication(
                    place.bucket(),
                    ReplicationConfigurations.parse(path, content.get(), place.format(), Optional.of(place.bucket())),
                    path));
        }
    }

    /** The size is all that the storage refuses, and S3 has an answer of its own to that of a configuration. */
    private Optional<byte[]> readReplication(String path) throws IOException {
        try {
            return files.read(path);
        } catch (InvalidDefinitionException tooLarge) {
            ReplicationConfigurations.refuseTooLarge(path, Documents.MOST_BYTES + 1);
            throw tooLarge;
        }
    }

    private void sync(String path, Place.Sync place) throws IOException {
        refuseSecond(path, "SyncName", place.name(), List.of("sync", place.name()));
        Optional<byte[]> content = files.read(path);
        if (content.isEmpty()) {
            return;
        }
        ResourceDataSync sync = ResourceDataSyncs.parse(path, content.get(), place.format());
        if (!sync.syncName().equals(place.name())) {
            String why = "differs from the name that the file's name gives, \"" + place.name() + "\"";
            add(path, "SyncName", Optional.of(sync.syncName()), why, SyncRefusals.VALIDATION);
        }
        syncs.add(new NamedSync(sync, path));
    }

    /** Two files may say the same thing in different formats; which one counts is not for a reader to guess. */
    private void refuseSecond(String file, String path, String name, List<String> key) {
        String first = seen.putIfAbsent(key, file);
        if (first != null) {
            add(file, path, Optional.of(name), "is defined in " + first + " too", Refusal.INVALID_DEFINITION);
        }
    }
}
