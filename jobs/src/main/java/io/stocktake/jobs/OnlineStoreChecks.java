package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.inventory.delivery.OnlineCheck;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Asks the stores from a task of Spark, since that is where a run resolves its credentials: what an executor may not do is
 * found here, and not in the night.
 */
final class OnlineStoreChecks implements StoreChecks {
    /** One configuration, in a form that travels to a task. */
    private record Question(
            String document, BucketLocation source, IncludedObjectVersions versions, InventoryDelivery delivery)
            implements Serializable {}

    /** What a store refused. */
    private record Answer(String document, String path, String bucket, String why) implements Serializable {}

    @Override
    public List<Problem> problems(DefinitionDirectory definitions) throws IOException {
        Stores stores = definitions.stores();
        List<Question> questions = new ArrayList<>();
        for (BucketInventory inventory : definitions.inventories()) {
            InventoryPlan plan = InventoryPlan.of(inventory, stores, Optional.empty());
            questions.add(new Question(
                    inventory.path(),
                    plan.source(),
                    inventory.configuration().includedObjectVersions(),
                    plan.delivery()));
        }
        if (questions.isEmpty()) {
            return List.of();
        }
        try (SparkSession spark = JobSession.start("Stocktake validate")) {
            return JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(questions, 1)
                    .flatMap(question -> answers(question).iterator())
                    .collect()
                    .stream()
                    .map(OnlineStoreChecks::problem)
                    .toList();
        }
    }

    private static List<Answer> answers(Question question) {
        List<Answer> answers = new ArrayList<>();
        OnlineCheck.ofSource(question.source(), question.versions())
                .ifPresent(why -> answers.add(new Answer(
                        question.document(),
                        "(source bucket)",
                        question.source().alias(),
                        why)));
        OnlineCheck.ofDestination(question.delivery())
                .ifPresent(why -> answers.add(new Answer(
                        question.document(),
                        "Destination.S3BucketDestination",
                        question.delivery().destination().alias(),
                        why)));
        return answers;
    }

    private static Problem problem(Answer answer) {
        return new Problem(
                answer.document(),
                answer.path(),
                Optional.of(answer.bucket()),
                answer.why(),
                Refusal.INVALID_DEFINITION);
    }
}
