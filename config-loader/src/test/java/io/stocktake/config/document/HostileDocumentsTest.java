package io.stocktake.config.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.InventoryConfigurations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody writes by accident, read as an inventory configuration. */
class HostileDocumentsTest {

    private static final String MALFORMED = " (400 MalformedXML: The XML you provided was not well-formed or did not"
            + " validate against our published schema)";

    @Test
    void yamlAliasesAreRefusedBeforeTheyExpand() {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ",").repeat(10)).append("]\n");
        }

        assertRefused(DocumentFormat.YAML, bomb.toString(), "a: has a YAML anchor (&name); leave it out");
        assertRefused(DocumentFormat.YAML, "Id: *id", "Id: is a YAML alias (*name); write the value out");
        assertRefused(
                DocumentFormat.YAML, "Id: &id 5\nFilter: *id", "Filter: is a YAML alias (*name); write the value out");
        assertRefused(DocumentFormat.YAML, "&id Id: a", "(document): has a YAML anchor (&name); leave it out");
    }

    @Test
    void yamlTagsAreRefused() {
        assertRefused(
                DocumentFormat.YAML,
                "Id: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
                "Id: has a YAML tag (!name); leave it out, or quote the value");
        assertRefused(
                DocumentFormat.YAML, "Id: !!str 5", "Id: has a YAML tag (!name); leave it out, or quote the value");
        assertRefused(
                DocumentFormat.YAML,
                "Id: !!binary AAAA",
                "Id: has a YAML tag (!name); leave it out, or quote the value");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertRefused(
                DocumentFormat.YAML,
                "a: 1\n---\nb: 2\n",
                "(document): goes on after its end: a file holds one document");
        assertRefused(DocumentFormat.JSON, "{} {}", "(document): goes on after its end: a file holds one document");
        // Jackson 2.20 counts the column one further than 2.21.
        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes("{} x"), DocumentFormat.JSON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageMatching("Cannot read the inventory configuration: 1 problem\n"
                        + "  \\(document\\): is not JSON: line 1, column [45]: Unrecognized token 'x': was expecting"
                        + " \\(JSON String, Number, Array, Object or token 'null', 'true' or 'false'\\)"
                        + Pattern.quote(MALFORMED));
    }

    @Test
    void deepNestingIsRefused() {
        String why = "(document): is nested deeper than 100 levels";
        assertRefused(DocumentFormat.JSON, "[".repeat(10_000), why);
        assertRefused(DocumentFormat.JSON, "{\"a\":".repeat(10_000), why);
        assertRefused(DocumentFormat.YAML, "[".repeat(10_000), why);
        assertRefused(DocumentFormat.YAML, "- ".repeat(10_000), why);
        assertRefused(
                DocumentFormat.XML,
                "<InventoryConfiguration>".repeat(10_000) + "</InventoryConfiguration>".repeat(10_000),
                why);
    }

    @Test
    void aDocumentOfAHundredMegabytesIsRefusedBeforeMoreIsRead() throws IOException {
        Spaces spaces = new Spaces(100_000_000);

        assertThatThrownBy(() -> Documents.read(spaces, "large.json"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read large.json: 1 problem\n  (document): is larger than 2097152 bytes");
        assertThat(spaces.left).isEqualTo(100_000_000 - 2_097_153);
        assertThat(Documents.read(new Spaces(2_097_152), "large.json")).hasSize(2_097_152);
        assertThatThrownBy(() -> InventoryConfigurations.parse(new byte[2_097_153], DocumentFormat.JSON))
                .hasMessage("Cannot read the inventory configuration: 1 problem\n  (document): is larger than 2097152"
                        + " bytes" + MALFORMED);
    }

    @Test
    void longNamesDoNotMultiply() {
        // A name of a megabyte over a quarter of a million members: as text the paths would be 250 GB.
        String json = "{\"" + "n".repeat(1_000_000) + "\": [" + "{},".repeat(250_000) + "{}]}";

        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes(json), DocumentFormat.JSON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read the inventory configuration: 1 problem\n"
                        + "  (document): is not JSON: Name length (1000000) exceeds the maximum allowed (50000, from"
                        + " `StreamReadConstraints.getMaxNameLength()`)" + MALFORMED);
        String shorter = "{\"" + "n".repeat(40_000) + "\": [" + "{\"a\":1,\"a\":2},".repeat(100_000) + "{}]}";
        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes(shorter), DocumentFormat.JSON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("  " + "n".repeat(64) + "…[99].a: is given twice" + MALFORMED)
                .hasMessageEndingWith("  (document): and 99906 more problems" + MALFORMED);
    }

    @Test
    void whatIsNotUtf8IsRefusedWithItsOffset() {
        byte[] latin1 = "{\"Id\": \"täglich\"}".getBytes(StandardCharsets.ISO_8859_1);

        for (DocumentFormat format : DocumentFormat.values()) {
            assertThatThrownBy(() -> InventoryConfigurations.parse(latin1, format))
                    .hasMessage("Cannot read the inventory configuration: 1 problem\n"
                            + "  (document): is not UTF-8 at byte 9 (counted from 0)" + MALFORMED);
        }
        assertThatThrownBy(() -> InventoryConfigurations.parse(
                        Arrays.copyOf("{\"Id\": \"日".getBytes(StandardCharsets.UTF_8), 10), DocumentFormat.JSON))
                .hasMessageContaining("is not UTF-8 at byte 8 (counted from 0)");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        String json = "\uFEFF{\"Destination\": {\"S3BucketDestination\": {\"Bucket\": \"arn:aws:s3:::b\", \"Format\":"
                + " \"CSV\"}}, \"IsEnabled\": true, \"Id\": \"a\", \"IncludedObjectVersions\": \"All\", \"Schedule\":"
                + " {\"Frequency\": \"Daily\"}}";

        assertThat(InventoryConfigurations.parse(bytes(json), DocumentFormat.JSON)
                        .id())
                .isEqualTo("a");
    }

    @Test
    void anEmptyDocumentIsRefused() {
        for (DocumentFormat format : DocumentFormat.values()) {
            assertRefused(format, "", "(document): is empty");
            assertRefused(format, " \n\t", "(document): is empty");
        }
        assertRefused(DocumentFormat.YAML, "# nothing\n", "(document): is empty");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatThrownBy(() -> InventoryConfigurations.parse(
                        bytes("{\"Filter\": {\"Prefix\": \"\\ud800\"}}"), DocumentFormat.JSON))
                .hasMessageContaining(
                        "  Filter.Prefix: holds half of a surrogate pair, which is not a character" + MALFORMED);
    }

    @Test
    void aDtdIsRefusedAndNothingIsFetched(@TempDir Path folder) throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "the secret");
        String why = "(document): has a DTD, which is not read; leave it out";

        assertRefused(
                DocumentFormat.XML,
                "<!DOCTYPE InventoryConfiguration [<!ENTITY x SYSTEM \"" + secret.toUri()
                        + "\">]><InventoryConfiguration><Id>&x;</Id></InventoryConfiguration>",
                why);
        assertRefused(
                DocumentFormat.XML,
                "<!DOCTYPE InventoryConfiguration SYSTEM \"" + secret.toUri() + "\"><InventoryConfiguration/>",
                why);
        assertRefused(
                DocumentFormat.XML,
                "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>",
                why);
    }

    @Test
    void anUndeclaredEntityAProcessingInstructionAndAnotherEncodingAreRefused() {
        assertThatThrownBy(() -> InventoryConfigurations.parse(
                        bytes("<InventoryConfiguration>&x;</InventoryConfiguration>"), DocumentFormat.XML))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("Cannot read the inventory configuration: 1 problem\n"
                        + "  (document): is not XML: line 1, column 28: ");
        assertRefused(
                DocumentFormat.XML,
                "<InventoryConfiguration><?php echo ?></InventoryConfiguration>",
                "(document): has an entity or a processing instruction; leave it out");
        assertRefused(
                DocumentFormat.XML,
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><InventoryConfiguration/>",
                "(document): declares an encoding other than UTF-8");
    }

    @Test
    void syntaxErrorsNameLineAndColumn() {
        assertRefused(
                DocumentFormat.JSON,
                "{\n  \"Id\": 'a'}",
                "(document): is not JSON: line 2, column 9: Unexpected character (''' (code 39)): expected a valid value"
                        + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        assertRefused(
                DocumentFormat.YAML,
                "Id: [a\nb: c",
                "(document): is not YAML: line 2, column 2: expected ',' or ']', but got :");
        assertThatThrownBy(() -> InventoryConfigurations.parse(
                        bytes("<InventoryConfiguration>\n<Id></InventoryConfiguration>"), DocumentFormat.XML))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("Cannot read the inventory configuration: 1 problem\n"
                        + "  (document): is not XML: line 2, column 7: ");
    }

    @Test
    void aYamlKeyIsAScalar() {
        assertRefused(
                DocumentFormat.YAML,
                "? [a]\n: b",
                "(document): is not YAML: line 1, column 4: Expected a field name (Scalar value in YAML)");
    }

    @Test
    void controlCharactersAreShownAndNotSentToTheTerminal() {
        assertThat(new Problem("d", "p", Optional.of("\u001b[31mred\u0007\u202e"), "is odd", Refusal.MALFORMED_XML)
                        .line())
                .isEqualTo("p: \"\\u001b[31mred\\u0007\\u202e\" is odd" + MALFORMED);
    }

    private static void assertRefused(DocumentFormat format, String document, String line) {
        assertThatThrownBy(() -> InventoryConfigurations.parse(bytes(document), format))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read the inventory configuration: 1 problem\n  " + line + MALFORMED);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** So many spaces, counted as they are read. */
    private static final class Spaces extends InputStream {
        private long left;

        Spaces(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            Arrays.fill(buffer, offset, offset + count, (byte) ' ');
            left -= count;
            return count;
        }
    }
}
