package io.stocktake.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TaskSlotsTest {
    @Test
    void oneMachineHasThoseThatItsMasterNames() {
        assertThat(slots(Map.of("spark.master", "local[32]"))).hasValue(32);
        assertThat(slots(Map.of("spark.master", "local[32,4]"))).hasValue(32);
        assertThat(slots(Map.of("spark.master", "local[32,4]", "spark.executor.instances", "9")))
                .hasValue(32);
        assertThat(slots(Map.of("spark.master", "local[*]"))).isEmpty();
    }

    @Test
    void aClusterHasCoresTimesExecutors() {
        assertThat(slots(
                        Map.of("spark.master", "yarn", "spark.executor.cores", "16", "spark.executor.instances", "10")))
                .hasValue(160);
        assertThat(slots(Map.of("spark.master", "spark://master:7077", "spark.cores.max", "48")))
                .hasValue(48);
    }

    @Test
    void aTaskOfSeveralCoresTakesAsManyOfThem() {
        assertThat(slots(Map.of(
                        "spark.master", "yarn",
                        "spark.executor.cores", "16",
                        "spark.executor.instances", "10",
                        "spark.task.cpus", "4")))
                .hasValue(40);
    }

    @Test
    void executorsThatComeAndGoCountAsAllThatMayCome() {
        assertThat(slots(Map.of(
                        "spark.master", "yarn",
                        "spark.executor.cores", "8",
                        "spark.dynamicAllocation.enabled", "true",
                        "spark.dynamicAllocation.maxExecutors", "20")))
                .hasValue(160);
        assertThat(slots(Map.of(
                        "spark.master", "yarn",
                        "spark.executor.cores", "8",
                        "spark.dynamicAllocation.enabled", "true",
                        "spark.dynamicAllocation.maxExecutors", "2147483647")))
                .isEmpty();
        assertThat(slots(Map.of("spark.master", "yarn", "spark.executor.cores", "8")))
                .isEmpty();
    }

    @Test
    void whoSaysHowParallelIsTakenAtHisWord() {
        assertThat(slots(Map.of("spark.master", "local[32,4]", "spark.default.parallelism", "7")))
                .hasValue(7);
    }

    private static OptionalInt slots(Map<String, String> settings) {
        SparkConf configuration = new SparkConf(false);
        settings.forEach(configuration::set);
        return TaskSlots.configured(configuration);
    }
}
