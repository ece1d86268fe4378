package io.stocktake.replication.report;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.s3.Md5;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A bucket of the embedded server that completion reports are delivered to, and what is in it. */
public record ReportBucket(EmbeddedS3 server, EmbeddedBucket bucket) {
    public static final String JOB = "f8fb9d89-a3aa-461d-bddc-ea6a1b131955";
    public static final String ROOT = "reports/job-" + JOB + "/";
    public static final Instant CREATION = Instant.parse("2026-11-22T10:00:00.7Z");

    /** The keys of the embedded server's account; the SDK finds them in every process that calls this. */
    public static void signIn() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
    }

    public ReportTerms terms(ReportScope scope) {
        Store store = Store.fromOptions(
                Map.of("name", "minerva", "endpoint", server.endpoint().toString()));
        return ReportTerms.of(new BucketLocation(store, "the-reports", bucket.name()), "reports/", JOB, scope);
    }

    public static CompletedTask succeeded(String key) {
        return new CompletedTask(
                "photos", key, Optional.of("v1"), TaskStatus.SUCCEEDED, Optional.empty(), OptionalInt.of(200), "");
    }

    public static CompletedTask failed(String key) {
        return new CompletedTask(
                "photos",
                key,
                Optional.of("v1"),
                TaskStatus.FAILED,
                Optional.of("SrcObjectNotFound"),
                OptionalInt.of(404),
                "The specified key does not exist.");
    }

    /** Delivers a report of one task. */
    public DeliveredCompletionReport deliver(ReportScope scope, List<CompletedTask> tasks) {
        ReportTerms terms = terms(scope);
        try (CompletionReport report = CompletionReport.open(terms)) {
            report.add(results(terms, tasks));
            return report.commit(CREATION);
        }
    }

    static StagedResults results(ReportTerms terms, List<CompletedTask> tasks) {
        return results(terms, ResultLimits.TASK, tasks);
    }

    static StagedResults results(ReportTerms terms, ResultLimits limits, List<CompletedTask> tasks) {
        try (ResultFiles files = ResultFiles.open(terms, limits)) {
            tasks.forEach(files::add);
            return files.finish();
        }
    }

    /** The keys of all objects. */
    List<String> keys() {
        return bucket.objects().stream().map(StoredVersion::key).toList();
    }

    /** The keys of the result files, in the order of the store. */
    List<String> resultKeys() {
        return keys().stream().filter(key -> key.startsWith(ROOT + "results/")).toList();
    }

    String text(String key) {
        return new String(bucket.content(key).orElseThrow(), StandardCharsets.UTF_8);
    }

    /** The key of the only file that has results of this status. */
    String keyOf(TaskStatus status) {
        return resultKeys().stream()
                .filter(key -> text(key).contains("," + status.awsName() + ","))
                .collect(Collectors.collectingAndThen(Collectors.toList(), keys -> {
                    if (keys.size() != 1) {
                        throw new IllegalStateException("Cannot tell the file of " + status + " among " + keys);
                    }
                    return keys.get(0);
                }));
    }

    String md5(String key) {
        return HexFormat.of().formatHex(Md5.digest().digest(bucket.content(key).orElseThrow()));
    }

    /** Copies the report into a directory, as someone who downloads its folder has it; answers where its manifest is. */
    public Path download(Path directory) {
        try {
            for (String key : keys()) {
                Path file = directory.resolve(key);
                Files.createDirectories(file.getParent());
                Files.write(file, bucket.content(key).orElseThrow());
            }
            return directory.resolve(ROOT + "manifest.json");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
