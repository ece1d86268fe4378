package io.stocktake.config.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the problems of one document, so that a person sees all of them at once. Not for several threads. */
public final class Problems {

    /** A document of two megabytes can be wrong half a million times; nobody reads on. */
    private static final int MOST = 100;

    private final String document;
    private final Refusal shape;
    private final List<Problem> found = new ArrayList<>();
    private int unlisted;

    /**
     * Starts without any.
     *
     * @param document the name of the document in messages
     * @param shape the refusal of a wrong type, an unknown member and the like
     */
    public Problems(String document, Refusal shape) {
        this.document = requireNonNull(document, "document");
        this.shape = requireNonNull(shape, "shape");
    }

    /** A problem of the document's shape. */
    public void add(NodePath path, String why) {
        add(path, Optional.empty(), why, shape);
    }

    /** A problem of the document's shape, with the value that is wrong. */
    public void add(NodePath path, String value, String why) {
        add(path, Optional.of(value), why, shape);
    }

    /** A problem that AWS refuses in its own way. */
    public void add(NodePath path, Optional<String> value, String why, Refusal refusal) {
        if (found.size() < MOST) {
            add(new Problem(document, path.toString(), value, why, refusal));
        } else {
            unlisted++;
        }
    }

    private void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        } else {
            unlisted++;
        }
    }

    /** An empty collection for a part of the same document whose shape is refused in another way. */
    public Problems under(Refusal otherShape) {
        return new Problems(document, otherShape);
    }

    /** Those of another part of the same document. */
    public void addAll(Problems others) {
        others.found.forEach(this::add);
        unlisted += others.unlisted;
    }

    /** How many there are, the unlisted ones included. */
    public int count() {
        return found.size() + unlisted;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Those found so far, the last one a count of the rest where there are more than a hundred. */
    public List<Problem> list() {
        List<Problem> list = new ArrayList<>(found);
        if (unlisted > 0) {
            String why = "and " + unlisted + " more problems";
            list.add(new Problem(document, NodePath.ROOT.toString(), Optional.empty(), why, shape));
        }
        return List.copyOf(list);
    }

    /** Throws {@link InvalidDefinitionException} with all of them, if there is any. */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new InvalidDefinitionException(list());
        }
    }

    /** For a document that cannot be read any further: this problem and those before it, to be thrown. */
    InvalidDefinitionException fatal(NodePath path, String why) {
        add(path, why);
        return new InvalidDefinitionException(list());
    }
}
