package io.stocktake.config.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the members of one object, strictly.
 *
 * <p>Each accessor names a member and what is meant there. It returns empty where the member is absent, and also where it
 * is refused, after adding the problem; so an absent member is told by {@link #require}, and whoever builds the result
 * asks {@link Problems#isEmpty} first. At the end, {@link #refuseUnknown} refuses whatever no accessor has named.
 */
public final class MemberReader {

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    /** The most digits that are always within 64 bits. */
    private static final int SAFE_DIGITS = 18;

    private final NodePath path;
    private final Map<String, Node> members;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> refused = new HashSet<>();

    private MemberReader(NodePath path, Map<String, Node> members, Problems problems) {
        this.path = path;
        this.members = members;
        this.problems = problems;
    }

    /** The reader of {@code node}; of one without members, with the problem added, where it is no object. */
    public static MemberReader of(Node node, Problems problems) {
        return objectAt(node, problems).orElseGet(() -> new MemberReader(node.path(), Map.of(), problems));
    }

    /**
     * The reader of what is in {@code wrapper} where the document has that member, as the AWS CLI prints it, else of the
     * document itself.
     */
    public static MemberReader ofWrapped(Node root, String wrapper, Problems problems) {
        MemberReader outer = of(root, problems);
        if (!outer.members.containsKey(wrapper)) {
            return outer;
        }
        MemberReader inner = of(outer.members.get(wrapper), problems);
        outer.known.add(wrapper);
        outer.refuseUnknown();
        return inner;
    }

    /** Where the object stands. */
    public NodePath path() {
        return path;
    }

    /** Where the member stands, or would. */
    public NodePath path(String name) {
        return path.member(name);
    }

    /** Whether the member is given, rightly or wrongly. */
    public boolean has(String name) {
        known.add(name);
        return members.containsKey(name);
    }

    /** Adds a problem for each of {@code names} that is absent. */
    public void require(String... names) {
        for (String name : names) {
            if (!has(name)) {
                problems.add(path.member(name), "is missing");
            }
        }
    }

    /** Refuses a member that is not known here for a better reason than that. */
    public void refuse(String name, String why) {
        refused.add(name);
        problems.add(path.member(name), why);
    }

    /** Text. */
    public Optional<String> text(String name) {
        return member(name).flatMap(node -> textAt(node, problems));
    }

    /** Text of at least one character. */
    public Optional<String> nonEmptyText(String name) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().isEmpty()) {
            problems.add(path.member(name), "is empty");
            return Optional.empty();
        }
        return text;
    }

    /** Text that {@code reader} turns into something, or refuses with an IllegalArgumentException that says why. */
    public <T> Optional<T> parsed(String name, Function<String, T> reader) {
        return text(name).flatMap(text -> parsedAt(path.member(name), text, reader, problems));
    }

    /** The same for text that stands elsewhere, such as an item. */
    public static <T> Optional<T> parsedAt(NodePath path, String text, Function<String, T> reader, Problems problems) {
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException refused) {
            problems.add(path, text, "is refused: " + refused.getMessage());
            return Optional.empty();
        }
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> truth(String name) {
        return scalar(name, "true or false", Node.Kind.BOOLEAN).flatMap(scalar -> switch (scalar.text()) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> {
                problems.add(scalar.path(), scalar.text(), "is not true or false");
                yield Optional.empty();
            }
        });
    }

    /** A whole number of 32 bits. */
    public Optional<Integer> integer(String name) {
        return scalar(name, "a whole number", Node.Kind.NUMBER).flatMap(scalar -> {
            Optional<Integer> number = INTEGER.matcher(scalar.text()).matches()
                    ? Optional.of(saturated(scalar.text()))
                            .filter(it -> it == it.intValue())
                            .map(Long::intValue)
                    : Optional.empty();
            if (number.isEmpty()) {
                problems.add(scalar.path(), scalar.text(), "is not a whole number of 32 bits");
            }
            return number;
        });
    }

    /** A whole number of any size; one beyond 64 bits is read as the largest or the smallest of 64. */
    public Optional<Long> wholeNumber(String name) {
        return scalar(name, "a whole number", Node.Kind.NUMBER).flatMap(scalar -> {
            if (INTEGER.matcher(scalar.text()).matches()) {
                return Optional.of(saturated(scalar.text()));
            }
            problems.add(scalar.path(), scalar.text(), "is not a whole number");
            return Optional.empty();
        });
    }

    /** Without a detour over BigInteger, whose time grows with the square of a document's two million digits. */
    private static long saturated(String digits) {
        if (digits.length() > SAFE_DIGITS) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Long.parseLong(digits);
    }

    /** One of {@code values}, by its exact name. */
    public <E extends AwsNamed> Optional<E> choice(String name, E[] values) {
        return text(name).flatMap(text -> choiceAt(path.member(name), text, values, problems));
    }

    /** The same for text that stands elsewhere, such as an item. */
    public static <E extends AwsNamed> Optional<E> choiceAt(NodePath path, String text, E[] values, Problems problems) {
        Optional<E> chosen = Arrays.stream(values)
                .filter(value -> value.awsName().equals(text))
                .findFirst();
        if (chosen.isEmpty()) {
            String names = Arrays.stream(values).map(AwsNamed::awsName).collect(Collectors.joining(", "));
            problems.add(path, text, "is not " + (values.length == 1 ? names : "one of " + names));
        }
        return chosen;
    }

    /** An object. */
    public Optional<MemberReader> object(String name) {
        return member(name).flatMap(node -> objectAt(node, problems));
    }

    /** A list; without items where it is absent. */
    public List<Node> items(String name) {
        return member(name)
                .map(node -> {
                    if (node instanceof Node.Items list) {
                        return list.items();
                    }
                    refuseType(node, "a list", problems);
                    return List.<Node>of();
                })
                .orElse(List.of());
    }

    /** The texts of a list; those that are none are left out, after adding the problem. */
    public List<Node.Scalar> texts(String name) {
        List<Node.Scalar> texts = new ArrayList<>();
        for (Node node : items(name)) {
            if (textAt(node, problems).isPresent()) {
                texts.add((Node.Scalar) node);
            }
        }
        return texts;
    }

    /** The member as it was written. */
    public Optional<Node> member(String name) {
        known.add(name);
        return Optional.ofNullable(members.get(name));
    }

    /** The names of the members that no accessor has named. */
    public Set<String> unknown() {
        Set<String> unknown = new LinkedHashSet<>(members.keySet());
        unknown.removeAll(known);
        unknown.removeAll(refused);
        return unknown;
    }

    /** Adds a problem for each member that no accessor has named; its value, which may be anything, is not repeated. */
    public void refuseUnknown() {
        String why = "is not known here; the members are " + String.join(", ", known);
        unknown().forEach(name -> problems.add(path.member(name), why));
    }

    private Optional<Node.Scalar> scalar(String name, String meant, Node.Kind kind) {
        return member(name).flatMap(node -> {
            if (node instanceof Node.Scalar scalar && (scalar.kind() == kind || scalar.kind() == Node.Kind.UNTYPED)) {
                return Optional.of(scalar);
            }
            refuseType(node, meant, problems);
            return Optional.empty();
        });
    }

    private static Optional<String> textAt(Node node, Problems problems) {
        if (node instanceof Node.Scalar scalar
                && (scalar.kind() == Node.Kind.TEXT || scalar.kind() == Node.Kind.UNTYPED)) {
            return Optional.of(scalar.text());
        }
        refuseType(node, "text", problems);
        return Optional.empty();
    }

    private static Optional<MemberReader> objectAt(Node node, Problems problems) {
        if (node instanceof Node.Members object) {
            return Optional.of(new MemberReader(node.path(), object.members(), problems));
        }
        if (node instanceof Node.Scalar scalar
                && scalar.kind() == Node.Kind.UNTYPED
                && scalar.text().isBlank()) {
            return Optional.of(new MemberReader(node.path(), Map.of(), problems));
        }
        refuseType(node, "an object", problems);
        return Optional.empty();
    }

    private static void refuseType(Node node, String meant, Problems problems) {
        String found = found(node);
        problems.add(node.path(), "is " + found + ", not " + meant);
    }

    private static String found(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return switch (scalar.kind()) {
                case TEXT, UNTYPED -> "text";
                case NUMBER -> "a number";
                case BOOLEAN -> "a truth value";
                case NULL -> "null";
            };
        }
        return node instanceof Node.Items ? "a list" : "an object";
    }
}
