package io.stocktake.config.document;

/**
 * Where in a document a node stands.
 *
 * <p>Each path shares its parent, and its text is made when a problem needs it: a document of two megabytes may hold
 * hundreds of thousands of nodes under one name of a megabyte.
 */
public final class NodePath {

    /** The document itself. */
    public static final NodePath ROOT = new NodePath(null, "");

    private final NodePath parent;
    private final String step;

    private NodePath(NodePath parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** The path of a member of the object here. */
    public NodePath member(String name) {
        return new NodePath(this, name);
    }

    /** The path of an item of the list here, from 0. */
    public NodePath item(int index) {
        return new NodePath(this, "[" + index + "]");
    }

    /** Such as {@code Rules[0].Destination.Bucket}, long names shortened; {@code (document)} for the whole. */
    @Override
    public String toString() {
        return parent == null ? "(document)" : parent.prefix(step) + Excerpt.ofName(step);
    }

    private String prefix(String next) {
        if (parent == null) {
            return "";
        }
        return this + (next.startsWith("[") ? "" : ".");
    }
}
