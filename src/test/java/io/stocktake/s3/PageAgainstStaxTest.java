package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The parser against {@link PageModel}, which reads the same pages with the JDK's StAX.
 *
 * <p>The parser knows less than XML: it does not look at what it passes over, which are attributes, namespaces, the
 * characters of names, the prolog and the texts of elements that it does not know. So it takes some pages that StAX
 * refuses. A byte that was changed there changes no row.
 */
class PageAgainstStaxTest {
    /** What means something in XML, in percent-encoding, in numbers or in UTF-8. */
    private static final byte[] TELLING =
            "<>/&;\"'=!?-[]:#%+ \r\n09aA\u0000\u0001".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] NO_ASCII = {(byte) 0x80, (byte) 0xbf, (byte) 0xc3, (byte) 0xed, (byte) 0xff};

    @Test
    void aPageIsReadAsStaxReadsIt() throws Exception {
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IncludedObjectVersions versions = versions(random);
            byte[] page = RandomPage.of(random, versions);

            assertThat(new PageParser(versions).parse(page, page.length))
                    .as("seed %d: %s", seed, text(page))
                    .isEqualTo(PageModel.read(page, versions));
        }
    }

    @Test
    void aPageIsTheSameHoweverItsBytesArrive() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IncludedObjectVersions versions = versions(random);
            byte[] page = RandomPage.of(random, versions);
            int most = seed % 2 == 0 ? 1 : random.nextInt(2, 400);
            PageReceiver receiver = new PageReceiver(versions, random.nextInt(1, 100));

            receiver.receive(new ByteArrayInputStream(page) {
                @Override
                public synchronized int read(byte[] into, int from, int count) {
                    return super.read(into, from, Math.min(count, random.nextInt(1, most + 1)));
                }
            });

            assertThat(receiver.take())
                    .as("seed %d, at most %d bytes at once", seed, most)
                    .isEqualTo(PageModel.read(page, versions));
        }
    }

    @Test
    void aPageThatIsCutOffAnywhereIsRefused() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IncludedObjectVersions versions = versions(random);
            byte[] page = new String(RandomPage.of(random, versions), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < page.length; length++) {
                assertThat(parsed(Arrays.copyOf(page, length), versions, seed))
                        .as("seed %d, %d of %d bytes", seed, length, page.length)
                        .isEmpty();
            }
        }
    }

    @Test
    void aChangedByteIsReadAsStaxReadsItOrRefusedOrChangesNothing() throws Exception {
        int accepted = 0;
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IncludedObjectVersions versions = versions(random);
            byte[] page = RandomPage.of(random, versions);
            Page original = PageModel.read(page, versions);
            for (int place = 0; place < page.length; place++) {
                byte[] changed = page.clone();
                changed[place] = anyByte(random);
                Optional<Page> read = parsed(changed, versions, seed);
                if (read.isPresent()) {
                    accepted++;
                    assertThat(read.get())
                            .as("seed %d, byte %d made %d: %s", seed, place, changed[place], text(changed))
                            .isEqualTo(modelled(changed, versions).orElse(original));
                }
            }
        }
        assertThat(accepted).isGreaterThan(3_000);
    }

    @Test
    void anyDamageIsReadAsStaxReadsItOrRefused() {
        int accepted = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IncludedObjectVersions versions = versions(random);
            byte[] damaged = RandomPage.of(random, versions);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                damaged = damaged(damaged, random);
            }
            Optional<Page> read = parsed(damaged, versions, seed);
            Optional<Page> modelled = modelled(damaged, versions);
            if (read.isPresent() && modelled.isPresent()) {
                accepted++;
                assertThat(read.get()).as("seed %d: %s", seed, text(damaged)).isEqualTo(modelled.get());
            }
        }
        assertThat(accepted).isGreaterThan(250);
    }

    /** A byte changed, a piece left out, doubled, or moved to another place. */
    private static byte[] damaged(byte[] page, SplittableRandom random) {
        if (page.length < 2) {
            return page;
        }
        int from = random.nextInt(page.length);
        int to = Math.min(page.length, from + random.nextInt(1, random.nextBoolean() ? 4 : 200));
        byte[] before = Arrays.copyOf(page, from);
        byte[] piece = Arrays.copyOfRange(page, from, to);
        byte[] after = Arrays.copyOfRange(page, to, page.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                return joined(before, after);
            }
            case 1 -> {
                return joined(before, piece, piece, after);
            }
            case 2 -> {
                byte[] rest = joined(before, after);
                int place = random.nextInt(rest.length + 1);
                return joined(Arrays.copyOf(rest, place), piece, Arrays.copyOfRange(rest, place, rest.length));
            }
            default -> {
                byte[] changed = page.clone();
                changed[from] = anyByte(random);
                return changed;
            }
        }
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static byte anyByte(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> NO_ASCII[random.nextInt(NO_ASCII.length)];
            default -> TELLING[random.nextInt(TELLING.length)];
        };
    }

    /** What the parser reads; empty where it refuses, which it has to do in one way only, and say why. */
    private static Optional<Page> parsed(byte[] page, IncludedObjectVersions versions, long seed) {
        try {
            return Optional.of(new PageParser(versions).parse(page, page.length));
        } catch (PageFormatException refused) {
            assertThat(refused).as("seed %d", seed).hasMessageMatching("(?s).*( bytes?\\b|, found <).*");
            assertThat(refused.getMessage()).as("seed %d", seed).hasSizeLessThan(500);
            return Optional.empty();
        } catch (RuntimeException crash) {
            throw new AssertionError("seed " + seed + ": " + text(page), crash);
        }
    }

    private static Optional<Page> modelled(byte[] page, IncludedObjectVersions versions) {
        try {
            return Optional.of(PageModel.read(page, versions));
        } catch (PageModel.RefusedException refused) {
            return Optional.empty();
        }
    }

    private static IncludedObjectVersions versions(SplittableRandom random) {
        return random.nextBoolean() ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT;
    }

    private static String text(byte[] page) {
        return new String(page, StandardCharsets.UTF_8);
    }
}
