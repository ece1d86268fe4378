package io.stocktake.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.embedded.s3.VirtualKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongFunction;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/**
 * Delivers two reports of each of the six shapes of virtual buckets by {@code spark-submit.sh}, the second with the cuts of
 * the first, counts the requests at the store, and reads each report by the Parquet library's own reader: it has to have
 * every key of the bucket once. A task writes the rows of one range into one file, unless it takes several files to hold
 * them, so that the rows of files are those of ranges.
 */
public final class BalanceOfReports {
    private BalanceOfReports() {}

    /**
     * Prints the table.
     *
     * @param arguments keys, a directory for what is written, and the shapes if not all
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long count = Long.parseLong(arguments[0]);
        Path directory = Path.of(arguments[1]);
        Map<String, LongFunction<VirtualKeys>> shapes = new LinkedHashMap<>(VirtualKeys.shapes());
        System.out.printf(
                "%-20s %-10s %15s %7s %10s %15s %11s %9s%n",
                "shape", "cuts", "keys, each once", "files", "LISTs", "per 1,000 keys", "largest %", "2 cores");
        shapes.keySet()
                .removeIf(shape -> arguments.length > 2
                        && !List.of(arguments).subList(2, arguments.length).contains(shape));
        for (Map.Entry<String, LongFunction<VirtualKeys>> shape : shapes.entrySet()) {
            try (EmbeddedS3 server = EmbeddedS3.start()) {
                server.requests().countOnly();
                VirtualKeys keys = shape.getValue().apply(count);
                server.createVirtualBucket("data", keys);
                EmbeddedBucket reports = server.createBucket("reports");
                Path definitions = define(directory.resolve(shape.getKey()), server);
                for (String cuts : List.of("probed", "report's")) {
                    print(server, reports, keys, definitions, shape.getKey(), cuts);
                }
            }
        }
    }

    private static Path define(Path definitions, EmbeddedS3 server) throws IOException {
        Path inventory = Files.createDirectories(definitions.resolve("buckets/data/inventory"));
        Files.writeString(definitions.resolve("stores.yaml"), """
                stores:
                  - name: virtual
                    endpoint: %s
                    credentials: "environment: BENCHMARK"
                    buckets: ["*"]
                """.formatted(server.endpoint()));
        Files.writeString(inventory.resolve("all.json"), """
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "Current", "Schedule": {"Frequency": "Daily"},
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "Parquet"}}}
                """);
        return definitions;
    }

    private static void print(
            EmbeddedS3 server, EmbeddedBucket reports, VirtualKeys keys, Path definitions, String shape, String cuts)
            throws IOException, InterruptedException {
        List<String> earlier = manifests(reports);
        server.requests().clear();
        deliver(server, definitions);
        long lists = server.requests().count("ListObjectsV2");
        List<String> manifests = manifests(reports);
        manifests.removeAll(earlier);
        if (manifests.size() != 1) {
            throw new IllegalStateException(shape + ": " + manifests.size() + " reports were delivered");
        }
        long[] rows = rows(reports, manifests.get(0), keys, definitions.resolveSibling("data.parquet"));
        long all = Arrays.stream(rows).sum();
        System.out.printf(
                "%-20s %-10s %15d %7d %10d %15.4f %11.2f %9.3f%n",
                shape,
                cuts,
                all,
                rows.length,
                lists,
                lists * 1000.0 / all,
                100.0 * Arrays.stream(rows).max().orElse(0) / all,
                busiest(rows, 2));
    }

    /** What the busiest of so many takers has when each takes the next file as soon as it is free, against the mean. */
    private static double busiest(long[] rows, int takers) {
        PriorityQueue<Long> loads = new PriorityQueue<>(Collections.nCopies(takers, 0L));
        long busiest = 0;
        for (long file : rows) {
            long load = loads.remove() + file;
            busiest = Math.max(busiest, load);
            loads.add(load);
        }
        return busiest * (double) takers / Arrays.stream(rows).sum();
    }

    /** A report is named by its minute, so that two of one minute would be one. */
    private static void deliver(EmbeddedS3 server, Path definitions) throws IOException, InterruptedException {
        Instant now = Clock.systemUTC().instant();
        Thread.sleep(Duration.between(now, now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES))
                .toMillis());
        Path output = definitions.resolveSibling("output.txt");
        ProcessBuilder job = new ProcessBuilder(
                        "./spark-submit.sh",
                        "--driver-memory",
                        "2g",
                        "--",
                        "inventory",
                        "--definitions",
                        definitions.toString(),
                        "--bucket",
                        "data")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        job.environment().put("SPARK_HOME", "");
        job.environment().put("BENCHMARK_ACCESS_KEY_ID", server.account().accessKey());
        job.environment().put("BENCHMARK_SECRET_ACCESS_KEY", server.account().secretKey());
        if (job.start().waitFor() != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }

    private static List<String> manifests(EmbeddedBucket reports) {
        return new ArrayList<>(reports.objects().stream()
                .map(StoredVersion::key)
                .filter(key -> key.endsWith("/manifest.json"))
                .toList());
    }

    /** The rows of each file, in the order of their keys, which are checked to be all of the bucket's. */
    private static long[] rows(EmbeddedBucket reports, String manifest, VirtualKeys keys, Path copy)
            throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(reports.content(manifest).orElseThrow());
        record Span(long first, long rows) {}
        List<Span> spans = new ArrayList<>();
        for (JsonNode file : document.get("files")) {
            Files.write(copy, reports.content(file.get("key").asText()).orElseThrow());
            try (ParquetReader<Group> reader = new Reader(new LocalInputFile(copy)).build()) {
                long first = -1;
                long next = -1;
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    byte[] key = row.getBinary("key", 0).getBytes();
                    if (first < 0) {
                        first = keys.firstFrom(key);
                        next = first;
                    }
                    if (next == keys.count() || !Arrays.equals(key, keys.key(next))) {
                        throw new IllegalStateException(
                                file.get("key") + ": row " + (next - first) + " is not key " + next + " of the bucket");
                    }
                    next++;
                }
                spans.add(new Span(first, next - first));
            }
        }
        spans.sort((one, other) -> Long.compare(one.first(), other.first()));
        long next = 0;
        for (Span span : spans) {
            if (span.first() != next) {
                throw new IllegalStateException("key " + next + " of the bucket is not where it belongs");
            }
            next += span.rows();
        }
        if (next != keys.count()) {
            throw new IllegalStateException("the bucket has " + keys.count() + " keys, the report " + next);
        }
        return spans.stream().mapToLong(Span::rows).toArray();
    }

    /** The Parquet library's reader of rows in its own model. */
    private static final class Reader extends ParquetReader.Builder<Group> {
        private Reader(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
