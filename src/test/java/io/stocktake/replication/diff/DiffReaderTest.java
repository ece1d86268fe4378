package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.diff.DiffCounts.Amount;
import io.stocktake.replication.diff.DiffCounts.RuleCounts;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreException;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two buckets on a server: what is found, in which order, and what it costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffReaderTest {
    private static final Set<Outcome> EVERY_OUTCOME = EnumSet.allOf(Outcome.class);
    /** In the order of their bytes. */
    private static final List<String> ODD_KEYS = List.of(
            " sp ",
            "\"quoted\",<tag>&amp;",
            "100%25",
            "a",
            "a!",
            "a/",
            "a/b",
            "dir//x",
            "nl\nx",
            "z￮",
            "z😀",
            "ü/ö &+?%.txt");

    private EmbeddedS3 server;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void twoEqualBucketsCostTwoListingsAndNotOneHead() {
        TwoBuckets buckets = new TwoBuckets(server, "equal").versioned();
        for (int i = 0; i < 2500; i++) {
            buckets.putBoth("key-%04d".formatted(i), "content " + i);
        }
        server.requests().clear();

        DiffCounts counts = TwoBuckets.counts(buckets.request());

        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectVersions", 6L));
        assertThat(counts)
                .isEqualTo(new DiffCounts(
                        Map.of(
                                "all",
                                new RuleCounts(
                                        Map.of(
                                                Outcome.EQUAL,
                                                new Amount(2500, 10 * 9 + 90 * 10 + 900 * 11 + 1500 * 12)),
                                        Map.of())),
                        2500,
                        0,
                        6,
                        6,
                        0,
                        0));
    }

    @Test
    void anEntryOfEqualSizeAndAnotherETagCostsTwoHeads() {
        TwoBuckets buckets = new TwoBuckets(server, "heads").versioned();
        buckets.putBoth("a", "same");
        StoredVersion source = buckets.putSource("b", "mine");
        StoredVersion destination = buckets.putDestination("b", "ours");
        buckets.putBoth("c", "same");
        server.requests().clear();

        assertThat(buckets.read(buckets.request()))
                .containsExactly("CONFLICT b " + source.versionId() + " by all seen " + destination.versionId()
                        + ": the destination has other entries, and they are not older");
        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectVersions", 2L, "HeadObject", 2L));
    }

    @Test
    void oddKeysAreMergedInTheOrderOfTheirBytes() {
        TwoBuckets buckets = new TwoBuckets(server, "odd");
        for (int i = 0; i < ODD_KEYS.size(); i++) {
            if (i % 3 != 1) {
                buckets.putSource(ODD_KEYS.get(i), "x");
            }
            if (i % 3 != 2) {
                buckets.putDestination(ODD_KEYS.get(i), "x");
            }
        }
        DiffRequest request =
                buckets.request(Rules.ALL, ComparedVersions.CURRENT).emitting(EVERY_OUTCOME);

        List<String> read = buckets.read(request.withPageSize(2));

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ODD_KEYS.size(); i++) {
            String outcome = List.of(
                            "EQUAL %s  by all seen ",
                            "DESTINATION_ONLY %s  by nobody seen ", "SOURCE_ONLY %s  by all seen nothing")
                    .get(i % 3);
            expected.add(outcome.formatted(ODD_KEYS.get(i)));
        }
        assertThat(read).containsExactlyElementsOf(expected);
    }

    @Test
    void aNullVersionCountsByItsDate() {
        TwoBuckets buckets = new TwoBuckets(server, "nulls");
        buckets.putSource("k", "first");
        buckets.source().enableVersioning();
        StoredVersion second = buckets.putSource("k", "second");
        buckets.destination().enableVersioning();
        StoredVersion replica = buckets.putDestination("k", "first");

        assertThat(buckets.read(buckets.request().emitting(EVERY_OUTCOME)))
                .containsExactly(
                        "EQUAL k null by all seen " + replica.versionId(),
                        "CHANGED k " + second.versionId() + " by all seen " + replica.versionId());

        buckets.source().suspendVersioning();
        buckets.putSource("k", "third");
        StoredVersion ofSecond = buckets.putDestination("k", "second");

        assertThat(buckets.read(buckets.request().emitting(EVERY_OUTCOME)))
                .containsExactly(
                        "EQUAL k " + second.versionId() + " by all seen " + ofSecond.versionId(),
                        "CHANGED k null by all seen " + ofSecond.versionId());
    }

    @Test
    void runsOfDeleteMarkersAndExpiredVersionsAreOrdinary() {
        TwoBuckets buckets = new TwoBuckets(server, "runs").versioned();
        StoredVersion expired = buckets.putSource("k", "one");
        buckets.deleteSource("k");
        buckets.deleteSource("k");
        buckets.deleteSource("k");
        StoredVersion two = buckets.putSource("k", "second");
        buckets.source().delete("k", expired.versionId());
        buckets.putDestination("k", "one");
        buckets.deleteDestination("k");
        StoredVersion marker = buckets.destination().versions().get(0);

        assertThat(buckets.read(buckets.request()))
                .containsExactly("CHANGED k " + two.versionId() + " by all seen " + marker.versionId());
    }

    @Test
    void cutsAnywhereGiveTheSameDifferences() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TwoBuckets buckets = new TwoBuckets(server, "cuts-" + seed);
            ComparedVersions versions = random.nextBoolean() ? ComparedVersions.HISTORY : ComparedVersions.CURRENT;
            if (versions == ComparedVersions.HISTORY) {
                buckets.versioned();
            }
            fill(buckets, random);
            DiffRequest request = buckets.request(Rules.ALL, versions).emitting(EVERY_OUTCOME);
            List<UTF8String> cuts = random.ints(random.nextInt(1, 5), 0, ODD_KEYS.size())
                    .mapToObj(i -> UTF8String.fromString(ODD_KEYS.get(i) + (random.nextBoolean() ? "" : "+")))
                    .toList();

            List<String> whole = buckets.read(request);
            List<String> cut = buckets.read(
                    request.withPageSize(random.nextInt(1, 5)).withRequestsInFlight(random.nextInt(1, 4)),
                    KeyRange.all().cutAt(cuts));

            assertThat(whole).isNotEmpty();
            assertThat(cut).as("seed %d, %s, cuts %s", seed, versions, cuts).isEqualTo(whole);
        }
    }

    @Test
    void countsOfRangesAddUpToThoseOfTheWhole() {
        TwoBuckets buckets = new TwoBuckets(server, "sums").versioned();
        fill(buckets, new SplittableRandom(7));
        DiffCounts whole = TwoBuckets.counts(buckets.request());

        DiffCounts sum = DiffCounts.NONE;
        for (KeyRange range : KeyRange.all().cutAt(List.of(UTF8String.fromString("a"), UTF8String.fromString("n")))) {
            try (DiffReader reader = DiffReader.open(buckets.request(), range)) {
                TwoBuckets.read(reader);
                sum = sum.plus(reader.counts());
            }
        }

        assertThat(sum.byRule()).isEqualTo(whole.byRule());
        assertThat(sum.keys()).isEqualTo(whole.keys());
        assertThat(whole.of("all").matched())
                .isEqualTo(whole.total().matched())
                .isEqualTo(buckets.source().versions().size());
    }

    @Test
    void singleKeysGiveWhatAListingGives() {
        TwoBuckets buckets = new TwoBuckets(server, "single").versioned();
        fill(buckets, new SplittableRandom(3));
        for (int i = 0; i < 230; i++) {
            buckets.putSource("many", "version " + i);
        }
        buckets.putDestination("many", "version 0");
        buckets.putSource("many-more", "x");
        DiffRequest request = buckets.request().emitting(EVERY_OUTCOME);
        List<UTF8String> keys = Stream.concat(ODD_KEYS.stream(), Stream.of("many", "nobody's"))
                .map(UTF8String::fromString)
                .toList();

        List<String> single;
        try (DiffReader reader = DiffReader.ofKeys(request, keys.iterator())) {
            single = TwoBuckets.read(reader);
            assertThat(reader.counts().keys()).isEqualTo(keys.size());
        }

        assertThat(single)
                .containsExactlyInAnyOrderElementsOf(buckets.read(request).stream()
                        .filter(text -> !text.contains(" many-more "))
                        .toList())
                .hasSizeGreaterThan(230);
    }

    @Test
    void singleCurrentObjectsAreNotTakenForOthersThatBeginLikeThem() {
        TwoBuckets buckets = new TwoBuckets(server, "single-current");
        buckets.putSource("a", "x");
        buckets.putSource("a/b", "x");
        buckets.putDestination("ab", "x");
        DiffRequest request =
                buckets.request(Rules.ALL, ComparedVersions.CURRENT).emitting(EVERY_OUTCOME);
        server.requests().clear();

        try (DiffReader reader = DiffReader.ofKeys(
                request, Stream.of("a", "a/", "ab").map(UTF8String::fromString).iterator())) {
            assertThat(TwoBuckets.read(reader))
                    .containsExactly("SOURCE_ONLY a  by all seen nothing", "DESTINATION_ONLY ab  by nobody seen ");
        }
        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectsV2", 6L));
    }

    @Test
    void aSingleKeyOfNoRuleCostsNoRequest() {
        TwoBuckets buckets = new TwoBuckets(server, "single-no-rule").versioned();
        String rules = Rules.document(Rules.rule("logs", 1, Rules.prefix("logs/"), "Enabled", ""));
        StoredVersion version = buckets.putSource("logs/a", "x");
        buckets.putSource("tmp/a", "x");
        server.requests().clear();

        try (DiffReader reader = DiffReader.ofKeys(
                buckets.request(rules, ComparedVersions.HISTORY),
                Stream.of("tmp/a", "logs/a").map(UTF8String::fromString).iterator())) {
            assertThat(TwoBuckets.read(reader))
                    .containsExactly("SOURCE_ONLY logs/a " + version.versionId() + " by logs seen nothing");
        }
        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectVersions", 2L));
    }

    @Test
    void eitherSideMayComeFromElsewhere() {
        TwoBuckets buckets = new TwoBuckets(server, "elsewhere").versioned();
        StoredVersion destination = buckets.putDestination("k", "x");
        StoredVersion source = buckets.putSource("k", "x");
        KeyHistory reported = Histories.source("A@1");

        try (DiffReader reader =
                DiffReader.ofSource(buckets.request(), List.of(reported).iterator(), KeyRange.all())) {
            assertThat(TwoBuckets.read(reader))
                    .containsExactly("CONFLICT k s1 by all seen " + destination.versionId()
                            + ": the destination has other entries, and they are not older");
        }
        try (DiffReader reader = DiffReader.ofDestination(
                buckets.request(), KeyRange.all(), List.of(reported).iterator())) {
            assertThat(TwoBuckets.read(reader)).containsExactly("CHANGED k " + source.versionId() + " by all seen s1");
        }
        server.requests().clear();
        try (DiffReader reader = DiffReader.of(
                buckets.request(),
                List.of(reported).iterator(),
                List.<KeyHistory>of().iterator())) {
            assertThat(TwoBuckets.read(reader)).containsExactly("SOURCE_ONLY k s1 by all seen nothing");
        }
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void historiesOutOfOrderAreRefused() {
        TwoBuckets buckets = new TwoBuckets(server, "disorder").versioned();
        List<KeyHistory> twice = List.of(Histories.source("A@1"), Histories.source("A@1"));

        try (DiffReader reader = DiffReader.ofSource(buckets.request(), twice.iterator(), KeyRange.all())) {
            assertThatThrownBy(() -> TwoBuckets.read(reader))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Cannot compare the buckets: key \"k\" of the source came after key \"k\", which is"
                            + " not the order of S3, and keys would be taken for missing");
        }
    }

    @Test
    void keysThatNeedRequestsKeepTheirPlace() {
        TwoBuckets buckets = new TwoBuckets(server, "places");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String key = "key-%03d".formatted(i);
            buckets.putSource(key, i % 3 == 0 ? "mine" : "longer than theirs");
            buckets.putDestination(key, "ours");
            expected.add(
                    "CONFLICT " + key + "  by all seen : the destination has other entries, and they are not older");
        }
        DiffRequest request = buckets.request(Rules.ALL, ComparedVersions.CURRENT);
        server.requests().clear();

        assertThat(buckets.read(request.withRequestsInFlight(3))).isEqualTo(expected);
        assertThat(server.requests().count("HeadObject")).isEqualTo(200);
    }

    @Test
    void tagsAreAskedOnlyOfMissingVersions() {
        TwoBuckets buckets = new TwoBuckets(server, "tags").versioned();
        buckets.putBoth("a", "in place");
        StoredVersion tagged =
                buckets.source().put(TwoBuckets.object("b", "missing").tag("copy", "yes"));
        buckets.putSource("c", "not tagged");
        server.requests().clear();

        assertThat(buckets.read(buckets.request(Rules.TAGGED, ComparedVersions.HISTORY)))
                .containsExactly("SOURCE_ONLY b " + tagged.versionId() + " by tagged seen nothing");
        assertThat(server.requests().counts()).isEqualTo(Map.of("ListObjectVersions", 2L, "GetObjectTagging", 2L));
        assertThat(TwoBuckets.counts(buckets.request(Rules.TAGGED, ComparedVersions.HISTORY))
                        .byRule())
                .isEqualTo(Map.of(
                        "", new RuleCounts(Map.of(Outcome.EQUAL, new Amount(1, 8)), Map.of()),
                        "tagged", new RuleCounts(Map.of(Outcome.SOURCE_ONLY, new Amount(1, 7)), Map.of())));
    }

    @Test
    void onlyThePrefixThatAllRulesShareIsListed() {
        TwoBuckets buckets = new TwoBuckets(server, "prefixes").versioned();
        StoredVersion one = buckets.putSource("logs/2024/a", "x");
        StoredVersion other = buckets.putSource("logs/2025/a", "x");
        buckets.putSource("logs/2026/a", "x");
        buckets.putSource("tmp", "x");
        String rules = Rules.document(
                Rules.rule("old", 1, Rules.prefix("logs/2024/"), "Enabled", ""),
                Rules.rule("new", 2, Rules.prefix("logs/2025/"), "Enabled", ""));
        server.requests().clear();

        assertThat(buckets.read(buckets.request(rules, ComparedVersions.HISTORY)))
                .containsExactly(
                        "SOURCE_ONLY logs/2024/a " + one.versionId() + " by old seen nothing",
                        "SOURCE_ONLY logs/2025/a " + other.versionId() + " by new seen nothing");
        assertThat(server.requests().all("ListObjectVersions").stream()
                        .map(request -> request.parameter("prefix").orElse("")))
                .containsExactly("logs/202", "logs/202");
    }

    @Test
    void disabledRulesAloneCompareNothing() {
        TwoBuckets buckets = new TwoBuckets(server, "disabled").versioned();
        buckets.putSource("k", "x");
        server.requests().clear();

        assertThat(buckets.read(buckets.request(
                        Rules.ALL.replace("\"Status\": \"Enabled\",\n \"Del", "\"Status\": \"Disabled\",\n \"Del"),
                        ComparedVersions.HISTORY)))
                .isEmpty();
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void encryptedAndMultipartObjectsAreToldApartByWhatTheStoreSaysOfThem() {
        TwoBuckets buckets = new TwoBuckets(server, "unequal-etags");
        byte[] content = new byte[100];
        byte[] other = new byte[100];
        other[50] = 1;
        put(buckets, PutRequest.of("checksum", content).partSizes(60, 40), PutRequest.of("checksum", content));
        put(
                buckets,
                PutRequest.of("kms", content).withoutChecksum().encryption(Encryption.kms("key")),
                PutRequest.of("kms", other).withoutChecksum());
        put(
                buckets,
                PutRequest.of("parts-differ", content).withoutChecksum().partSizes(60, 40),
                PutRequest.of("parts-differ", content).withoutChecksum().partSizes(40, 60));
        put(
                buckets,
                PutRequest.of("same-parts", content).withoutChecksum().partSizes(60, 40),
                PutRequest.of("same-parts", other).withoutChecksum().partSizes(60, 40));
        DiffRequest request =
                buckets.request(Rules.ALL, ComparedVersions.CURRENT).emitting(EVERY_OUTCOME);

        assertThat(buckets.read(request))
                .containsExactly(
                        "EQUAL checksum  by all seen ",
                        "BY_SIZE_AND_DATE kms  by all seen ",
                        "BY_SIZE_AND_DATE parts-differ  by all seen ",
                        "CONFLICT same-parts  by all seen : the destination has other entries, and they are not"
                                + " older");
    }

    @Test
    void whatIsEncryptedWithACustomersKeyIsNotEligible() {
        TwoBuckets buckets = new TwoBuckets(server, "customer-key").versioned();
        StoredVersion version =
                buckets.source().put(TwoBuckets.object("k", "secret").encryption(Encryption.customerKey(new byte[32])));

        DiffRequest request = buckets.request().with(EligibilityCheck.BEFORE_COPYING);
        assertThat(buckets.read(request))
                .containsExactly("NOT_ELIGIBLE k " + version.versionId() + " by all seen nothing: SSE-C");
        assertThat(TwoBuckets.counts(request).of("all").reasons(Outcome.NOT_ELIGIBLE))
                .isEqualTo(Map.of("SSE-C", new Amount(1, 6)));
    }

    @Test
    void tagsLocksAndGrantsThatDriftedAreFoundWhereTheyAreCompared() {
        TwoBuckets buckets = new TwoBuckets(server, "drift");
        buckets.source().enableObjectLock();
        buckets.destination().enableObjectLock();
        Instant until = Instant.parse("2099-01-01T00:00:00Z");
        List<String> expected = new ArrayList<>();
        for (String drifted : List.of("", "acl", "lock", "tags", "tags,lock,acl")) {
            PutRequest request = TwoBuckets.object("k-" + drifted, "x");
            if (drifted.contains("tags")) {
                request.tag("a", "1");
            }
            if (drifted.contains("lock")) {
                request.retention(Retention.Mode.GOVERNANCE, until).legalHold(LegalHold.ON);
            }
            if (drifted.contains("acl")) {
                request.acl("public-read");
            }
            StoredVersion source = buckets.source().put(request);
            StoredVersion replica = buckets.putDestination("k-" + drifted, "x");
            expected.add((drifted.isEmpty() ? "EQUAL" : "DRIFTED") + " k-" + drifted + " " + source.versionId()
                    + " by all seen " + replica.versionId() + (drifted.isEmpty() ? "" : ": " + drifted));
        }
        server.requests().clear();

        assertThat(buckets.read(
                        buckets.request().emitting(EVERY_OUTCOME).comparing(EnumSet.allOf(ComparedProperty.class))))
                .isEqualTo(expected);
        assertThat(server.requests().counts())
                .isEqualTo(Map.of(
                        "ListObjectVersions", 2L,
                        "GetObjectTagging", 10L,
                        "GetObjectAcl", 10L,
                        "HeadObject", 7L,
                        "GetObjectLockConfiguration", 1L));
    }

    @Test
    void onlyReplicasFromTheInstantOnAreComparedInFull() {
        TwoBuckets buckets = new TwoBuckets(server, "since").versioned();
        buckets.source().put(TwoBuckets.object("before", "x").tag("a", "1"));
        buckets.destination().put(TwoBuckets.object("before", "x").lastModified(TwoBuckets.REPLICATED));
        StoredVersion source =
                buckets.source().put(TwoBuckets.object("since", "x").tag("a", "1"));
        StoredVersion replica = buckets.destination()
                .put(TwoBuckets.object("since", "x").lastModified(TwoBuckets.REPLICATED.plusSeconds(1)));
        server.requests().clear();

        assertThat(buckets.read(buckets.request().comparingSince(TwoBuckets.REPLICATED.plusSeconds(1))))
                .containsExactly(
                        "DRIFTED since " + source.versionId() + " by all seen " + replica.versionId() + ": tags");
        assertThat(server.requests().count("GetObjectTagging")).isEqualTo(2);
    }

    @Test
    void aVersionThatVanishesBetweenListingAndHeadIsCounted() {
        TwoBuckets buckets = new TwoBuckets(server, "vanish").versioned();
        StoredVersion first = buckets.putSource("k", "mine");
        buckets.putDestination("k", "ours");
        buckets.putSource("l", "x");
        List<String> read;
        DiffCounts counts;
        server.faults()
                .beforeRequest(
                        request -> request.operation().equals("HeadObject")
                                && request.bucket().equals("vanish-source"),
                        () -> buckets.source().delete("k", first.versionId()));
        try (DiffReader reader =
                DiffReader.open(buckets.request().emitting(Set.of(Outcome.DESTINATION_ONLY)), KeyRange.all())) {
            read = TwoBuckets.read(reader);
            counts = reader.counts();
        }

        assertThat(read).hasSize(1).first().asString().startsWith("DESTINATION_ONLY k ");
        assertThat(counts.vanished()).isEqualTo(1);
        assertThat(counts.total().versions(Outcome.SOURCE_ONLY)).isEqualTo(1);
    }

    @Test
    void throttlingAndCutConnectionsChangeNothing() {
        TwoBuckets buckets = new TwoBuckets(server, "faulty").versioned();
        fill(buckets, new SplittableRandom(11));
        DiffRequest request = buckets.request().emitting(EVERY_OUTCOME).withPageSize(3);
        List<String> quiet = buckets.read(request);

        server.faults().slowDown(0.05, 1);
        server.faults().cutBefore(0.05, 2);
        server.faults().cutAfter(0.05, 3);

        assertThat(buckets.read(request)).isEqualTo(quiet).isNotEmpty();
    }

    @Test
    void aDeniedHeadFailsTheComparisonAndNamesThePermission() throws Exception {
        TwoBuckets buckets = new TwoBuckets(server, "denied").versioned();
        StoredVersion version = buckets.putSource("k", "mine");
        buckets.putDestination("k", "ours");

        try (Faults.Fault denied = server.faults().denied("HeadObject");
                DiffReader reader = DiffReader.open(buckets.request(), KeyRange.all())) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot get the HEAD of key \"k\" version \"" + version.versionId()
                            + "\" in bucket \"denied-source\" of store \"embedded\": ")
                    .hasMessageEndingWith("; it needs the permission s3:GetObjectVersion");
        }
    }

    @Test
    void anEmptySourceAndAnEmptyDestinationHaveNoDifference() {
        TwoBuckets buckets = new TwoBuckets(server, "empty").versioned();

        assertThat(buckets.read(buckets.request().emitting(EVERY_OUTCOME))).isEmpty();
    }

    @Test
    void requestsAndCountsTravel() throws Exception {
        TwoBuckets buckets = new TwoBuckets(server, "travel").versioned();
        buckets.putSource("k", "x");
        DiffRequest request = buckets.request()
                .with(AcceptedVersions.of("v"))
                .comparing(Set.of(ComparedProperty.TAGS))
                .comparingSince(Instant.EPOCH)
                .with(OnConflict.COPY_LATEST);
        DiffCounts counts = TwoBuckets.counts(buckets.request());

        assertThat(copy(request)).isEqualTo(request);
        assertThat(copy(buckets.request()).filter()).isSameAs(VersionFilter.everything());
        assertThat(copy(counts)).isEqualTo(counts);
        assertThat(copy(KeyRange.all())).isEqualTo(KeyRange.all());
    }

    @Test
    void plannedRangesTileWhatEitherBucketHas() {
        TwoBuckets buckets = new TwoBuckets(server, "planned");
        for (String directory : List.of("a/", "b/", "c/", "d/")) {
            for (int i = 0; i < 20; i++) {
                buckets.putSource(directory + i, "x");
            }
        }
        for (String directory : List.of("c/", "x/", "y/")) {
            for (int i = 0; i < 20; i++) {
                buckets.putDestination(directory + i, "x");
            }
        }
        DiffRequest request =
                buckets.request(Rules.ALL, ComparedVersions.CURRENT).emitting(EVERY_OUTCOME);
        List<UTF8String> inSource = plannedCuts(buckets.sourceLocation());
        List<UTF8String> inDestination = plannedCuts(buckets.destinationLocation());

        List<KeyRange> ranges = DiffPlanner.plan(request.withPageSize(10), RangeTarget.exactly(4));

        assertThat(inSource).hasSizeBetween(2, 4).allMatch(cut -> cut.binaryCompare(utf8("d0")) < 0);
        assertThat(inDestination)
                .hasSizeBetween(2, 4)
                .anyMatch(cut -> cut.binaryCompare(utf8("d0")) > 0)
                .allMatch(cut -> cut.binaryCompare(utf8("c")) >= 0);
        assertThat(ranges)
                .isEqualTo(KeyRange.all()
                        .cutAt(Stream.concat(inSource.stream(), inDestination.stream())
                                .toList()));
        assertThat(buckets.read(request, ranges))
                .isEqualTo(buckets.read(request))
                .hasSize(120);
        assertThat(DiffPlanner.cutAt(List.of("x", "50%", "b")))
                .isEqualTo(KeyRange.all().cutAt(cuts("b", "x")));
    }

    /** Where one bucket alone would be cut. */
    private static List<UTF8String> plannedCuts(BucketLocation bucket) {
        ListingRequest listing = new ListingRequest(
                bucket, "", IncludedObjectVersions.CURRENT, ListingRequest.Owners.OMITTED, KeyRange.all(), 10);
        try (StoreClient client = StoreClient.open(bucket.store())) {
            return new RangePlanner(client, new RequestCounter())
                    .plan(listing, RangeTarget.exactly(4)).ranges().stream()
                            .flatMap(range -> range.upTo().stream())
                            .toList();
        }
    }

    private static List<UTF8String> cuts(String... keys) {
        return Stream.of(keys).map(DiffReaderTest::utf8).toList();
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }

    private static void put(TwoBuckets buckets, PutRequest source, PutRequest destination) {
        buckets.source().put(source.lastModified(TwoBuckets.WRITTEN));
        buckets.destination().put(destination.lastModified(TwoBuckets.REPLICATED));
    }

    /** Versions of the odd keys, most of them in both buckets, few contents, some deleted. */
    private static void fill(TwoBuckets buckets, SplittableRandom random) {
        for (String key : ODD_KEYS) {
            for (int i : IntStream.range(0, random.nextInt(5)).toArray()) {
                String content = List.of("one", "two", "other", "another").get(random.nextInt(4));
                if (i > 0 && random.nextInt(5) == 0) {
                    buckets.deleteSource(key);
                } else {
                    buckets.putSource(key, content);
                }
                if (random.nextInt(4) > 0) {
                    buckets.putDestination(key, random.nextInt(6) == 0 ? "own" : content);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
