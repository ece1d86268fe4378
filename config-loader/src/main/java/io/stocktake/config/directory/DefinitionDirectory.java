package io.stocktake.config.directory;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.Warning;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryConfigurationPage;
import io.stocktake.config.inventory.InventoryConfigurations;
import io.stocktake.config.inventory.InventoryRefusals;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.ReplicationRefusals;
import io.stocktake.config.stores.BucketAlias;
import io.stocktake.config.stores.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A directory of definitions: {@code stores.yaml}, {@code buckets/<bucket>/inventory/<id>.json}, {@code
 * buckets/<bucket>/replication.json} and {@code resource-data-syncs/<name>.json}, each {@code .json}, {@code .yaml} or
 * {@code .xml}.
 *
 * <p>It keeps no state of its own: every call reads the files anew. What reads documents throws {@link
 * InvalidDefinitionException} with every problem of every document that was asked for, and IOException where the storage
 * fails.
 */
public final class DefinitionDirectory {

    /** S3's page of LIST. */
    private static final int PAGE = 100;

    /** What messages call a configuration that is not in a file yet. */
    private static final String REPLICATION = "the replication configuration";

    private final DefinitionFiles files;

    public DefinitionDirectory(DefinitionFiles files) {
        this.files = requireNonNull(files, "files");
    }

    /** The directory as a person names it. */
    public String location() {
        return files.location();
    }

    /** What stores.yaml says. */
    public Stores stores() throws IOException {
        DirectoryReader reader = new DirectoryReader(files);
        Optional<Stores> stores = reader.stores();
        return stores.orElseThrow(() -> new InvalidDefinitionException(reader.problems()));
    }

    /** Every inventory configuration, sorted by bucket and Id. */
    public List<BucketInventory> inventories() throws IOException {
        return sortedInventories(Place.BUCKETS);
    }

    /** The inventory configurations of a bucket, sorted by Id. */
    public List<BucketInventory> inventories(String bucket) throws IOException {
        requireBucket(bucket);
        return sortedInventories(Place.inventoryFolder(bucket));
    }

    /** The configuration of that Id, or empty where S3 answers {@link InventoryRefusals#NO_SUCH_CONFIGURATION}. */
    public Optional<BucketInventory> inventory(String bucket, String id) throws IOException {
        requireBucket(bucket);
        DirectoryReader reader = new DirectoryReader(files).read(pathsOf(bucket, id));
        reader.throwIfAnyProblem();
        return reader.inventories().stream().findFirst();
    }

    /**
     * Makes the configuration, or replaces the one of the same Id, in the format of its file.
     *
     * @param id the Id that the configuration must have
     */
    public void putInventory(String bucket, String id, InventoryConfiguration configuration) throws IOException {
        requireBucket(bucket);
        List<Problem> refused =
                InventoryConfigurations.check("the inventory configuration", configuration, Optional.of(id));
        if (!refused.isEmpty()) {
            throw new InvalidDefinitionException(refused);
        }
        List<String> existing = pathsOf(bucket, id);
        if (existing.size() > 1) {
            throw refusal(existing.get(1), "Id", id, "is defined in " + existing.get(0) + " too; delete one of them");
        }
        if (existing.isEmpty() && pathsById(bucket).size() >= DirectoryReader.MOST_CONFIGURATIONS) {
            throw new InvalidDefinitionException(List.of(new Problem(
                    Place.inventoryFolder(bucket),
                    "(document)",
                    Optional.empty(),
                    "has " + DirectoryReader.MOST_CONFIGURATIONS + " configurations already",
                    InventoryRefusals.TOO_MANY_CONFIGURATIONS)));
        }
        String path = existing.isEmpty()
                ? Place.inventoryFolder(bucket) + "/" + FileNames.encode(id) + "." + DocumentFormat.JSON.extension()
                : existing.get(0);
        DocumentFormat format = DocumentFormat.ofFileName(path).orElseThrow();
        files.write(path, InventoryConfigurations.write(configuration, format).getBytes(StandardCharsets.UTF_8));
    }

