package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The keys that a manifest names, at most some thousands a partition: each key's versions are asked for at both buckets.
 * Every version that is named is a task, and so also one that is in place.
 */
enum ManifestWork implements Work<NamedKey> {
    NAMED;

    @Override
    public Comparison open(DiffRequest request, int partition, Iterator<NamedKey> pieces) {
        NamedVersions named = new NamedVersions(request.filter());
        Set<Outcome> emitted = EnumSet.copyOf(request.emitted());
        emitted.add(Outcome.EQUAL);
        emitted.add(Outcome.BY_SIZE_AND_DATE);
        Iterator<UTF8String> keys = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pieces.hasNext();
            }

            @Override
            public UTF8String next() {
                NamedKey key = pieces.next();
                named.add(key);
                return UTF8String.fromString(key.key());
            }
        };
        DiffReader reader = DiffReader.ofKeys(request.with(named).emitting(emitted), keys);
        return new Comparison(reader) {
            @Override
            void seen(Difference difference) {
                named.seen(difference);
            }

            @Override
            List<CompletedTask> leftOver() {
                return tasks(request.terms().source().alias(), named.leftOver());
            }
        };
    }

    /** S3 Batch Replication calls everything that its rules do not take so. */
    private static List<CompletedTask> tasks(String bucket, List<NamedKey> left) {
        List<CompletedTask> tasks = new ArrayList<>();
        for (NamedKey key : left) {
            for (String versionId : key.versionIds()) {
                String version = versionId.isEmpty() ? "" : " version \"" + versionId + "\"";
                tasks.add(new CompletedTask(
                        bucket,
                        key.key(),
                        Optional.of(versionId).filter(id -> !id.isEmpty()),
                        TaskStatus.FAILED,
                        Optional.of("SrcObjectNotEligible"),
                        OptionalInt.empty(),
                        "Cannot copy key \"" + key.key() + "\"" + version
                                + ": the source has no such version, or no rule and no filter selects it"));
            }
        }
        return tasks;
    }
}
