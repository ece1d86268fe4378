package io.stocktake.config.replication;

import io.stocktake.config.document.Warning;
import java.util.ArrayList;
import java.util.List;

/** Members that S3 takes and that a batch run has no use for. */
final class ReplicationWarnings {

    private ReplicationWarnings() {}

    static List<Warning> of(String name, ReplicationConfiguration configuration) {
        List<Warning> warnings = new ArrayList<>();
        List<ReplicationRule> rules = configuration.rules();
        for (int i = 0; i < rules.size(); i++) {
            ReplicationRule rule = rules.get(i);
            String path = "Rules[" + i + "].";
            rule.sourceSelectionCriteria()
                    .flatMap(SourceSelectionCriteria::replicaModifications)
                    .filter(status -> status == RuleStatus.ENABLED)
                    .ifPresent(status -> warnings.add(new Warning(
                            name,
                            path + "SourceSelectionCriteria.ReplicaModifications",
                            "has no effect: a run does not copy metadata that was changed on replicas")));
            rule.destination()
                    .replicationTime()
                    .filter(time -> time.status() == RuleStatus.ENABLED)
                    .ifPresent(time -> warnings.add(new Warning(
                            name,
                            path + "Destination.ReplicationTime",
                            "has no effect: objects are copied when a run is started, not within 15 minutes")));
        }
        return warnings;
    }
}
