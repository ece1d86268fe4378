package io.stocktake.config.document;

import io.stocktake.config.replication.OwnerOverride;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationDestination;
import io.stocktake.config.replication.ReplicationDestination.EncryptionConfiguration;
import io.stocktake.config.replication.ReplicationDestination.EventThreshold;
import io.stocktake.config.replication.ReplicationDestination.Metrics;
import io.stocktake.config.replication.ReplicationDestination.ReplicationTime;
import io.stocktake.config.replication.ReplicationFilter;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.ReplicationRule.DeleteMarkerReplication;
import io.stocktake.config.replication.RuleStatus;
import io.stocktake.config.replication.SourceSelectionCriteria;
import io.stocktake.config.sync.DataSharing;
import io.stocktake.config.sync.OrganizationSourceType;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.config.sync.SourceType;
import io.stocktake.config.sync.SyncFormat;
import io.stocktake.config.sync.SyncSource;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncType;
import io.stocktake.config.sync.SyncedBucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Valid configurations of every kind, from a seed. */
final class RandomConfigurations {

    private final Random random;
    private final Supplier<String> anyText;

    /** @param anyText gives texts that the format can express */
    RandomConfigurations(Random random, Supplier<String> anyText) {
        this.random = random;
        this.anyText = anyText;
    }

    ReplicationConfiguration replication() {
        boolean second = random.nextBoolean();
        List<ReplicationRule> rules = new ArrayList<>();
        int number = 1 + random.nextInt(5);
        for (int i = 0; i < number; i++) {
            rules.add(second ? secondSchema(i) : firstSchema(i, number));
        }
        return new ReplicationConfiguration("r" + anyText.get(), rules);
    }

    private ReplicationRule firstSchema(int i, int number) {
        Optional<SourceSelectionCriteria> criteria =
                some(() -> new SourceSelectionCriteria(Optional.of(status()), Optional.empty()));
        return new ReplicationRule(
                Optional.of(id(i)),
                Optional.empty(),
                number == 1 ? some(anyText) : Optional.of(i + anyText.get()),
                Optional.empty(),
                status(),
                criteria,
                destination("copy", criteria.isPresent(), "STANDARD", "STANDARD_IA", "REDUCED_REDUNDANCY"),
                Optional.empty());
    }

    private ReplicationRule secondSchema(int i) {
        boolean kms = random.nextBoolean();
        Optional<RuleStatus> modifications = some(this::status);
        Optional<SourceSelectionCriteria> criteria = kms || modifications.isPresent()
                ? Optional.of(
                        new SourceSelectionCriteria(kms ? Optional.of(status()) : Optional.empty(), modifications))
                : Optional.empty();
        ReplicationFilter filter = filter();
        return new ReplicationRule(
                Optional.of(id(i)),
                Optional.of(i == 0 ? Integer.MAX_VALUE : random.nextInt(1_000_000) * 10 + i),
                Optional.empty(),
                Optional.of(filter),
                status(),
                criteria,
                destination("copy" + random.nextInt(3), kms, "GLACIER", "DEEP_ARCHIVE", "STANDARD"),
                Optional.of(new DeleteMarkerReplication(
                        filter.objectTags().isEmpty() ? some(this::status) : Optional.of(RuleStatus.DISABLED))));
    }

    private ReplicationFilter filter() {
        return switch (random.nextInt(4)) {
            case 0 -> new ReplicationFilter.Everything();
            case 1 -> new ReplicationFilter.Prefix(anyText.get());
            case 2 -> new ReplicationFilter.Tag(new ObjectTag("k" + anyText.get(), anyText.get()));
            default -> {
                List<ObjectTag> tags = new ArrayList<>();
                for (int i = 0; i < 2 + random.nextInt(3); i++) {
                    tags.add(new ObjectTag(i + anyText.get(), anyText.get()));
                }
                yield new ReplicationFilter.And(some(anyText), tags);
            }
        };
    }

    private ReplicationDestination destination(String bucket, boolean kms, String... storageClasses) {
        boolean owner = random.nextBoolean();
        Optional<ReplicationTime> time = some(() -> new ReplicationTime(status(), Optional.of(15)));
        Optional<Metrics> metrics = time.map(it -> new Metrics(
                        it.status(),
                        it.status() == RuleStatus.ENABLED
                                ? some(() -> new EventThreshold(Optional.of(15)))
                                : Optional.empty()))
                .or(() -> some(() -> new Metrics(status(), Optional.empty())));
        return new ReplicationDestination(
                "arn:aws:s3:::" + bucket,
                owner ? Optional.of("012345678901") : some(() -> "1e3"),
                some(() -> storageClasses[random.nextInt(storageClasses.length)]),
                owner ? Optional.of(OwnerOverride.DESTINATION) : Optional.empty(),
                kms ? Optional.of(new EncryptionConfiguration(Optional.of("k" + anyText.get()))) : Optional.empty(),
                time,
                metrics);
    }

    /** Some look like numbers or like what another rule would be called. */
    private String id(int i) {
        return random.nextBoolean() ? "0" + i : "rule-" + (i + 2);
    }

    private RuleStatus status() {
        return random.nextBoolean() ? RuleStatus.ENABLED : RuleStatus.DISABLED;
    }

    ResourceDataSync sync() {
        boolean to = random.nextBoolean();
        return new ResourceDataSync(
                "n" + anyText.get(),
                to ? SyncType.SYNC_TO_DESTINATION : SyncType.SYNC_FROM_SOURCE,
                to ? Optional.of(s3Destination()) : some(this::s3Destination),
                to ? some(this::source) : Optional.of(source()));
    }

    private S3Destination s3Destination() {
        return new S3Destination(
                "b" + anyText.get(),
                some(() -> "p" + anyText.get()),
                SyncFormat.JSON_SER_DE,
                "r" + anyText.get(),
                some(() -> "arn:" + anyText.get()),
                some(() -> DataSharing.ORGANIZATION));
    }

    private SyncSource source() {
        boolean organizations = random.nextBoolean();
        boolean future = random.nextBoolean();
        List<String> regions = new ArrayList<>();
        for (int i = random.nextInt(3) + (future ? 0 : 1); i > 0; i--) {
            regions.add("r" + anyText.get());
        }
        return new SyncSource(
                organizations ? SourceType.AWS_ORGANIZATIONS : SourceType.SINGLE_ACCOUNT_MULTI_REGIONS,
                organizations
                        ? Optional.of(
                                random.nextBoolean()
                                        ? new AwsOrganizationsSource(
                                                OrganizationSourceType.ENTIRE_ORGANIZATION, List.of())
                                        : new AwsOrganizationsSource(
                                                OrganizationSourceType.ORGANIZATIONAL_UNITS,
                                                List.of("ou-0123-01234567")))
                        : Optional.empty(),
                regions,
                future,
                random.nextBoolean());
    }

    SyncState state() {
        SyncState state = SyncState.created(instant(), List.of(anyText.get(), anyText.get()));
        List<SyncedBucket> synced = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            synced.add(new SyncedBucket(
                    "0" + random.nextInt(2), "r" + random.nextInt(2), i + anyText.get(), anyText.get()));
        }
        return switch (random.nextInt(4)) {
            case 0 -> state;
            case 1 -> state.modified(instant()).started(instant());
            case 2 -> state.started(instant()).succeeded(instant(), anyText.get(), synced);
            default -> state.started(instant()).failed(anyText.get(), Optional.empty(), synced);
        };
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private <T> Optional<T> some(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
