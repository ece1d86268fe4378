package io.stocktake.sync.inventory;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs the tasks of one capture and gives their answers to the caller's thread as they end, each partition's once,
 * whatever attempts it took. (The handler of Spark's own runs in the one thread that schedules all jobs.)
 */
final class CaptureJob {
    private static final long GLANCE_MILLIS = 100;

    private final SparkContext spark;
    private final String description;

    CaptureJob(SparkContext spark, String description) {
        this.spark = spark;
        this.description = description;
    }

    /**
     * Runs them to their end. Where the consumer throws, the job is cancelled.
     *
     * @throws RuntimeException if a task fails for good, with Spark's exception as its cause
     */
    void run(RDD<InternalRow> rows, ObjectsTask task, Consumer<TaskAnswer> consumer) {
        String group = "resource-data-sync-" + UUID.randomUUID();
        BlockingQueue<TaskAnswer> answers = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> job = threads.submit(() -> {
                spark.setJobGroup(group, description, true);
                spark.runJob(rows, task, new Handler(answers), ClassTag$.MODULE$.<TaskAnswer>apply(TaskAnswer.class));
            });
            follow(job, answers, consumer);
        } catch (RuntimeException | Error failure) {
            spark.cancelJobGroup(group);
            throw failure;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void follow(Future<?> job, BlockingQueue<TaskAnswer> answers, Consumer<TaskAnswer> consumer) {
        while (true) {
            boolean isDone = job.isDone();
            Optional<TaskAnswer> answer = poll(answers);
            if (answer.isPresent()) {
                consumer.accept(answer.get());
            } else if (isDone) {
                requireSuccess(job);
                return;
            }
        }
    }

    private static Optional<TaskAnswer> poll(BlockingQueue<TaskAnswer> answers) {
        try {
            return Optional.ofNullable(answers.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static void requireSuccess(Future<?> job) {
        try {
            job.get();
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static IllegalStateException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Cannot wait for the tasks of a capture: interrupted", stopped);
    }

    /** Called on the driver for each partition's first answer. */
    private static final class Handler extends AbstractFunction2<Object, TaskAnswer, BoxedUnit> {
        private final BlockingQueue<TaskAnswer> answers;

        private Handler(BlockingQueue<TaskAnswer> answers) {
            this.answers = answers;
        }

        @Override
        public BoxedUnit apply(Object partition, TaskAnswer answer) {
            answers.add(answer);
            return BoxedUnit.UNIT;
        }
    }
}
