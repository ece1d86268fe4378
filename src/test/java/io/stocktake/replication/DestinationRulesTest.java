package io.stocktake.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class DestinationRulesTest {
    private static final List<String> PREFIXES = List.of("", "a", "a/", "a/b", "ab", "ü", "ü/", "b");
    private static final List<String> KEYS = List.of("a", "a/", "a/b", "a/bc", "abc", "ü", "ü/x", "b", "c", "😀");

    @Test
    void everyKeyHasTheRuleThatALoopOverAllRulesFinds() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ReplicationConfiguration configuration = configuration(random);
            DestinationRules rules = DestinationRules.of(configuration);
            List<ReplicationRule> byPriority = configuration.rules().stream()
                    .filter(rule -> rule.status() == RuleStatus.ENABLED)
                    .sorted(Comparator.comparing(
                            (ReplicationRule rule) -> -rule.priority().orElseThrow()))
                    .toList();
            for (String key : KEYS) {
                UTF8String utf8 = UTF8String.fromString(key);
                List<ReplicationRule> ofKey = byPriority.stream()
                        .filter(rule -> key.startsWith(rule.keyPrefix()))
                        .toList();
                boolean needsTags = !ofKey.isEmpty() && !ofKey.get(0).tags().isEmpty();

                assertThat(rules.decide(utf8))
                        .as("seed %d, key %s", seed, key)
                        .isEqualTo(new DestinationRules.Decision(
                                needsTags ? Optional.empty() : ofKey.stream().findFirst(), needsTags));
                assertThat(rules.decide(utf8, Map.of("t", "1", "other", "x")))
                        .as("seed %d, tagged key %s", seed, key)
                        .isEqualTo(ofKey.stream().findFirst());
                assertThat(rules.decide(utf8, Map.of("t", "2")))
                        .as("seed %d, otherwise tagged key %s", seed, key)
                        .isEqualTo(ofKey.stream()
                                .filter(rule -> rule.tags().isEmpty())
                                .findFirst());
                assertThat(rules.decideDeleteMarker(utf8))
                        .as("seed %d, delete marker of key %s", seed, key)
                        .isEqualTo(ofKey.stream()
                                .filter(rule -> rule.tags().isEmpty())
                                .findFirst()
                                .filter(ReplicationRule::replicatesDeleteMarkers));
            }
        }
    }

    @Test
    void rulesAreFoundByTheirIdWhetherEnabledOrNotAndPrefixesAreThoseOfEnabledOnes() {
        DestinationRules rules = DestinationRules.of(parse(List.of(
                rule("on", 1, "\"Prefix\": \"b\"", "Enabled", "Enabled"),
                rule("too", 2, "\"Prefix\": \"a\"", "Enabled", "Enabled"),
                rule("off", 3, "\"Prefix\": \"c\"", "Disabled", "Enabled"))));

        assertThat(rules.rule("off").map(ReplicationRule::keyPrefix)).contains("c");
        assertThat(rules.rule("unknown")).isEmpty();
        assertThat(rules.prefixes()).containsExactly("a", "b");
    }

    private static ReplicationConfiguration configuration(SplittableRandom random) {
        return parse(IntStream.rangeClosed(1, random.nextInt(1, 6))
                .mapToObj(i -> {
                    String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
                    boolean isTagged = random.nextInt(3) == 0;
                    String filter = isTagged
                            ? "\"And\": {\"Prefix\": \"" + prefix
                                    + "\", \"Tags\": [{\"Key\": \"t\", \"Value\": \"1\"}]}"
                            : "\"Prefix\": \"" + prefix + "\"";
                    return rule(
                            "r" + i,
                            i,
                            filter,
                            random.nextInt(4) == 0 ? "Disabled" : "Enabled",
                            isTagged || random.nextBoolean() ? "Disabled" : "Enabled");
                })
                .toList());
    }

    private static String rule(String id, int priority, String filter, String status, String deleteMarkers) {
        return """
                {"ID": "%s", "Priority": %d, "Filter": {%s}, "Status": "%s",
                 "DeleteMarkerReplication": {"Status": "%s"}, "Destination": {"Bucket": "arn:aws:s3:::d"}}
                """.formatted(id, priority, filter, status, deleteMarkers);
    }

    private static ReplicationConfiguration parse(List<String> rules) {
        String document = rules.stream().collect(Collectors.joining(", ", "{\"Role\": \"r\", \"Rules\": [", "]}"));
        return ReplicationConfigurations.parse(
                "the test's rules", document.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
