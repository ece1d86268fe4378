package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Problem;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.replication.ReplicationDestination;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.inventory.delivery.OnlineCheck;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationCheck;
import io.stocktake.replication.ReplicationObstacle;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Asks the stores from a task of Spark, since that is where a run resolves its credentials: what an executor may not do is
 * found here, and not in the night.
 */
final class OnlineStoreChecks implements StoreChecks {
    /** What is asked about one configuration, in a form that travels to a task. */
    private interface Question extends Serializable {
        List<Answer> answers();
    }

    /** What a store refused. */
    private record Answer(String document, String path, String bucket, String why, ReplicationObstacle.Kind kind)
            implements Serializable {
        Answer(String document, String path, BucketLocation bucket, String why) {
            this(document, path, bucket.alias(), why, ReplicationObstacle.Kind.UNREACHABLE);
        }

        Answer(String document, String path, BucketLocation bucket, ReplicationObstacle obstacle) {
            this(document, path, bucket.alias(), obstacle.why(), obstacle.kind());
        }
    }

    private record InventoryQuestion(
            String document, BucketLocation source, IncludedObjectVersions versions, InventoryDelivery delivery)
            implements Question {
        @Override
        public List<Answer> answers() {
            List<Answer> answers = new ArrayList<>();
            OnlineCheck.ofSource(source, versions)
                    .ifPresent(why -> answers.add(new Answer(document, SOURCE, source, why)));
            OnlineCheck.ofDestination(delivery)
                    .ifPresent(why -> answers.add(
                            new Answer(document, "Destination.S3BucketDestination", delivery.destination(), why)));
            return answers;
        }
    }

    /** Of a source and of its destinations, each with the rule that is the first to name it. */
    private record ReplicationQuestion(String document, BucketLocation source, List<Destination> destinations)
            implements Question {
        @Override
        public List<Answer> answers() {
            List<Answer> answers = new ArrayList<>();
            ReplicationCheck.ofSource(source, ComparedVersions.HISTORY)
                    .map(obstacle -> new Answer(document, SOURCE, source, obstacle))
                    .or(() -> OnlineCheck.ofSource(source, IncludedObjectVersions.ALL)
                            .map(why -> new Answer(document, SOURCE, source, why)))
                    .ifPresent(answers::add);
            for (Destination destination : destinations) {
                String path = "Rules[" + destination.rule() + "].Destination.Bucket";
                BucketLocation bucket = destination.bucket();
                // S3 refuses a destination without versioning also where its rules are disabled.
                ReplicationCheck.ofDestination(
                                bucket, Optional.ofNullable(destination.account()), ComparedVersions.HISTORY)
                        .map(obstacle -> new Answer(document, path, bucket, obstacle))
                        .or(() -> OnlineCheck.ofSource(bucket, IncludedObjectVersions.ALL)
                                .map(why -> new Answer(document, path, bucket, why)))
                        .ifPresent(answers::add);
            }
            return answers;
        }
    }

    /** @param account null where the rule names none: an Optional does not travel */
    private record Destination(int rule, BucketLocation bucket, String account) implements Serializable {}

    private static final String SOURCE = "(source bucket)";

    @Override
    public List<Problem> problems(DefinitionDirectory definitions) throws IOException {
        Stores stores = definitions.stores();
        List<Question> questions = new ArrayList<>();
        for (BucketInventory inventory : definitions.inventories()) {
            InventoryPlan plan = InventoryPlan.of(inventory, stores, Optional.empty());
            questions.add(new InventoryQuestion(
                    inventory.path(),
                    plan.source(),
                    inventory.configuration().includedObjectVersions(),
                    plan.delivery()));
        }
        for (BucketReplication replication : definitions.replications()) {
            questions.add(question(replication, stores));
        }
        if (questions.isEmpty()) {
            return List.of();
        }
        try (SparkSession spark = JobSession.start("Stocktake validate")) {
            return JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(questions, 1)
                    .flatMap(question -> question.answers().iterator())
                    .collect()
                    .stream()
                    .map(OnlineStoreChecks::problem)
                    .toList();
        }
    }

    private static Question question(BucketReplication replication, Stores stores) {
        Map<BucketLocation, Destination> destinations = new LinkedHashMap<>();
        List<ReplicationRule> rules = replication.configuration().rules();
        for (int number = 0; number < rules.size(); number++) {
            ReplicationDestination destination = rules.get(number).destination();
            BucketLocation bucket = stores.bucket(destination.bucket(), destination.account());
            destinations.putIfAbsent(
                    bucket,
                    new Destination(number, bucket, destination.account().orElse(null)));
        }
        return new ReplicationQuestion(
                replication.path(), stores.bucket(replication.bucket()), List.copyOf(destinations.values()));
    }

    private static Problem problem(Answer answer) {
        return new Problem(
                answer.document(),
                answer.path(),
                Optional.of(answer.bucket()),
                answer.why(),
                answer.kind().refusal());
    }
}
