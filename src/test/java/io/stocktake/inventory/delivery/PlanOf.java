package io.stocktake.inventory.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/**
 * The physical plan with which Spark delivered.
 *
 * @param text as EXPLAIN shows it
 */
record PlanOf(String text) {

    static PlanOf delivering(SparkSession spark, Runnable delivery) {
        List<String> plans = new CopyOnWriteArrayList<>();
        QueryExecutionListener listener = new QueryExecutionListener() {
            @Override
            public void onSuccess(String function, QueryExecution execution, long nanoseconds) {
                plans.add(execution.executedPlan().toString());
            }

            @Override
            public void onFailure(String function, QueryExecution execution, Exception failure) {
                plans.add(failure.toString());
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
        return new PlanOf(plans.stream()
                .filter(plan -> plan.contains("AppendData"))
                .findFirst()
                .orElse("no delivery among " + plans));
    }
}
