package io.stocktake.s3.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.Profile;
import io.stocktake.embedded.s3.VirtualKeys;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RangePlannerTest {
    private static final String GREATEST = Character.toString(Character.MAX_CODE_POINT);

    private static final String[] CHARACTERS = {
        "0", "1", "2", "a", "b", "/", "!", " ", "%", "+", "ü", "￮", "\uFFFF", "😀", "\n", "\u0001", GREATEST
    };

    private EmbeddedS3 server;
    private EmbeddedS3 ceph;
    private StoreClient client;
    private StoreClient cephClient;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        ceph = EmbeddedS3.builder().profile(Profile.CEPH_16).start();
        client = StoreClient.open(store(server));
        cephClient = StoreClient.open(store(ceph));
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        client.close();
        cephClient.close();
        server.close();
        ceph.close();
    }

    @Test
    void anEmptyBucketAndOneOfOnePageStayOneRangeForOneProbe() {
        server.createBucket("empty");
        EmbeddedBucket page = server.createBucket("one-page");
        for (int i = 0; i < 10; i++) {
            page.put("key-" + i, new byte[0]);
        }

        assertThat(plan(current("empty", 10), 8)).isEqualTo(new RangePlan(List.of(KeyRange.all()), 0, 1));
        assertThat(plan(current("one-page", 10), 8)).isEqualTo(new RangePlan(List.of(KeyRange.all()), 10, 1));
    }

    @Test
    void whatNeedsNoCutsTakesNoProbe() {
        server.createBucket("unasked");
        server.requests().clear();
        ListingRequest nothing = current("unasked", 10).over(KeyRange.upTo(UTF8String.EMPTY_UTF8));

        assertThat(plan(current("unasked", 10), 1)).isEqualTo(new RangePlan(List.of(KeyRange.all()), 0, 0));
        assertThat(plan(nothing, 8)).isEqualTo(new RangePlan(List.of(nothing.range()), 0, 0));
        assertThat(plan(current("unasked--use1-az4--x-s3", 10), 8))
                .isEqualTo(new RangePlan(List.of(KeyRange.all()), 0, 0));
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void numbersAreCutBetweenTheirDigits() {
        EmbeddedBucket bucket = server.createBucket("numbers");
        for (int i = 0; i < 1000; i++) {
            bucket.put("%04d".formatted(i), new byte[0]);
        }

        assertThat(cuts(plan(current("numbers", 10), 10)))
                .containsExactly("01", "02", "03", "04", "05", "06", "07", "08", "09");
    }

    @Test
    void everyProbeIsCounted() {
        server.createVirtualBucket("counted", VirtualKeys.datePartitions(200_000));
        server.requests().clear();
        RequestCounter counter = new RequestCounter();

        RangePlan plan = new RangePlanner(client, counter).plan(current("counted", 1000), RangeTarget.forSlots(8));

        assertThat(plan.probes())
                .isEqualTo(counter.requests())
                .isEqualTo(server.requests().count());
        assertThat(plan.probes()).isBetween(2L, 60L);
    }

    @Test
    void theSameBucketGetsTheSamePlan() {
        server.createVirtualBucket("same", VirtualKeys.zipfTenants(300_000));

        RangePlan first =
                new RangePlanner(client, new RequestCounter()).plan(current("same", 1000), RangeTarget.forSlots(16));

        assertThat(new RangePlanner(client, new RequestCounter()).plan(current("same", 1000), RangeTarget.forSlots(16)))
                .isEqualTo(first);
    }

    @Test
    void keysWithDeleteMarkersOnTopAreFoundWhereAllVersionsAreListed() {
        EmbeddedBucket bucket = server.createBucket("deleted").enableVersioning();
        for (int i = 0; i < 100; i++) {
            bucket.put("key-%02d".formatted(i), new byte[0]);
            bucket.delete("key-%02d".formatted(i));
        }
        ListingRequest all = request("deleted", "", IncludedObjectVersions.ALL, KeyRange.all(), 10);

        assertThat(plan(all, 4).ranges()).hasSizeBetween(3, 5);
        assertThat(plan(current("deleted", 10), 4).ranges()).containsExactly(KeyRange.all());
    }

    @Test
    void aKeyOfManyPagesOfVersionsDoesNotStopTheWalk() {
        EmbeddedBucket bucket = server.createBucket("one-key").enableVersioning();
        for (int i = 0; i < 50; i++) {
            bucket.put("a", new byte[0]);
            bucket.put("a/%02d".formatted(i), new byte[0]);
        }
        ListingRequest all = request("one-key", "", IncludedObjectVersions.ALL, KeyRange.all(), 5);

        assertThat(plan(all, 6).ranges()).hasSizeGreaterThan(1);
    }

    @Test
    void aStoreThatIgnoresStartAfterOrListsInNoOrderIsListedInOneRange() {
        for (String name : List.of("ignorant", "unordered")) {
            EmbeddedBucket bucket = server.createBucket(name);
            for (int i = 0; i < 200; i++) {
                bucket.put("key-%03d".formatted(i), new byte[0]);
            }
        }
        try (Faults.Fault ignored = server.faults().startAfterIgnored("ignorant");
                Faults.Fault unordered = server.faults().pageOutOfOrder("unordered")) {
            assertThat(plan(current("ignorant", 10), 8).ranges()).containsExactly(KeyRange.all());
            assertThat(plan(current("unordered", 10), 8).ranges()).containsExactly(KeyRange.all());
        }
    }

    @Test
    void keysThatSomeStoresMangleAsMarkersAreNoCuts() {
        EmbeddedBucket bucket = server.createBucket("percent");
        for (int i = 0; i < 100; i++) {
            bucket.put("50%%/%02d".formatted(i), new byte[0]);
        }

        assertThat(plan(current("percent", 5), 8).ranges()).containsExactly(KeyRange.all());
    }

    @Test
    void anyKeysInAnyRequestAreTiledBySafeCuts() {
        for (long seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean isCeph = random.nextInt(4) == 0;
            EmbeddedBucket bucket = (isCeph ? ceph : server).createBucket("random-" + seed);
            Set<UTF8String> keys = filled(bucket, random);
            String prefix = random.nextInt(3) == 0 ? key(random, 1) : "";
            KeyRange range = range(random);
            IncludedObjectVersions versions =
                    random.nextBoolean() ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT;
            ListingRequest request = request(bucket.name(), prefix, versions, range, random.nextInt(1, 9));
            RangeTarget target = random.nextBoolean()
                    ? RangeTarget.exactly(random.nextInt(2, 12))
                    : RangeTarget.forSlots(random.nextInt(1, 8));

            List<KeyRange> ranges = new RangePlanner(isCeph ? cephClient : client, new RequestCounter())
                    .plan(isCeph ? onCeph(request) : request, target)
                    .ranges();

            List<UTF8String> cuts = new ArrayList<>();
            ranges.subList(0, ranges.size() - 1)
                    .forEach(part -> cuts.add(part.upTo().orElseThrow()));
            assertThat(range.cutAt(cuts)).as("seed %d", seed).isEqualTo(ranges);
            assertThat(CutPoints.safe(cuts)).as("seed %d", seed).isEqualTo(cuts);
            for (UTF8String key : keys) {
                assertThat(ranges.stream().filter(part -> part.contains(key)).count())
                        .as("seed %d: ranges of %s with \"%s\"", seed, range, key)
                        .isEqualTo(range.contains(key) ? 1 : 0);
            }
        }
    }

    @Test
    void eachShapeIsCutEvenlyForOneRequestInTwentyPages() {
        Map<String, LongFunction<VirtualKeys>> shapes = new LinkedHashMap<>();
        shapes.put("hex", VirtualKeys::hexHash);
        shapes.put("dates", VirtualKeys::datePartitions);
        shapes.put("numbers-of-12", VirtualKeys::sequentialNumbers);
        shapes.put("parts", VirtualKeys::partFiles);
        shapes.forEach((name, shape) -> {
            VirtualKeys keys = shape.apply(10_000_000);
            server.createVirtualBucket(name, keys);
            for (int slots : SLOTS) {
                Ranges ranges = measured(name, keys, slots);

                assertThat(ranges.largest())
                        .as("the largest range of %s for %d slots", name, slots)
                        .isLessThanOrEqualTo(250_000);
                assertThat(ranges.requests())
                        .as("requests for %s and %d slots", name, slots)
                        .isLessThanOrEqualTo(10_500);
            }
        });
    }

    @Test
    void aLargeDirectoryAndTenantsOfAllSizesKeepTwoCoresEquallyBusy() {
        Map<String, LongFunction<VirtualKeys>> shapes = new LinkedHashMap<>();
        shapes.put("tenants", VirtualKeys::zipfTenants);
        shapes.put("seventy", VirtualKeys::seventyPercentInOneDirectory);
        shapes.forEach((name, shape) -> {
            VirtualKeys keys = shape.apply(10_000_000);
            server.createVirtualBucket(name, keys);
            for (int slots : SLOTS) {
                Ranges ranges = measured(name, keys, slots);

                assertThat(ranges.requests())
                        .as("requests for %s and %d slots", name, slots)
                        .isLessThanOrEqualTo(10_500);
                assertThat(ranges.busiestOfTwo())
                        .as("the busier core of %s for %d slots", name, slots)
                        .isLessThanOrEqualTo(6_000_000);
            }
        });
    }

    @Test
    void namesOfAnyAlphabetAreCutEvenly() {
        VirtualKeys mixed = computed(10_000_000, index -> "o/" + base62(index, 10_000_000));
        server.createVirtualBucket("mixed-case", mixed);
        VirtualKeys words = computed(
                12_100_000,
                index -> WORDS.get((int) (index / 1_100_000)) + "/" + WORDS.get((int) (index / 100_000 % 11))
                        + "-%05d.jpg".formatted(index % 100_000));
        server.createVirtualBucket("words", words);

        Ranges ofMixed = measured("mixed-case", mixed, 32);
        Ranges ofWords = measured("words", words, 32);

        assertThat(ofMixed.largest()).isLessThanOrEqualTo(250_000);
        assertThat(ofMixed.entries()).isBetween(8_000_000L, 12_500_000L);
        assertThat(ofMixed.requests()).isLessThanOrEqualTo(10_500);
        assertThat(ofWords.largest()).isLessThanOrEqualTo(605_000);
    }

    /** Of two cores near their store, and of more that are further away. */
    private static final int[] SLOTS = {4, 8, 10, 16, 32, 64};

    /** In the order of their bytes. */
    private static final List<String> WORDS =
            List.of("архив", "видео", "данные", "журнал", "отчёты", "фото", "データ", "写真", "書類", "音楽", "😀");

    private static String base62(long index, long count) {
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder text = new StringBuilder();
        double place = (double) index / count;
        for (int i = 0; i < 8; i++) {
            place *= digits.length();
            text.append(digits.charAt((int) place));
            place -= (int) place;
        }
        return text.toString();
    }

    private static VirtualKeys computed(long count, LongFunction<String> key) {
        return new VirtualKeys() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public byte[] key(long index) {
                return key.apply(index).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** What a plan comes to. */
    private record Ranges(long entries, long largest, long requests, long busiestOfTwo) {}

    private Ranges measured(String bucket, VirtualKeys keys, int slots) {
        RangePlan plan =
                new RangePlanner(client, new RequestCounter()).plan(current(bucket, 1000), RangeTarget.forSlots(slots));
        long before = 0;
        long largest = 0;
        long requests = plan.probes();
        long[] cores = new long[2];
        for (KeyRange range : plan.ranges()) {
            long end = range.upTo().map(cut -> behind(keys, cut)).orElse(keys.count());
            largest = Math.max(largest, end - before);
            requests += (end - before) / 1000 + 1;
            cores[cores[0] <= cores[1] ? 0 : 1] += end - before;
            before = end;
        }
        assertThat(before).isEqualTo(keys.count());
        return new Ranges(plan.entries(), largest, requests, Math.max(cores[0], cores[1]));
    }

    private static long behind(VirtualKeys keys, UTF8String cut) {
        byte[] bytes = cut.getBytes();
        return keys.firstFrom(Arrays.copyOf(bytes, bytes.length + 1));
    }

    private static Set<UTF8String> filled(EmbeddedBucket bucket, SplittableRandom random) {
        Set<UTF8String> keys = new TreeSet<>(UTF8String::binaryCompare);
        int characters = random.nextInt(2, CHARACTERS.length + 1);
        if (random.nextBoolean()) {
            bucket.enableVersioning();
        }
        for (int i = random.nextInt(200); i > 0; i--) {
            String key = key(random, characters);
            keys.add(UTF8String.fromString(key));
            bucket.put(key, new byte[0]);
            if (random.nextInt(5) == 0) {
                bucket.delete(key);
            }
        }
        return keys;
    }

    private static KeyRange range(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> KeyRange.after(UTF8String.fromString(key(random, CHARACTERS.length)));
            case 1 -> KeyRange.upTo(UTF8String.fromString(key(random, CHARACTERS.length)));
            default -> KeyRange.all();
        };
    }

    private static String key(SplittableRandom random, int characters) {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            key.append(CHARACTERS[random.nextInt(characters)]);
        }
        return key.toString();
    }

    private RangePlan plan(ListingRequest request, int ranges) {
        return new RangePlanner(client, new RequestCounter()).plan(request, RangeTarget.exactly(ranges));
    }

    private static List<String> cuts(RangePlan plan) {
        return plan.ranges().stream()
                .flatMap(range -> range.upTo().stream())
                .map(UTF8String::toString)
                .toList();
    }

    private ListingRequest current(String bucket, int pageSize) {
        return request(bucket, "", IncludedObjectVersions.CURRENT, KeyRange.all(), pageSize);
    }

    private ListingRequest request(
            String bucket, String prefix, IncludedObjectVersions versions, KeyRange range, int pageSize) {
        return new ListingRequest(
                new BucketLocation(store(server), bucket, bucket),
                prefix,
                versions,
                ListingRequest.Owners.OMITTED,
                range,
                pageSize);
    }

    private ListingRequest onCeph(ListingRequest request) {
        return new ListingRequest(
                new BucketLocation(
                        store(ceph), request.bucket().alias(), request.bucket().name()),
                request.prefix(),
                request.versions(),
                request.owners(),
                request.range(),
                request.pageSize());
    }

    private static Store store(EmbeddedS3 server) {
        return Store.fromOptions(
                Map.of("name", "embedded", "endpoint", server.endpoint().toString()));
    }
}
