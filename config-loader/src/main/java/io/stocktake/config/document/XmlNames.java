package io.stocktake.config.document;

import java.util.Map;

/**
 * How the XML of a document differs from its JSON, which AWS's API models state.
 *
 * @param root the root element
 * @param renamed element to member, where the two differ: {@code SSE-S3} to {@code SSES3}
 * @param wrapped list member to the element of its items: {@code OptionalFields} to {@code Field}
 * @param flattened repeated element to list member, for a list without an element of its own, by {@code parent/element}:
 *     {@code And/Tag} to {@code Tags}
 */
public record XmlNames(
        String root, Map<String, String> renamed, Map<String, String> wrapped, Map<String, String> flattened) {

    /** The namespace of S3's documents; AWS takes them without one as well. */
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    public XmlNames {
        renamed = Map.copyOf(renamed);
        wrapped = Map.copyOf(wrapped);
        flattened = Map.copyOf(flattened);
    }

    /** The element that {@code member} is written as. */
    String element(String member) {
        return renamed.entrySet().stream()
                .filter(entry -> entry.getValue().equals(member))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(member);
    }
}
