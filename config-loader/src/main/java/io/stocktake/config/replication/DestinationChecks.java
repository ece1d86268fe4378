package io.stocktake.config.replication;

import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.replication.ReplicationDestination.Metrics;
import io.stocktake.config.replication.ReplicationDestination.ReplicationTime;
import java.util.Optional;

/** What S3 checks of a destination's time control and metrics. */
final class DestinationChecks {

    /** The only number of minutes that S3 takes. */
    private static final int MINUTES = 15;

    private DestinationChecks() {}

    static void check(PlacedRule placed, Problems problems) {
        Optional<ReplicationTime> time = placed.rule().destination().replicationTime();
        Optional<Metrics> metrics = placed.rule().destination().metrics();
        NodePath timePath = placed.member("Destination", "ReplicationTime");
        NodePath metricsPath = placed.member("Destination", "Metrics");
        if (time.isPresent() && metrics.isEmpty()) {
            problems.add(
                    metricsPath,
                    Optional.empty(),
                    "is missing, and ReplicationTime needs it",
                    ReplicationRefusals.TIME_WITHOUT_METRICS);
        } else if (time.isPresent()
                && time.get().status() != metrics.orElseThrow().status()) {
            problems.add(
                    metricsPath.member("Status"),
                    Optional.of(metrics.get().status().awsName()),
                    "differs from the Status of ReplicationTime",
                    ReplicationRefusals.TIME_WITHOUT_METRICS);
        }
        boolean timed = time.filter(it -> it.status() == RuleStatus.ENABLED).isPresent();
        boolean threshold = metrics.flatMap(Metrics::eventThreshold).isPresent();
        if (threshold && !timed) {
            problems.add(
                    metricsPath.member("EventThreshold"),
                    Optional.empty(),
                    "stands without a ReplicationTime that is Enabled",
                    ReplicationRefusals.THRESHOLD_WITHOUT_TIME);
        }
        time.ifPresent(it -> minutes(it.minutes(), timePath.member("Time"), problems));
        metrics.flatMap(Metrics::eventThreshold)
                .ifPresent(it -> minutes(it.minutes(), metricsPath.member("EventThreshold"), problems));
    }

    private static void minutes(Optional<Integer> minutes, NodePath path, Problems problems) {
        if (!minutes.equals(Optional.of(MINUTES))) {
            problems.add(
                    path.member("Minutes"),
                    minutes.map(String::valueOf),
                    minutes.isPresent() ? "is not " + MINUTES : "is missing; write " + MINUTES,
                    ReplicationRefusals.INVALID_MINUTES);
        }
    }
}
