package io.stocktake.jobs;

import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AWS CLI's shorthand for a structure: {@code BucketName=x,Prefix=y}, with {@code [a,b]} or {@code a,b} for a list,
 * {@code {Name=value}} for a structure within, quotes around a value, and {@code \,} for a comma in one without them
 * (AWS CLI User Guide, "Using shorthand syntax").
 */
final class ShorthandSyntax {
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9_.#/-]+)\\s*=");

    /** Members that are lists, also where the shorthand gives one value only. */
    private static final Set<String> LISTS =
            Set.of("OptionalFields", "OrganizationalUnits", "Rules", "SourceRegions", "Tags");

    private static final int DEEPEST = 100;

    /** What comes behind the last character. */
    private static final char END = '\0';

    private final String option;
    private final String text;
    private int position;
    private int depth;

    private ShorthandSyntax(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /** Whether {@code text} begins as shorthand does, and as no JSON. */
    static boolean matches(String text) {
        return NAME.matcher(text).lookingAt();
    }

    /**
     * Reads the value of {@code option}.
     *
     * @param path where the structure stands in its request
     */
    static Node parse(String option, String text, NodePath path) {
        ShorthandSyntax syntax = new ShorthandSyntax(option, text);
        Node structure = syntax.members(path);
        if (syntax.next() != END) {
            throw syntax.refused("expected a comma");
        }
        return structure;
    }

    private Node members(NodePath path) {
        Map<String, Node> members = new LinkedHashMap<>();
        do {
            Matcher name = NAME.matcher(text).region(position, text.length());
            if (!name.lookingAt()) {
                throw refused("expected NAME=");
            }
            String member = name.group(1);
            if (members.containsKey(member)) {
                throw refused("\"" + member + "\" is given twice");
            }
            position = name.end();
            members.put(member, value(path, member));
        } while (taken(','));
        return new Node.Members(path, members);
    }

    /** What stands behind the name of a member, which is a list where commas separate several values. */
    private Node value(NodePath parent, String name) {
        NodePath path = parent.member(name);
        if (next() == '[') {
            return list(path);
        }
        Node first = value(path.item(0));
        if (!LISTS.contains(name) && !anotherValueFollows()) {
            return first.at(path);
        }
        List<Node> items = new ArrayList<>(List.of(first));
        while (anotherValueFollows()) {
            take(',');
            items.add(item(path, items.size()));
        }
        return new Node.Items(path, items);
    }

    /** Whether after the comma comes one more value of the same member, and not the next member. */
    private boolean anotherValueFollows() {
        return next() == ','
                && !NAME.matcher(text).region(position + 1, text.length()).lookingAt();
    }

    private Node value(NodePath path) {
        return switch (next()) {
            case '[' -> list(path);
            case '{' -> {
                take('{');
                deeper();
                Node members = members(path);
                take('}');
                depth--;
                yield members;
            }
            case '\'', '"' -> scalar(path, quoted());
            default -> scalar(path, plain());
        };
    }

    private Node list(NodePath path) {
        take('[');
        deeper();
        List<Node> items = new ArrayList<>();
        if (next() != ']') {
            do {
                items.add(item(path, items.size()));
            } while (taken(','));
        }
        take(']');
        depth--;
        return new Node.Items(path, items);
    }

    /** A value among others, where only quotes can make an empty one. */
    private Node item(NodePath path, int index) {
        if (",]}".indexOf(next()) >= 0 || position == text.length()) {
            throw refused("expected a value");
        }
        return value(path.item(index));
    }

    private static Node scalar(NodePath path, String value) {
        return new Node.Scalar(path, Node.Kind.UNTYPED, value);
    }

    private String quoted() {
        char quote = text.charAt(position++);
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char letter = text.charAt(position++);
            if (letter == quote) {
                return value.toString();
            }
            boolean escape = letter == '\\'
                    && position < text.length()
                    && (text.charAt(position) == quote || text.charAt(position) == '\\');
            value.append(escape ? text.charAt(position++) : letter);
        }
        throw refused("expected " + quote);
    }

    private String plain() {
        StringBuilder value = new StringBuilder();
        while (position < text.length() && ",]}".indexOf(text.charAt(position)) < 0) {
            if (text.startsWith("\\,", position)) {
                position++;
            }
            value.append(text.charAt(position++));
        }
        return value.toString().stripTrailing();
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw refused("nothing nests deeper than " + DEEPEST + " levels");
        }
    }

    private boolean taken(char letter) {
        boolean there = next() == letter;
        if (there) {
            position++;
        }
        return there;
    }

    private void take(char letter) {
        if (!taken(letter)) {
            throw refused("expected " + letter);
        }
    }

    /** The next character that is no blank. */
    private char next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : END;
    }

    private CommandException refused(String why) {
        return CommandException.refused("Cannot read " + option + ": " + why + " at character " + (position + 1)
                + " of \"" + text + "\". Write NAME=VALUE,NAME=VALUE as the AWS CLI does, or JSON.");
    }
}
