package io.stocktake.config.document;

import com.fasterxml.jackson.databind.JsonNode;

/** A tree as XML text. The JDK's own writer lets through what no XML parser reads back, such as a carriage return. */
final class XmlText {

    private final XmlNames names;
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private XmlText(XmlNames names) {
        this.names = names;
    }

    static String of(JsonNode tree, XmlNames names) {
        XmlText xml = new XmlText(names);
        xml.element(names.root(), " xmlns=\"" + XmlNames.NAMESPACE + "\"", tree, "");
        return xml.text.toString();
    }

    private void element(String name, String attributes, JsonNode node, String indent) {
        text.append(indent).append('<').append(name).append(attributes).append('>');
        if (node.isValueNode()) {
            escaped(node.asText());
        } else if (!node.isEmpty()) {
            text.append('\n');
            content(name, node, indent + "  ");
            text.append(indent);
        }
        text.append("</").append(name).append(">\n");
    }

    private void content(String parent, JsonNode node, String indent) {
        if (node.isArray()) {
            String item = names.wrapped().get(parent);
            node.forEach(child -> element(item, "", child, indent));
            return;
        }
        node.properties().forEach(member -> {
            String flattened = flattened(parent, member.getKey());
            if (flattened.isEmpty()) {
                element(names.element(member.getKey()), "", member.getValue(), indent);
            } else {
                member.getValue().forEach(child -> element(flattened, "", child, indent));
            }
        });
    }

    /** The element of each item of a list without one of its own, or an empty text. */
    private String flattened(String parent, String member) {
        return names.flattened().entrySet().stream()
                .filter(entry ->
                        entry.getValue().equals(member) && entry.getKey().startsWith(parent + "/"))
                .map(entry -> entry.getKey().substring(parent.length() + 1))
                .findFirst()
                .orElse("");
    }

    private void escaped(String value) {
        value.codePoints().forEach(code -> {
            switch (code) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                // A raw one would be read as a line feed (XML 1.0, 2.11).
                case '\r' -> text.append("&#13;");
                default -> {
                    requireXml(code);
                    text.appendCodePoint(code);
                }
            }
        });
    }

    /** The production Char of XML 1.0. */
    private static void requireXml(int code) {
        boolean expressible = code >= 0x20
                ? code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || code > 0xFFFF
                : code == '\t' || code == '\n';
        if (!expressible) {
            throw new IllegalArgumentException(String.format(
                    "Cannot write the definition as XML: it holds the character U+%04X, which XML 1.0 does not have."
                            + " Write it as JSON or YAML.",
                    code));
        }
    }
}
