package io.stocktake.replication.run;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Function2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs the tasks of a job and takes what they answer as they end, each partition's once, whatever attempts it took; so that
 * a job can be stopped when enough of it was seen.
 *
 * @param <W> a piece of work
 */
final class TaskRunner<W> {
    private final SparkContext spark;

    TaskRunner(SparkSession spark) {
        this.spark = spark.sparkContext();
    }

    /** What follows an answer. */
    enum Next {
        GO_ON,
        STOP
    }

    /** Takes the answers, one at a time. */
    interface Answers {
        Next take(TaskOutcome outcome);
    }

    /**
     * Runs them to their end, or until an answer says to stop.
     *
     * @throws RuntimeException as Spark does, if a task fails for good
     */
    ReplicationResult.End run(
            JavaRDD<W> pieces,
            Function2<TaskContext, scala.collection.Iterator<W>, TaskOutcome> task,
            Answers answers) {
        String group = "replication-" + UUID.randomUUID();
        String description = spark.getLocalProperty("spark.job.description");
        BlockingQueue<TaskOutcome> ended = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> job = threads.submit(() -> {
                spark.setJobGroup(group, description == null ? "Replication" : description, true);
                spark.runJob(
                        pieces.rdd(),
                        task,
                        new Handler(ended),
                        ClassTag$.MODULE$.<TaskOutcome>apply(TaskOutcome.class));
            });
            return follow(job, ended, answers, group);
        } finally {
            threads.shutdownNow();
        }
    }

    private ReplicationResult.End follow(
            Future<?> job, BlockingQueue<TaskOutcome> ended, Answers answers, String group) {
        ReplicationResult.End end = ReplicationResult.End.COMPLETE;
        while (true) {
            boolean isDone = job.isDone();
            Optional<TaskOutcome> outcome = poll(ended);
            if (outcome.isPresent()) {
                if (answers.take(outcome.get()) == Next.STOP && end == ReplicationResult.End.COMPLETE) {
                    end = ReplicationResult.End.STOPPED;
                    spark.cancelJobGroup(group);
                }
            } else if (isDone) {
                awaitEnd(job, end);
                return end;
            }
        }
    }

    private static Optional<TaskOutcome> poll(BlockingQueue<TaskOutcome> ended) {
        try {
            return Optional.ofNullable(ended.poll(100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for the tasks of a replication: it was stopped", stopped);
        }
    }

    private static void awaitEnd(Future<?> job, ReplicationResult.End end) {
        try {
            job.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for the tasks of a replication: it was stopped", stopped);
        } catch (ExecutionException failure) {
            // A job that was stopped ends with an error of Spark's, which says no more than that.
            if (end == ReplicationResult.End.COMPLETE) {
                throw new ReplicationException(failure.getCause());
            }
        }
    }

    /** Called on the driver for each partition's first answer. */
    private static final class Handler extends AbstractFunction2<Object, TaskOutcome, BoxedUnit> {
        private final BlockingQueue<TaskOutcome> ended;

        private Handler(BlockingQueue<TaskOutcome> ended) {
            this.ended = ended;
        }

        @Override
        public BoxedUnit apply(Object partition, TaskOutcome outcome) {
            ended.add(outcome);
            return BoxedUnit.UNIT;
        }
    }
}
