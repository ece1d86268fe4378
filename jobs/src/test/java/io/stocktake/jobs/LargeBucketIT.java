package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.VirtualKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's memory does not grow with the bucket: its rows would not fit in this heap, the smallest that Spark starts in. */
class LargeBucketIT {
    @TempDir
    private Path directory;

    @Test
    void aMillionKeysAreDeliveredInHalfAGigabyte() throws Exception {
        Path definitions = directory.resolve("buckets/data/inventory");
        Files.createDirectories(definitions);
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            server.requests().countOnly();
            server.createVirtualBucket("data", VirtualKeys.datePartitions(1_000_000));
            server.createBucket("reports");
            Files.writeString(
                    directory.resolve("stores.yaml"),
                    "stores:\n  - name: virtual\n    endpoint: " + server.endpoint() + "\n");
            Files.writeString(definitions.resolve("sizes.json"), """
                    {"Id": "sizes", "IsEnabled": true, "IncludedObjectVersions": "Current",
                     "OptionalFields": ["Size", "LastModifiedDate", "ETag", "StorageClass"],
                     "Schedule": {"Frequency": "Daily"},
                     "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "Parquet"}}}
                    """);
            Path log = directory.resolve("log.txt");

            Process run = JarProcess.start(log, "512m", "local[2]", "inventory", "--definitions", directory.toString());

            assertThat(run.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).containsPattern("data/sizes +1,000,000 ");
        }
    }
}
