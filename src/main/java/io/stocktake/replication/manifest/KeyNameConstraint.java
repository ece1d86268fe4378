package io.stocktake.replication.manifest;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code KeyNameConstraint}: a key is accepted if each of the lists that are not empty has one that matches. Immutable.
 *
 * @param prefixes {@code MatchAnyPrefix}
 * @param suffixes {@code MatchAnySuffix}
 * @param substrings {@code MatchAnySubstring}
 */
public record KeyNameConstraint(List<UTF8String> prefixes, List<UTF8String> suffixes, List<UTF8String> substrings)
        implements Serializable {
    private static final KeyNameConstraint NONE = of(List.of(), List.of(), List.of());

    public KeyNameConstraint {
        prefixes = List.copyOf(prefixes);
        suffixes = List.copyOf(suffixes);
        substrings = List.copyOf(substrings);
    }

    /** Of texts. */
    public static KeyNameConstraint of(List<String> prefixes, List<String> suffixes, List<String> substrings) {
        return new KeyNameConstraint(bytes(prefixes), bytes(suffixes), bytes(substrings));
    }

    /** Any key. */
    public static KeyNameConstraint none() {
        return NONE;
    }

    boolean accepts(UTF8String key) {
        return matchesAny(prefixes, key, UTF8String::startsWith)
                && matchesAny(suffixes, key, UTF8String::endsWith)
                && matchesAny(substrings, key, UTF8String::contains);
    }

    private static boolean matchesAny(
            List<UTF8String> texts, UTF8String key, BiPredicate<UTF8String, UTF8String> matches) {
        return texts.isEmpty() || texts.stream().anyMatch(text -> matches.test(key, text));
    }

    private static List<UTF8String> bytes(List<String> texts) {
        return texts.stream().map(UTF8String::fromString).toList();
    }
}
