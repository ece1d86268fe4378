package io.stocktake.embedded.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class VirtualKeysTest {
    private static final Map<String, LongFunction<VirtualKeys>> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("hexHash", VirtualKeys::hexHash);
        SHAPES.put("datePartitions", VirtualKeys::datePartitions);
        SHAPES.put("zipfTenants", VirtualKeys::zipfTenants);
        SHAPES.put("sequentialNumbers", VirtualKeys::sequentialNumbers);
        SHAPES.put("partFiles", VirtualKeys::partFiles);
        SHAPES.put("seventyPercentInOneDirectory", VirtualKeys::seventyPercentInOneDirectory);
    }

    @Test
    void keysAscendStrictlyWithTheirIndex() {
        SHAPES.forEach((name, shape) -> {
            for (long count : new long[] {0, 1, 2, 999, 30_000}) {
                VirtualKeys keys = shape.apply(count);
                for (long index = 1; index < count; index++) {
                    assertThat(Arrays.compareUnsigned(keys.key(index - 1), keys.key(index)))
                            .as("%s of %d at %d", name, count, index)
                            .isNegative();
                }
            }
        });
    }

    @Test
    void theIndexOfAnyKeyIsFoundAmongBillions() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        SHAPES.forEach((name, shape) -> {
            VirtualKeys keys = shape.apply(5_000_000_000L);
            for (int i = 0; i < 200; i++) {
                long index = random.nextLong(keys.count());
                byte[] key = keys.key(index);
                byte[] behind = Arrays.copyOf(key, key.length + 1);
                assertThat(keys.firstFrom(key)).as("%s, seed %d", name, seed).isEqualTo(index);
                assertThat(keys.firstFrom(behind)).as("%s, seed %d", name, seed).isEqualTo(index + 1);
            }
            assertThat(keys.firstFrom(new byte[0])).isZero();
            assertThat(keys.firstFrom("~".getBytes(UTF_8))).isEqualTo(keys.count());
        });
    }

    @Test
    void theShapesLookLikeWhatTheyAreNamedAfter() {
        assertThat(text(VirtualKeys.hexHash(1000), 0)).matches("00[0-9a-f]{30}");
        assertThat(text(VirtualKeys.hexHash(1000), 999)).matches("ff[0-9a-f]{30}");
        assertThat(text(VirtualKeys.datePartitions(1_000_000), 999_999))
                .isEqualTo("logs/year=2025/month=12/day=31/hour=23/part-00000037.json.gz");
        assertThat(text(VirtualKeys.zipfTenants(1_000_000), 0)).isEqualTo("tenant-00000/doc-0000000000");
        assertThat(text(VirtualKeys.sequentialNumbers(1_000_000), 42)).isEqualTo("000000000042");
        assertThat(text(VirtualKeys.partFiles(1_000_000), 42))
                .isEqualTo("warehouse/events/part-0000000042-8d2f61b0-43f7-4d29-9f7e-5d1f0c7a9e3b-c000.snappy.parquet");
        VirtualKeys large = VirtualKeys.seventyPercentInOneDirectory(1_000_000);
        long share = large.firstFrom("data/d0501/".getBytes(UTF_8)) - large.firstFrom("data/d0500/".getBytes(UTF_8));
        assertThat(share).isEqualTo(700_000);
    }

    private static String text(VirtualKeys keys, long index) {
        return new String(keys.key(index), UTF_8);
    }

    @Test
    void versionsHaveTheirShareOfDeleteMarkers() {
        VirtualKeys keys = VirtualKeys.withVersions(VirtualKeys.hexHash(10_000), 3, 0.25);
        long versions = 0;
        long markers = 0;
        for (long index = 0; index < keys.count(); index++) {
            for (int ordinal = 0; ordinal < keys.versions(index); ordinal++) {
                versions++;
                markers += keys.isDeleteMarker(index, ordinal) ? 1 : 0;
            }
        }

        assertThat(versions).isBetween(19_500L, 20_500L);
        assertThat((double) markers / versions).isBetween(0.24, 0.26);
    }

    @Test
    void whatCannotBeComputedIsRefused() {
        assertThatThrownBy(() -> VirtualKeys.hexHash(-1))
                .hasMessage("Cannot compute -1 keys: the count has to be between 0 and 1099511627776");
        assertThatThrownBy(() -> VirtualKeys.withVersions(VirtualKeys.hexHash(1), 65, 0))
                .hasMessage("Cannot compute 65 versions of a key: there have to be 1 to 64");
        assertThatThrownBy(() -> VirtualKeys.withVersions(VirtualKeys.hexHash(1), 1, 1.5))
                .hasMessage("Cannot make a share of 1.5 delete markers: it has to be between 0 and 1");
        assertThatThrownBy(() -> VirtualKeys.sequentialNumbers(3).key(3))
                .hasMessage("Cannot compute key 3: there are 3 keys");
    }

    @Test
    void everyNthKeyCanBeLeftOutAndTheOthersStayAsTheyAre() {
        VirtualKeys all = VirtualKeys.sequentialNumbers(10);
        VirtualKeys sparse = VirtualKeys.leaveOut(all, 4);
        List<String> keys = new ArrayList<>();
        List<Long> identities = new ArrayList<>();
        for (long index = 0; index < sparse.count(); index++) {
            keys.add(new String(sparse.key(index), StandardCharsets.UTF_8));
            identities.add(sparse.identity(index));
        }
        assertThat(keys)
                .containsExactly(
                        "000000000000",
                        "000000000001",
                        "000000000002",
                        "000000000004",
                        "000000000005",
                        "000000000006",
                        "000000000008",
                        "000000000009");
        assertThat(identities).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 8L, 9L);
    }
}
