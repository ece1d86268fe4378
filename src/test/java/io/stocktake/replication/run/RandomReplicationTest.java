package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.run.HistoryModel.Entry;
import io.stocktake.replication.run.HistoryModel.Markers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a source between runs, some of which are cut down at a random request: each run that ends leaves what
 * {@link HistoryModel} says, and each that does not has appended a part of it.
 */
class RandomReplicationTest {
    private static final int RUNS = 5;

    private static SparkSession spark;

    /** Rules, and what they say of a key. */
    private enum Rules {
        FIRST_SCHEMA(document("""
                {"ID": "in", "Prefix": "in/", "Status": "Enabled",
                 "Destination": {"Bucket": "arn:aws:s3:::destination"}}""")),
        SECOND_SCHEMA(document(rule("in", 1, "in/", "Enabled"), rule("silent", 2, "in/silent/", "Disabled")));

        private final String text;

        Rules(String text) {
            this.text = text;
        }

        private static String rule(String id, int priority, String prefix, String markers) {
            return """
                    {"ID": "%s", "Priority": %d, "Filter": {"Prefix": "%s"}, "Status": "Enabled",
                     "DeleteMarkerReplication": {"Status": "%s"},
                     "Destination": {"Bucket": "arn:aws:s3:::destination"}}""".formatted(id, priority, prefix, markers);
        }

        private Markers markers(String key) {
            return this == SECOND_SCHEMA && key.startsWith("in/silent/") ? Markers.IGNORED : Markers.REPLICATED;
        }
    }

    @BeforeAll
    static void startSpark() {
        spark = ReplicationWorld.spark();
    }

    @AfterAll
    static void stopSpark() throws Exception {
        spark.close();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachRunAppendsWhatTheRulesSayAndACutOneAPartOfIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Rules rules = Rules.values()[(int) (seed % 2)];
        try (ReplicationWorld world = ReplicationWorld.open()) {
            for (int run = 0; run < RUNS; run++) {
                write(world, random);
                ReplicationWorld.tick();
                if (random.nextInt(2) == 0) {
                    cut(world, rules, random, "seed " + seed + ", cut run " + run);
                }
                whole(world, rules, "seed " + seed + ", run " + run);
                ReplicationWorld.tick();
            }
            assertThat(world.destination().openUploads()).isZero();
        }
    }

    private static void whole(ReplicationWorld world, Rules rules, String what) {
        Map<String, List<Entry>> source = HistoryModel.read(world.source());
        Map<String, List<Entry>> before = HistoryModel.read(world.destination());
        world.run(world.request(rules.text));
        Map<String, List<Entry>> after = HistoryModel.read(world.destination());
        for (String key : keys(source, before, after)) {
            List<String> expected = new ArrayList<>(HistoryModel.contents(before.getOrDefault(key, List.of())));
            expected.addAll(appended(rules, key, source, before));
            assertThat(HistoryModel.contents(after.getOrDefault(key, List.of())))
                    .as("%s, key \"%s\" with the source %s", what, key, source.get(key))
                    .isEqualTo(expected);
        }
    }

    private static void cut(ReplicationWorld world, Rules rules, SplittableRandom random, String what) {
        Map<String, List<Entry>> source = HistoryModel.read(world.source());
        Map<String, List<Entry>> before = HistoryModel.read(world.destination());
        int last = random.nextInt(5, 200);
        AtomicInteger requests = new AtomicInteger();
        // The last request that takes effect gets no answer, and no other takes any.
        Faults.Fault unanswered = world.server().faults().cutAfter(request -> requests.incrementAndGet() == last);
        Faults.Fault gone = world.server().faults().denied(request -> requests.get() > last);
        try {
            world.run(world.request(rules.text));
        } catch (RuntimeException ended) {
            assertThat(ended).as(what).hasStackTraceContaining("403");
        } finally {
            gone.close();
            unanswered.close();
        }
        Map<String, List<Entry>> after = HistoryModel.read(world.destination());
        for (String key : keys(source, before, after)) {
            List<String> whole = new ArrayList<>(HistoryModel.contents(before.getOrDefault(key, List.of())));
            int least = whole.size();
            whole.addAll(appended(rules, key, source, before));
            List<String> found = HistoryModel.contents(after.getOrDefault(key, List.of()));
            assertThat(found.size()).as("%s, key \"%s\"", what, key).isBetween(least, whole.size());
            assertThat(found).as("%s, key \"%s\"", what, key).isEqualTo(whole.subList(0, found.size()));
        }
    }

    private static List<String> appended(
            Rules rules, String key, Map<String, List<Entry>> source, Map<String, List<Entry>> destination) {
        return key.startsWith("in/")
                ? HistoryModel.appended(
                        source.getOrDefault(key, List.of()),
                        destination.getOrDefault(key, List.of()),
                        rules.markers(key))
                : List.of();
    }

    @SafeVarargs
    private static Set<String> keys(Map<String, List<Entry>>... histories) {
        Set<String> keys = new TreeSet<>();
        for (Map<String, List<Entry>> history : histories) {
            keys.addAll(history.keySet());
        }
        return keys;
    }

    /** Some changes to the source, and now and then one to the destination by somebody else. */
    private static void write(ReplicationWorld world, SplittableRandom random) {
        EmbeddedBucket source = world.source();
        int changes = random.nextInt(5, 60);
        for (int i = 0; i < changes; i++) {
            String key = List.of("in/", "in/silent/", "out/").get(random.nextInt(3)) + random.nextInt(6);
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> source.delete(key);
                case 4 -> deleteOneById(source, key, random);
                case 5, 6 -> expire(source, key, random.nextInt(1, 4));
                case 7 -> source.suspendVersioning();
                case 8, 9 -> source.enableVersioning();
                case 10 -> {
                    if (random.nextInt(6) == 0) {
                        world.destination().put(key, ("of its own " + random.nextInt(9)).getBytes(UTF_8));
                    }
                }
                case 11 -> {
                    if (random.nextInt(6) == 0) {
                        world.destination().delete(key);
                    }
                }
                // Few contents, so that the same comes again.
                default -> source.put(key, ("content " + random.nextInt(5)).getBytes(UTF_8));
            }
            if (random.nextInt(4) == 0) {
                ReplicationWorld.tick();
            }
        }
    }

    private static void deleteOneById(EmbeddedBucket source, String key, SplittableRandom random) {
        List<StoredVersion> versions = versions(source, key);
        if (!versions.isEmpty()) {
            source.delete(key, versions.get(random.nextInt(versions.size())).versionId());
        }
    }

    /** As a lifecycle rule does that keeps so many noncurrent versions. */
    private static void expire(EmbeddedBucket source, String key, int kept) {
        versions(source, key).stream().skip(1 + kept).forEach(version -> source.delete(key, version.versionId()));
    }

    private static List<StoredVersion> versions(EmbeddedBucket bucket, String key) {
        return bucket.versions().stream()
                .filter(version -> version.key().equals(key))
                .toList();
    }
}
