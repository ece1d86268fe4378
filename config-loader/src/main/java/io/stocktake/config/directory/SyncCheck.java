package io.stocktake.config.directory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Warning;
import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.UnknownBucketException;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SourceType;
import io.stocktake.config.sync.SyncRefusals;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import io.stocktake.config.sync.SyncType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong with syncs beside each other, with their states, and with what they would bring together. */
final class SyncCheck {

    private final DefinitionFiles files;
    private final DirectoryReader reader;

    SyncCheck(DefinitionFiles files, DirectoryReader reader) {
        this.files = files;
        this.reader = reader;
    }

    void check(Optional<Stores> stores) throws IOException {
        List<ResourceDataSync> before = new ArrayList<>();
        for (NamedSync sync : reader.syncs()) {
            SyncLimits.exceeded(sync.sync(), before)
                    .ifPresent(why -> reader.add(
                            sync.path(),
                            "SyncName",
                            Optional.of(sync.sync().syncName()),
                            why,
                            SyncRefusals.COUNT_EXCEEDED));
            before.add(sync.sync());
            try {
                new SyncDirectory(files).state(sync.sync().syncName());
            } catch (InvalidDefinitionException refused) {
                reader.addAll(refused);
            }
            stores.ifPresent(it -> target(sync, it, reader));
            stores.ifPresent(it -> captures(sync, it));
        }
    }

    /** Operational data needs a place: that of the sync, or that where runs leave their records. */
    static void target(NamedSync sync, Stores stores, DirectoryReader reader) {
        boolean nowhere = sync.sync().syncType() == SyncType.SYNC_FROM_SOURCE
                && sync.sync().s3Destination().isEmpty()
                && stores.operations().isEmpty();
        if (nowhere) {
            reader.add(
                    sync.path(),
                    "S3Destination",
                    Optional.empty(),
                    "is missing, and stores.yaml has no operations to write to instead",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
    }

    /** A bucket's capture is named after its account, its Region and itself; two would overwrite each other. */
    private void captures(NamedSync sync, Stores stores) {
        if (sync.sync().syncType() != SyncType.SYNC_TO_DESTINATION) {
            return;
        }
        Map<String, List<BucketLocation>> byCapture = reader.inventories().stream()
                .map(BucketInventory::bucket)
                .distinct()
                .flatMap(bucket -> find(stores, bucket).stream())
                .filter(location -> SyncLimits.isShared(sync.sync())
                        || stores.account(location.store()).equals(stores.home()))
                .collect(groupingBy(location -> capture(stores, location), TreeMap::new, toList()));
        byCapture.forEach((capture, locations) -> {
            BucketLocation first = locations.get(0);
            List<BucketLocation> others = locations.stream()
                    .filter(location -> !location.isSameBucketAs(first))
                    .toList();
            if (!others.isEmpty()) {
                reader.add(
                        sync.path(),
                        "(document)",
                        Optional.empty(),
                        "reaches several buckets named \"" + first.name() + "\" in one account and Region, "
                                + locations.stream().map(SyncCheck::quoted).collect(joining(" and "))
                                + "; give their stores different Regions in stores.yaml",
                        SyncRefusals.INVALID_CONFIGURATION);
            }
        });
    }

    private static String capture(Stores stores, BucketLocation location) {
        return stores.account(location.store()) + "/" + location.store().region() + "/" + location.name();
    }

    private static String quoted(BucketLocation location) {
        return "\"" + location.alias() + "\" of the store \"" + location.store().name() + "\"";
    }

    /** One that is nowhere or in several stores is a problem of its inventory configuration. */
    private static Optional<BucketLocation> find(Stores stores, String bucket) {
        try {
            return Optional.of(stores.bucket(bucket));
        } catch (UnknownBucketException | AmbiguousBucketException reported) {
            return Optional.empty();
        }
    }

    /** What a sync says without effect or says nothing of, and what it names and no store has. */
    static List<Warning> warnings(NamedSync sync, Optional<Stores> stores) {
        List<Warning> warnings = new ArrayList<>(ResourceDataSyncs.warnings(sync.path(), sync.sync()));
        stores.ifPresent(it -> warnings.addAll(selectionWarnings(sync, it)));
        return warnings;
    }

    /** What a SyncFromSource names and no store has. */
    private static List<Warning> selectionWarnings(NamedSync sync, Stores stores) {
        List<Warning> warnings = new ArrayList<>();
        if (sync.sync().syncType() != SyncType.SYNC_FROM_SOURCE) {
            return warnings;
        }
        if (stores.operations().isEmpty()) {
            warnings.add(new Warning(
                    sync.path(),
                    "SyncSource",
                    "finds no run records: stores.yaml has no operations where runs leave them"));
        }
        sync.sync().syncSource().ifPresent(source -> {
            List<String> regions = SyncDirectory.regions(stores);
            List<String> named = source.sourceRegions();
            for (int i = 0; i < named.size(); i++) {
                if (!regions.contains(named.get(i))) {
                    warnings.add(new Warning(
                            sync.path(), "SyncSource.SourceRegions[" + i + "]", noStore("in", named.get(i))));
                }
            }
            List<String> units = source.sourceType() == SourceType.AWS_ORGANIZATIONS
                    ? source.awsOrganizationsSource()
                            .map(AwsOrganizationsSource::organizationalUnits)
                            .orElse(List.of())
                    : List.of();
            for (int i = 0; i < units.size(); i++) {
                String unit = units.get(i);
                if (stores.stores().stream().map(Store::organizationalUnit).noneMatch(Optional.of(unit)::equals)) {
                    warnings.add(new Warning(
                            sync.path(),
                            "SyncSource.AwsOrganizationsSource.OrganizationalUnits[" + i + "]",
                            noStore("of", unit)));
                }
            }
        });
        return warnings;
    }

    private static String noStore(String preposition, String name) {
        return "selects nothing: no store of stores.yaml is " + preposition + " \"" + name + "\"";
    }
}
