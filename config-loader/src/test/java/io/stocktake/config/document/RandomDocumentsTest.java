package io.stocktake.config.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryConfigurations;
import io.stocktake.config.inventory.InventoryDestination;
import io.stocktake.config.inventory.InventoryField;
import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.StoresFile;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncStates;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Properties of every document, over seeded random ones; a failure names its seed. */
class RandomDocumentsTest {

    private static final String[] FRAGMENTS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ":",
        ",",
        "\n",
        "  ",
        "- ",
        "&a ",
        "*a",
        "!!str ",
        "? ",
        "| ",
        "> ",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE a>",
        "<?a?>",
        "&amp;",
        "&#0;",
        "xmlns=\"\"",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "1e999",
        "-0",
        "\u0000",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "😀"
    };

    private static final String SYNC = """
            SyncName: nightly
            SyncType: SyncFromSource
            SyncSource:
              SourceType: AwsOrganizations
              SourceRegions: [eu-west-1]
              IncludeFutureRegions: yes
              AwsOrganizationsSource:
                OrganizationSourceType: OrganizationalUnits
                OrganizationalUnits:
                  - OrganizationalUnitId: ou-ab12-cdefgh34
            """;

    private static final String STORES = """
            accountId: 012345678901
            stores:
              - name: ceph
                endpoint: "https://ceph.example.com"
                credentials: {environment: CEPH}
                connectTimeout: 10s
                buckets: [data, 'logs-*', old=new]
            """;

    @Test
    void everyConfigurationIsReadBackFromEveryFormat() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            InventoryConfiguration configuration = configuration(random, RandomDocumentsTest::anyCharacter);
            assertReadBack(seed, configuration, InventoryConfigurations.toJson(configuration), DocumentFormat.JSON);
            assertReadBack(seed, configuration, InventoryConfigurations.toYaml(configuration), DocumentFormat.YAML);
            InventoryConfiguration forXml = configuration(random, RandomDocumentsTest::xmlCharacter);
            assertReadBack(seed, forXml, InventoryConfigurations.toXml(forXml), DocumentFormat.XML);
        }
    }

    @Test
    void everyReplicationConfigurationIsReadBackFromEveryFormat() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            for (DocumentFormat format : DocumentFormat.values()) {
                ReplicationConfiguration configuration =
                        configurations(random, format).replication();
                for (String written : List.of(
                        ReplicationConfigurations.write(configuration, format),
                        switch (format) {
                            case JSON -> ReplicationConfigurations.toJson(configuration);
                            case YAML -> ReplicationConfigurations.toYaml(configuration);
                            case XML -> ReplicationConfigurations.toXml(configuration);
                        })) {
                    assertThat(ReplicationConfigurations.parse("r", bytes(written), format))
                            .as("seed %d, %s:%n%s", seed, format, written)
                            .isEqualTo(configuration);
                }
            }
        }
    }

    @Test
    void everySyncAndEveryStateIsReadBack() {
        for (long seed = 0; seed < 500; seed++) {
            RandomConfigurations configurations = configurations(new Random(seed), DocumentFormat.JSON);
            ResourceDataSync sync = configurations.sync();
            for (DocumentFormat format : List.of(DocumentFormat.JSON, DocumentFormat.YAML)) {
                String written = ResourceDataSyncs.write(sync, format);
                assertThat(ResourceDataSyncs.parse("s", bytes(written), format))
                        .as("seed %d, %s:%n%s", seed, format, written)
                        .isEqualTo(sync);
            }
            SyncState state = configurations.state();
            String written = SyncStates.write(state);
            assertThat(SyncStates.parse("s", bytes(written)))
                    .as("seed %d:%n%s", seed, written)
                    .isEqualTo(state);
        }
    }

    private static RandomConfigurations configurations(Random random, DocumentFormat format) {
        return new RandomConfigurations(
                random,
                () -> text(
                        random,
                        format == DocumentFormat.XML
                                ? RandomDocumentsTest::xmlCharacter
                                : RandomDocumentsTest::anyCharacter));
    }

    @Test
    void aCharacterThatXmlDoesNotHaveIsRefusedByTheWriter() {
        for (String text : List.of("\u0000", "a\u001f", "\uFFFF")) {
            InventoryConfiguration configuration = withPrefix(text);
            assertThatThrownBy(() -> InventoryConfigurations.toXml(configuration))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(String.format(
                            "Cannot write the definition as XML: it holds the character U+%04X, which XML 1.0 does not"
                                    + " have. Write it as JSON or YAML.",
                            (int) text.charAt(text.length() - 1)));
        }
    }

    @Test
    void noMutationOfADocumentFailsOtherwiseThanByBeingRefused() {
        InventoryConfiguration configuration = configuration(new Random(1), RandomDocumentsTest::xmlCharacter);
        int kind = 0;
        for (DocumentFormat format : DocumentFormat.values()) {
            byte[] written = bytes(InventoryConfigurations.write(configuration, format));
            mutate(kind++, written, document -> InventoryConfigurations.parse(document, format));
        }
        for (DocumentFormat format : DocumentFormat.values()) {
            ReplicationConfiguration replication =
                    configurations(new Random(kind), format).replication();
            mutate(
                    kind++,
                    bytes(ReplicationConfigurations.write(replication, format)),
                    document -> ReplicationConfigurations.parse("r", document, format, Optional.of("copy1")));
        }
        mutate(11, bytes(SYNC), document -> ResourceDataSyncs.parse("s", document, DocumentFormat.YAML));
        mutate(10, bytes(SYNC), document -> ResourceDataSyncs.parseUpdate("s", document, DocumentFormat.YAML));
        RandomConfigurations valid = configurations(new Random(1), DocumentFormat.JSON);
        mutate(
                13,
                bytes(ResourceDataSyncs.write(valid.sync(), DocumentFormat.JSON)),
                document -> ResourceDataSyncs.parse("s", document, DocumentFormat.JSON));
        mutate(14, bytes(SyncStates.write(valid.state())), document -> SyncStates.parse("s", document));
        mutate(12, bytes(STORES), document -> StoresFile.parse(document, "stores.yaml"));
    }

    private static void mutate(int kind, byte[] document, Consumer<byte[]> parser) {
        for (int i = 0; i < 1_500; i++) {
            long seed = kind * 1_000_000L + i;
            byte[] mutated = mutated(document, new Random(seed));
            try {
                parser.accept(mutated);
            } catch (InvalidDefinitionException refused) {
                assertThat(refused.problems()).as("seed %d", seed).isNotEmpty();
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + " of: " + new String(mutated, StandardCharsets.UTF_8), other);
            }
        }
    }

    private static byte[] mutated(byte[] document, Random random) {
        byte[] mutated = document;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutated.length + 1);
            int end = Math.min(mutated.length, at + random.nextInt(20));
            byte[] inserted =
                    switch (random.nextInt(5)) {
                        case 0 -> new byte[0];
                        case 1 -> new byte[] {(byte) random.nextInt(256)};
                        case 2 -> Arrays.copyOfRange(document, 0, random.nextInt(document.length));
                        default -> bytes(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                    };
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            result.write(mutated, 0, at);
            result.writeBytes(inserted);
            int from = random.nextBoolean() ? at : end;
            result.write(mutated, from, mutated.length - from);
            mutated = result.toByteArray();
        }
        return mutated;
    }

    private static void assertReadBack(
            long seed, InventoryConfiguration configuration, String written, DocumentFormat format) {
        assertThat(InventoryConfigurations.parse(bytes(written), format))
                .as("seed %d, %s:%n%s", seed, format, written)
                .isEqualTo(configuration);
    }

    private interface Characters {
        int next(Random random);
    }

    private static InventoryConfiguration configuration(Random random, Characters characters) {
        List<InventoryField> fields = new ArrayList<>(List.of(InventoryField.values()));
        Collections.shuffle(fields, random);
        ReportEncryption encryption =
                switch (random.nextInt(3)) {
                    case 0 -> new ReportEncryption.Unspecified();
                    case 1 -> new ReportEncryption.SseS3();
                    default -> new ReportEncryption.SseKms("k" + text(random, characters));
                };
        return new InventoryConfiguration(
                id(random),
                random.nextBoolean(),
                new InventoryDestination(
                        "arn:aws:s3:::b" + random.nextInt(1_000),
                        random.nextBoolean() ? Optional.of("0" + random.nextInt(1_000_000)) : Optional.empty(),
                        pick(random, ReportFormat.values()),
                        random.nextBoolean() ? Optional.of(text(random, characters)) : Optional.empty(),
                        encryption),
                pick(random, IncludedObjectVersions.values()),
                random.nextBoolean() ? Optional.of(text(random, characters)) : Optional.empty(),
                fields.subList(0, random.nextInt(fields.size() + 1)),
                pick(random, Frequency.values()));
    }

    private static InventoryConfiguration withPrefix(String prefix) {
        return new InventoryConfiguration(
                "a",
                true,
                new InventoryDestination(
                        "arn:aws:s3:::b",
                        Optional.empty(),
                        ReportFormat.CSV,
                        Optional.of(prefix),
                        new ReportEncryption.Unspecified()),
                IncludedObjectVersions.ALL,
                Optional.empty(),
                List.of(),
                Frequency.DAILY);
    }

    private static String id(Random random) {
        String characters = "ABCXYZabcxyz0123456789._-";
        StringBuilder id = new StringBuilder();
        for (int length = 1 + random.nextInt(64); length > 0; length--) {
            id.append(characters.charAt(random.nextInt(characters.length())));
        }
        return id.toString();
    }

    /** Often something that a notation gives a meaning to. */
    private static String text(Random random, Characters characters) {
        String[] odd = {
            "", "yes", "null", "~", "012", "1e3", "2024-01-01", "true", " a ", "- a", "a: b", "#", "\r\n", "\t"
        };
        if (random.nextInt(3) == 0) {
            return odd[random.nextInt(odd.length)];
        }
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            text.appendCodePoint(characters.next(random));
        }
        return text.toString();
    }

    private static int anyCharacter(Random random) {
        int code =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(0x20);
                    case 1 -> 0x20 + random.nextInt(0x60);
                    case 2 -> random.nextInt(0x3000);
                    default -> random.nextInt(0x110000);
                };
        return code >= 0xD800 && code <= 0xDFFF ? 'x' : code;
    }

    private static int xmlCharacter(Random random) {
        int code = anyCharacter(random);
        return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0xFFFE || code == 0xFFFF
                ? 'x'
                : code;
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
