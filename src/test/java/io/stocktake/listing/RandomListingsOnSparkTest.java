package io.stocktake.listing;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.Profile;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.s3.RandomBucket;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rows of the source are the model's, whatever the bucket, the options, the predicates and the answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomListingsOnSparkTest {
    private EmbeddedS3 aws;
    private EmbeddedS3 ceph;
    private SparkSession spark;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        aws = EmbeddedS3.start();
        ceph = EmbeddedS3.builder().profile(Profile.CEPH_16).start();
        spark = SparkSession.builder()
                .master("local[4,4]")
                .appName("random listings")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterEach
    void endFaults() {
        aws.faults().clear();
        ceph.faults().clear();
    }

    @AfterAll
    void stop() {
        spark.stop();
        aws.close();
        ceph.close();
    }

    @Test
    void theRowsAreTheModelsWhateverTheOptionsAndThePredicates() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(seed % 3 == 0 ? ceph : aws, "random-" + seed, "ordered", random);

            assertThat(texts(world.read())).as("seed %d: %s", seed, world).containsExactlyElementsOf(world.expected());
        }
    }

    @Test
    void whatTheRequestsSufferChangesNoRow() {
        for (long seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(aws, "suffering-" + seed, "ordered", random);
            List<String> rows;
            try (Faults.Fault errors = aws.faults().internalError(random.nextDouble(0.1), seed);
                    Faults.Fault cut = aws.faults().cutAfter(random.nextDouble(0.1), seed);
                    Faults.Fault truncated = aws.faults().truncatedPages(random.nextDouble(0.2), seed);
                    Faults.Fault malformed = aws.faults().malformedPages(random.nextDouble(0.2), seed)) {
                rows = texts(world.read());
            }

            assertThat(rows).as("seed %d: %s", seed, world).containsExactlyElementsOf(world.expected());
        }
    }

    @Test
    void aStoreThatIsSaidToListInNoOrderIsListedWhole() {
        for (long seed = 0; seed < 12; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(aws, "unordered-" + seed, "unordered", random);
            List<String> rows;
            try (Faults.Fault fault = aws.faults().unordered(world.name)) {
                rows = texts(world.read());
            }

            assertThat(rows).as("seed %d: %s", seed, world).containsExactlyInAnyOrderElementsOf(world.expected());
        }
    }

    private final class World {
        private final String name;
        private final EmbeddedBucket bucket;
        private final RandomBucket filled;
        private final ListingOptions options;
        private final int pageSize;
        private final String above;
        private final String upTo;
        private final String startsWith;

        private World(EmbeddedS3 server, String name, String listing, SplittableRandom random) {
            this.name = name;
            this.bucket = server.createBucket(name);
            this.filled = RandomBucket.fill(bucket, random, 150);
            Store store = Store.fromOptions(
                    Map.of("name", "embedded", "endpoint", server.endpoint().toString(), "listing", listing));
            BucketLocation location = new BucketLocation(store, name, name);
            ListingOptions plain =
                    random.nextBoolean() ? ListingOptions.all(location) : ListingOptions.current(location);
            ListingOptions prefixed = random.nextInt(3) == 0 ? plain.withPrefix(filled.prefix()) : plain;
            this.options = switch (random.nextInt(3)) {
                case 0 ->
                    prefixed.withCuts(IntStream.range(0, random.nextInt(1, 5))
                            .mapToObj(i -> filled.cut())
                            .toList());
                case 1 -> prefixed.withRanges(random.nextInt(1, 12));
                default -> prefixed;
            };
            // Of the fewest entries, so that a small bucket is worth ranges.
            this.pageSize = random.nextInt(3) == 0 ? 1000 : random.nextInt(1, 6);
            this.above = random.nextInt(3) == 0 ? filled.cut() : "";
            this.upTo = random.nextInt(3) == 0 ? filled.cut() : "";
            this.startsWith = random.nextInt(4) == 0 ? filled.prefix() : "";
        }

        private Dataset<Row> read() {
            Dataset<Row> rows = spark.read()
                    .format("s3-listing")
                    .options(options.toOptions())
                    .option("pageSize", pageSize)
                    .load();
            rows = above.isEmpty() ? rows : rows.where(col("key").gt(above));
            rows = upTo.isEmpty() ? rows : rows.where(col("key").leq(upTo));
            rows = startsWith.isEmpty() ? rows : rows.where(col("key").startsWith(startsWith));
            return isAll()
                    ? rows.select(
                            "bucket",
                            "key",
                            "version_id",
                            "is_latest",
                            "is_delete_marker",
                            "size",
                            "last_modified_date",
                            "e_tag",
                            "storage_class",
                            "is_multipart_uploaded",
                            "checksum_algorithm",
                            "object_owner")
                    : rows.select(
                            "bucket",
                            "key",
                            "size",
                            "last_modified_date",
                            "e_tag",
                            "storage_class",
                            "is_multipart_uploaded",
                            "checksum_algorithm",
                            "object_owner");
        }

        private boolean isAll() {
            return options.versions() == IncludedObjectVersions.ALL;
        }

        private List<String> expected() {
            return filled
                    .versions(version -> version.key().startsWith(options.prefix())
                            && version.key().startsWith(startsWith)
                            && RandomBucket.compare(version.key(), above) > 0
                            && (upTo.isEmpty() || RandomBucket.compare(version.key(), upTo) <= 0)
                            && (isAll() || (version.isLatest() && !version.isDeleteMarker())))
                    .stream()
                    .map(this::text)
                    .toList();
        }

        private String text(StoredVersion version) {
            boolean hasContent = !version.isDeleteMarker();
            Object[] values = {
                name,
                version.key(),
                version.versionId().equals("null") ? null : version.versionId(),
                version.isLatest(),
                version.isDeleteMarker(),
                hasContent ? version.size() : null,
                Timestamp.from(version.lastModified()),
                hasContent ? version.eTag() : null,
                hasContent ? version.storageClass() : null,
                hasContent ? false : null,
                version.checksumAlgorithm().map(Enum::name).orElse(null),
                version.owner()
            };
            List<Object> all = Arrays.asList(values);
            return isAll()
                    ? all.toString()
                    : Stream.concat(all.subList(0, 2).stream(), all.subList(5, 12).stream())
                            .toList()
                            .toString();
        }

        @Override
        public String toString() {
            return options + ", pages of " + pageSize + ", key > \"" + above + "\", key <= \"" + upTo
                    + "\", key starts with \"" + startsWith + "\"";
        }
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(row::get)
                        .toList()
                        .toString())
                .toList();
    }
}