    /** Removes the configuration; false where S3 answers {@link InventoryRefusals#NO_SUCH_CONFIGURATION}. */
    public boolean deleteInventory(String bucket, String id) throws IOException {
        requireBucket(bucket);
        boolean deleted = false;
        for (String path : pathsOf(bucket, id)) {
            deleted |= files.delete(path);
        }
        return deleted;
    }

    /**
     * A page of a bucket's configurations, sorted by Id, as LIST answers it.
     *
     * @param continuationToken what the page before gave; empty for the first
     */
    public InventoryConfigurationPage inventoryPage(String bucket, Optional<String> continuationToken)
            throws IOException {
        requireBucket(bucket);
        NavigableMap<String, List<String>> byId = pathsById(bucket);
        Map<String, List<String>> rest = continuationToken.isEmpty()
                ? byId
                : byId.tailMap(
                        ContinuationToken.lastId(
                                continuationToken.get(),
                                "ContinuationToken",
                                InventoryRefusals.INVALID_CONTINUATION_TOKEN),
                        false);
        List<String> ids = rest.keySet().stream().limit(PAGE).toList();
        DirectoryReader reader = new DirectoryReader(files);
        reader.read(ids.stream().flatMap(id -> rest.get(id).stream()).toList());
        reader.throwIfAnyProblem();
        return new InventoryConfigurationPage(
                continuationToken,
                reader.inventories().stream()
                        .map(BucketInventory::configuration)
                        .toList(),
                rest.size() > PAGE ? Optional.of(ContinuationToken.after(ids.get(PAGE - 1))) : Optional.empty());
    }

    /** Every replication configuration, sorted by bucket. */
    public List<BucketReplication> replications() throws IOException {
        return readReplications(files.list(Place.BUCKETS).stream()
                .filter(path -> Place.of(path) instanceof Place.Replication)
                .toList());
    }

    /** The replication configuration of a bucket, or empty where S3 answers {@link ReplicationRefusals#NOT_FOUND}. */
    public Optional<BucketReplication> replication(String bucket) throws IOException {
        requireBucket(bucket);
        return readReplications(replicationPaths(bucket)).stream().findFirst();
    }

    /**
     * Makes or replaces the replication configuration of a bucket, in the format of its file.
     *
     * <p>It is checked as if it were read, and against stores.yaml where there is a valid one: whether its buckets are
     * in a store, which account owns them, and whether a destination is the source under another alias.
     *
     * @throws InvalidDefinitionException with every problem; nothing is changed then
     */
    public void putReplication(String bucket, ReplicationConfiguration configuration) throws IOException {
        requireBucket(bucket);
        List<String> existing = replicationPaths(bucket);
        if (existing.size() > 1) {
            throw refusal(
                    existing.get(1),
                    "(document)",
                    bucket,
                    "is defined in " + existing.get(0) + " too; delete one of them");
        }
        String path = existing.isEmpty() ? Place.replicationFile(bucket) : existing.get(0);
        DocumentFormat format = DocumentFormat.ofFileName(path).orElseThrow();
        ReplicationConfiguration identified = configuration.withGeneratedIds();
        byte[] written = ReplicationConfigurations.write(identified, format).getBytes(StandardCharsets.UTF_8);
        ReplicationConfigurations.parse(REPLICATION, written, format, Optional.of(bucket));
        Optional<Stores> stores = new DirectoryReader(files).stores();
        if (stores.isPresent()) {
            DirectoryReader located = new DirectoryReader(files);
            new LocationCheck(stores.get(), located)
                    .replication(new BucketReplication(bucket, identified, REPLICATION));
            located.throwIfAnyProblem();
        }
        files.write(path, written);
    }

    /** Removes the replication configuration of a bucket; true if there was one. S3 answers alike in both cases. */
    public boolean deleteReplication(String bucket) throws IOException {
        requireBucket(bucket);
        boolean deleted = false;
        for (String path : replicationPaths(bucket)) {
            deleted |= files.delete(path);
        }
        return deleted;
    }

