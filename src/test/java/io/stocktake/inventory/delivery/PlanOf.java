package io.stocktake.inventory.delivery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.CommandResultExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The physical plan with which Spark delivered.
 *
 * @param text as EXPLAIN shows it
 * @param metrics what the Spark UI shows beside it, by name
 */
record PlanOf(String text, Map<String, Long> metrics) {

    static PlanOf delivering(SparkSession spark, Runnable delivery) {
        List<PlanOf> plans = new CopyOnWriteArrayList<>();
        QueryExecutionListener listener = new QueryExecutionListener() {
            @Override
            public void onSuccess(String function, QueryExecution execution, long nanoseconds) {
                Map<String, Long> metrics = new TreeMap<>();
                CollectionConverters.asJava(commandOf(execution.executedPlan()).metrics())
                        .forEach((name, metric) -> metrics.put(name, metric.value()));
                plans.add(new PlanOf(execution.executedPlan().toString(), metrics));
            }

            @Override
            public void onFailure(String function, QueryExecution execution, Exception failure) {
                plans.add(new PlanOf(failure.toString(), Map.of()));
            }
        };
        spark.listenerManager().register(listener);
        try {
            delivery.run();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } catch (TimeoutException slow) {
            throw new IllegalStateException(slow);
        } finally {
            spark.listenerManager().unregister(listener);
        }
        return plans.stream()
                .filter(plan -> plan.text().contains("AppendData"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no delivery among " + plans));
    }

    /** The node that writes: the result of a command hides it. */
    private static SparkPlan commandOf(SparkPlan plan) {
        return plan instanceof CommandResultExec result ? result.commandPhysicalPlan() : plan;
    }
}
