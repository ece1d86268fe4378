package io.stocktake.config.directory;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.Warning;
import io.stocktake.config.stores.Store;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncListItem;
import io.stocktake.config.sync.SyncListRequest;
import io.stocktake.config.sync.SyncPage;
import io.stocktake.config.sync.SyncRefusals;
import io.stocktake.config.sync.SyncSource;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncStates;
import io.stocktake.config.sync.SyncType;
import io.stocktake.config.sync.SyncUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resource data syncs of a definition directory, as Systems Manager's four operations treat them, and their states.
 *
 * <p>It keeps no state of its own. Every refusal is an {@link InvalidDefinitionException} with Systems Manager's error
 * code, and leaves everything as it was. Two commands at the same time are told from each other as far as the storage
 * allows: a definition that changes between being read and being replaced is a {@link SyncRefusals#CONFLICT}, and only
 * the moment of the write itself is not covered.
 */
public final class SyncDirectory {

    /** What messages call a sync that is not in a file yet. */
    private static final String SYNC = "the resource data sync";

    /** What messages call the parameters of a call. */
    private static final String COMMAND = "the command";

    private final DefinitionFiles files;

    SyncDirectory(DefinitionFiles files) {
        this.files = files;
    }

    /**
     * Makes a sync. Its state begins with the Regions that stores.yaml has now.
     *
     * @param now the time of its creation
     */
    public void create(ResourceDataSync sync, Instant now) throws IOException {
        byte[] written = checked(sync, DocumentFormat.JSON);
        NavigableMap<String, List<String>> existing = pathsByName();
        if (existing.containsKey(sync.syncName())) {
            throw refusal(
                    SYNC,
                    sync.syncName(),
                    "is the name of a sync already, in "
                            + existing.get(sync.syncName()).get(0),
                    SyncRefusals.ALREADY_EXISTS);
        }
        SyncLimits.exceeded(
                        sync,
                        read(existing).syncs().stream().map(NamedSync::sync).toList())
                .ifPresent(why -> {
                    throw refusal(SYNC, sync.syncName(), why, SyncRefusals.COUNT_EXCEEDED);
                });
        Stores stores = new DefinitionDirectory(files).stores();
        DirectoryReader located = new DirectoryReader(files);
        NamedSync named = new NamedSync(sync, SYNC);
        new LocationCheck(stores, located).sync(named);
        SyncCheck.target(named, stores, located);
        located.throwIfAnyProblem();
        // First the state: one that a crash leaves without a definition says nothing was synced, which is true.
        writeState(sync.syncName(), SyncState.created(now, regions(stores)));
        files.write(Place.syncFile(sync.syncName()), written);
    }

    /** A page of the syncs and their states, sorted by name. */
    public SyncPage page(SyncListRequest request) throws IOException {
        NavigableMap<String, List<String>> byName = pathsByName();
        if (request.nextToken().isPresent()) {
            String last =
                    ContinuationToken.lastId(request.nextToken().get(), "NextToken", SyncRefusals.INVALID_NEXT_TOKEN);
            byName = byName.tailMap(last, false);
        }
        List<ResourceDataSync> syncs = read(byName).syncs().stream()
                .map(NamedSync::sync)
                .filter(sync -> request.syncType().isEmpty()
                        || sync.syncType() == request.syncType().get())
                .toList();
        List<SyncListItem> items = new ArrayList<>();
        for (ResourceDataSync sync : syncs.subList(0, Math.min(request.maxResults(), syncs.size()))) {
            items.add(new SyncListItem(sync, state(sync.syncName())));
        }
        return new SyncPage(
                items,
                syncs.size() > items.size()
                        ? Optional.of(ContinuationToken.after(
                                items.get(items.size() - 1).sync().syncName()))
                        : Optional.empty());
    }

    /**
     * Gives a SyncFromSource another source. Its account option stays: to change that is to make another sync.
     *
     * @param now the time of its modification
     */
    public void update(SyncUpdate update, Instant now) throws IOException {
        String path = onlyPath(update.syncName());
        DocumentFormat format = DocumentFormat.ofFileName(path).orElseThrow();
        byte[] before = files.read(path).orElseThrow(() -> notFound(update.syncName()));
        ResourceDataSync sync = ResourceDataSyncs.parse(path, before, format);
        refuseUpdate(sync, update);
        byte[] after = checked(
                new ResourceDataSync(
                        sync.syncName(), sync.syncType(), sync.s3Destination(), Optional.of(update.syncSource())),
                format);
        Optional<SyncState> state = state(update.syncName());
        if (!Arrays.equals(before, files.read(path).orElse(new byte[0]))) {
            throw refusal(
                    path,
                    update.syncName(),
                    "was changed at the same time; look at it and update it again",
                    SyncRefusals.CONFLICT);
        }
        files.write(path, after);
        if (state.isPresent()) {
            writeState(update.syncName(), state.get().modified(now));
        }
    }

    /**
     * Removes a sync and its state. What it wrote stays where it is.
     *
     * @param type the type that the caller takes it for
     */
    public void delete(String name, Optional<SyncType> type) throws IOException {
        List<String> paths = pathsByName().getOrDefault(name, List.of());
        if (paths.isEmpty()) {
            throw notFound(name);
        }
        if (type.isPresent()) {
            ResourceDataSync sync =
                    read(new TreeMap<>(Map.of(name, paths))).syncs().get(0).sync();
            if (sync.syncType() != type.get()) {
                throw refusal(
                        COMMAND,
                        name,
                        "is a " + sync.syncType().awsName() + ", not a "
                                + type.get().awsName(),
                        SyncRefusals.INVALID_CONFIGURATION);
            }
        }
        // First the state: a definition that a crash leaves without one is synced as a whole, and can be deleted again.
        files.delete(Place.stateFile(name));
        for (String path : paths) {
            files.delete(path);
        }
    }

    /**
     * What is valid in a sync and may not be what its author wants, by itself and beside stores.yaml; empty where there
     * is no such sync.
     */
    public List<Warning> warnings(String name) throws IOException {
        Optional<Stores> stores = new DirectoryReader(files).stores();
        List<String> paths = pathsByName().getOrDefault(name, List.of());
        return read(new TreeMap<>(Map.of(name, paths))).syncs().stream()
                .flatMap(sync -> SyncCheck.warnings(sync, stores).stream())
                .toList();
    }

    /**
     * What the runs of a sync have left; empty for one that was written by hand and has not been run.
     *
     * @throws InvalidDefinitionException where the file is not what {@link #putState} writes
     */
    public Optional<SyncState> state(String name) throws IOException {
        String path = Place.stateFile(name);
        try {
            return files.read(path).map(content -> SyncStates.parse(path, content));
        } catch (InvalidDefinitionException refused) {
            throw new InvalidDefinitionException(withTheWayOut(refused.problems()));
        }
    }

    /**
     * Replaces the state of a sync as a whole; false, and nothing is written, where the sync was deleted meanwhile.
     *
     * @throws IOException where it would be larger than a file that is read again
     */
    public boolean putState(String name, SyncState state) throws IOException {
        boolean exists = pathsByName().containsKey(name);
        if (exists) {
            writeState(name, state);
        }
        return exists;
    }

    private void writeState(String name, SyncState state) throws IOException {
        String path = Place.stateFile(name);
        byte[] content = SyncStates.write(state).getBytes(StandardCharsets.UTF_8);
        if (content.length > Documents.MOST_BYTES) {
            throw new IOException("Cannot write \"" + path + "\" in the definition directory \"" + files.location()
                    + "\": with " + state.synced().size() + " buckets it is larger than " + Documents.MOST_BYTES
                    + " bytes. Split the stores between several syncs.");
        }
        files.write(path, content);
    }

    private static List<Problem> withTheWayOut(List<Problem> problems) {
        List<Problem> all = new ArrayList<>(problems);
        Problem last = all.remove(all.size() - 1);
        all.add(new Problem(
                last.document(),
                last.path(),
                last.value(),
                last.why() + ". Delete the file; the next run then brings everything again.",
                last.refusal()));
        return all;
    }

    private static void refuseUpdate(ResourceDataSync sync, SyncUpdate update) {
        if (sync.syncType() != SyncType.SYNC_FROM_SOURCE) {
            throw refusal(
                    COMMAND,
                    update.syncName(),
                    "is a " + sync.syncType().awsName() + ", and only a SyncFromSource can be updated",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
        String before = accountOption(sync.syncSource().orElseThrow());
        String after = accountOption(update.syncSource());
        if (!before.equals(after)) {
            throw refusal(
                    COMMAND,
                    update.syncName(),
                    "has the account option " + before + ", which cannot become " + after
                            + "; delete the sync and create it again",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
    }

    /** Which accounts a source is about: one, an organization or some of its units; which units may change. */
    private static String accountOption(SyncSource source) {
        return source.sourceType().awsName()
                + source.awsOrganizationsSource()
                        .map(AwsOrganizationsSource::organizationSourceType)
                        .map(type -> " of " + type.awsName())
                        .orElse("");
    }

    /** The document to write, which is read back first, so that nothing is written that cannot be read. */
    private static byte[] checked(ResourceDataSync sync, DocumentFormat format) {
        byte[] written = ResourceDataSyncs.write(sync, format).getBytes(StandardCharsets.UTF_8);
        ResourceDataSyncs.parse(SYNC, written, format);
        return written;
    }

    static List<String> regions(Stores stores) {
        return stores.stores().stream().map(Store::region).distinct().sorted().toList();
    }

    private String onlyPath(String name) throws IOException {
        List<String> paths = pathsByName().getOrDefault(name, List.of());
        if (paths.isEmpty()) {
            throw notFound(name);
        }
        if (paths.size() > 1) {
            throw refusal(
                    paths.get(1),
                    name,
                    "is defined in " + paths.get(0) + " too; delete one of them",
                    Refusal.INVALID_DEFINITION);
        }
        return paths.get(0);
    }

    private NavigableMap<String, List<String>> pathsByName() throws IOException {
        NavigableMap<String, List<String>> byName = new TreeMap<>();
        for (String path : files.list(Place.SYNCS)) {
            if (Place.of(path) instanceof Place.Sync sync) {
                byName.computeIfAbsent(sync.name(), name -> new ArrayList<>()).add(path);
            }
        }
        return byName;
    }

    private DirectoryReader read(NavigableMap<String, List<String>> byName) throws IOException {
        DirectoryReader reader = new DirectoryReader(files)
                .read(byName.values().stream().flatMap(List::stream).toList());
        reader.throwIfAnyProblem();
        return reader;
    }

    private static InvalidDefinitionException notFound(String name) {
        return refusal(COMMAND, name, "is the name of no sync", SyncRefusals.NOT_FOUND);
    }

    private static InvalidDefinitionException refusal(String document, String name, String why, Refusal refusal) {
        return new InvalidDefinitionException(
                List.of(new Problem(document, "SyncName", Optional.of(name), why, refusal)));
    }
}