    /** Every resource data sync, sorted by name. */
    public List<NamedSync> resourceDataSyncs() throws IOException {
        DirectoryReader reader = new DirectoryReader(files);
        reader.read(files.list(Place.SYNCS).stream()
                .filter(path -> Place.of(path) instanceof Place.Sync)
                .toList());
        reader.throwIfAnyProblem();
        return reader.syncs().stream()
                .sorted(Comparator.comparing(sync -> sync.sync().syncName()))
                .toList();
    }

    /** The resource data syncs, to be made, listed, changed and deleted, and their states. */
    public SyncDirectory syncs() {
        return new SyncDirectory(files);
    }

    /**
     * Every problem of every document and between them, sorted by file: an Id or a name that differs from its file's or
     * is there twice, more of them than AWS allows, buckets that no store claims or several do or that are not where a
     * document says, buckets that a sync could not tell apart, states that cannot be read, files that are nothing
     * known. Empty where all is well.
     */
    public List<Problem> validate() throws IOException {
        DirectoryReader reader = new DirectoryReader(files);
        Optional<Stores> stores = reader.stores();
        reader.read(files.list(""));
        stores.ifPresent(it -> new LocationCheck(it, reader).check());
        new SyncCheck(files, reader).check(stores);
        return reader.problems().stream()
                .sorted(Comparator.comparing(Problem::document))
                .toList();
    }

    /**
     * What is valid and may not be what its author wants, sorted by file, such as a sync whose data no key encrypts. Of
     * documents that are refused, and are problems, there is none.
     */
    public List<Warning> warnings() throws IOException {
        DirectoryReader reader = new DirectoryReader(files);
        Optional<Stores> stores = reader.stores();
        reader.read(files.list(""));
        List<Warning> warnings = new ArrayList<>();
        reader.replications()
                .forEach(it -> warnings.addAll(ReplicationConfigurations.warnings(it.path(), it.configuration())));
        reader.syncs().forEach(it -> warnings.addAll(SyncCheck.warnings(it, stores)));
        return warnings.stream().sorted(Comparator.comparing(Warning::document)).toList();
    }

    private List<BucketInventory> sortedInventories(String folder) throws IOException {
        DirectoryReader reader = new DirectoryReader(files);
        reader.read(files.list(folder).stream()
                .filter(path -> Place.of(path) instanceof Place.Inventory)
                .toList());
        reader.throwIfAnyProblem();
        return reader.inventories().stream()
                .sorted(Comparator.comparing(BucketInventory::bucket)
                        .thenComparing(it -> it.configuration().id()))
                .toList();
    }

    private List<String> replicationPaths(String bucket) throws IOException {
        return files.list(Place.bucketFolder(bucket)).stream()
                .filter(path -> Place.of(path) instanceof Place.Replication)
                .toList();
    }

    private List<BucketReplication> readReplications(List<String> paths) throws IOException {
        DirectoryReader reader = new DirectoryReader(files).read(paths);
        reader.throwIfAnyProblem();
        return List.copyOf(reader.replications());
    }

    private List<String> pathsOf(String bucket, String id) throws IOException {
        return pathsById(bucket).getOrDefault(id, List.of());
    }

    private NavigableMap<String, List<String>> pathsById(String bucket) throws IOException {
        NavigableMap<String, List<String>> byId = new TreeMap<>();
        for (String path : files.list(Place.inventoryFolder(bucket))) {
            if (Place.of(path) instanceof Place.Inventory inventory) {
                byId.computeIfAbsent(inventory.id(), id -> new ArrayList<>()).add(path);
            }
        }
        return byId;
    }

    private void requireBucket(String bucket) {
        if (!BucketAlias.isValid(bucket)) {
            throw refusal("the command", "Bucket", bucket, "is not the name of a bucket: " + BucketAlias.RULE);
        }
    }

    private static InvalidDefinitionException refusal(String document, String path, String value, String why) {
        return new InvalidDefinitionException(
                List.of(new Problem(document, path, Optional.of(value), why, Refusal.INVALID_DEFINITION)));
    }
}
