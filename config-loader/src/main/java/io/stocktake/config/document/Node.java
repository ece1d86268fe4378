package io.stocktake.config.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a document, as it was written: nothing is converted before it is known what is meant there. */
public sealed interface Node {

    /** Where it stands. */
    NodePath path();

    /** The same content as a part of another document, where it stands at {@code path}. */
    default Node at(NodePath path) {
        if (this instanceof Members object) {
            Map<String, Node> moved = new LinkedHashMap<>();
            object.members().forEach((name, member) -> moved.put(name, member.at(path.member(name))));
            return new Members(path, moved);
        }
        if (this instanceof Items list) {
            List<Node> moved = new ArrayList<>();
            list.items().forEach(item -> moved.add(item.at(path.item(moved.size()))));
            return new Items(path, moved);
        }
        Scalar scalar = (Scalar) this;
        return new Scalar(path, scalar.kind(), scalar.text());
    }

    /**
     * An object of JSON, a mapping of YAML, an element of XML with elements in it.
     *
     * @param members by name, in the order of the document
     */
    record Members(NodePath path, Map<String, Node> members) implements Node {}

    /**
     * A list.
     *
     * @param items in the order of the document
     */
    record Items(NodePath path, List<Node> items) implements Node {}

    /**
     * A single value.
     *
     * @param kind what the notation says that it is
     * @param text exactly as written, a number's leading zeros included
     */
    record Scalar(NodePath path, Kind kind, String text) implements Node {}

    /** What the notation says of a scalar. */
    enum Kind {
        /** A string of JSON, a quoted or plain scalar of YAML that can only be text. */
        TEXT,
        /** A number of JSON. */
        NUMBER,
        /** {@code true} or {@code false} of JSON. */
        BOOLEAN,
        /** {@code null}, or nothing after a YAML key. */
        NULL,
        /**
         * What is meant there decides: a plain YAML scalar that looks like a number or a truth value, and the text of
         * every XML element. An empty XML element is also an object or list without content.
         */
        UNTYPED
    }
}
