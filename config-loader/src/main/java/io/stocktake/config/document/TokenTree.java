package io.stocktake.config.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The tree of a JSON or YAML document, from Jackson's tokens.
 *
 * <p>Tokens carry every scalar's own text, so {@code 012345678901} keeps its zero, and YAML's aliases arrive
 * unexpanded, so they can be refused before they grow.
 */
final class TokenTree {

    private static final JsonFactory JSON = new JsonFactory();
    private static final YAMLFactory YAML = new YAMLFactory();

    /** Where an open object began, under a notice about Jackson's own settings, and the event instead of a key. */
    private static final Pattern INTERNALS =
            Pattern.compile("\\s*\\(start marker at \\[Source:[^]]*]\\)|, got this instead: <.*>", Pattern.DOTALL);

    private final JsonParser tokens;
    private final DocumentFormat format;
    private final Problems problems;

    private TokenTree(JsonParser tokens, DocumentFormat format, Problems problems) {
        this.tokens = tokens;
        this.format = format;
        this.problems = problems;
    }

    static Node read(String text, DocumentFormat format, Problems problems) {
        JsonFactory factory = format == DocumentFormat.YAML ? YAML : JSON;
        try (JsonParser tokens = factory.createParser(text)) {
            return new TokenTree(tokens, format, problems).document();
        } catch (JsonProcessingException unreadable) {
            throw problems.fatal(NodePath.ROOT, "is not " + format + ": " + reason(unreadable));
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot read a text in memory", impossible);
        }
    }

    private Node document() throws IOException {
        JsonToken first = tokens.nextToken();
        if (first == null) {
            throw problems.fatal(NodePath.ROOT, "is empty");
        }
        Node root = node(first, NodePath.ROOT, 1);
        if (tokens.nextToken() != null) {
            throw problems.fatal(NodePath.ROOT, "goes on after its end: a file holds one document");
        }
        return root;
    }

    private Node node(JsonToken token, NodePath path, int depth) throws IOException {
        refuseReferences(path);
        if (depth > Documents.DEEPEST) {
            throw problems.fatal(NodePath.ROOT, "is nested deeper than " + Documents.DEEPEST + " levels");
        }
        return switch (token) {
            case START_OBJECT -> members(path, depth);
            case START_ARRAY -> items(path, depth);
            default -> new Node.Scalar(path, kind(token), wellFormed(tokens.getText(), path));
        };
    }

    private Node members(NodePath path, int depth) throws IOException {
        Map<String, Node> members = new LinkedHashMap<>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            refuseReferences(path);
            String name = wellFormed(tokens.currentName(), path);
            NodePath memberPath = path.member(name);
            Node member = node(tokens.nextToken(), memberPath, depth + 1);
            if (members.putIfAbsent(name, member) != null) {
                problems.add(memberPath, "is given twice");
            }
        }
        return new Node.Members(path, members);
    }

    private Node items(NodePath path, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            items.add(node(token, path.item(items.size()), depth + 1));
        }
        return new Node.Items(path, items);
    }

    private Node.Kind kind(JsonToken token) {
        boolean yaml = format == DocumentFormat.YAML;
        return switch (token) {
            case VALUE_NULL -> Node.Kind.NULL;
            case VALUE_TRUE, VALUE_FALSE -> yaml ? Node.Kind.UNTYPED : Node.Kind.BOOLEAN;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> yaml ? Node.Kind.UNTYPED : Node.Kind.NUMBER;
            default -> Node.Kind.TEXT;
        };
    }

    /** Aliases can grow without end and tags name types of a language; a definition has no use for either. */
    private void refuseReferences(NodePath path) throws IOException {
        if (tokens instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw problems.fatal(path, "is a YAML alias (*name); write the value out");
        }
        if (tokens.getObjectId() != null) {
            throw problems.fatal(path, "has a YAML anchor (&name); leave it out");
        }
        if (tokens.getTypeId() != null) {
            throw problems.fatal(path, "has a YAML tag (!name); leave it out, or quote the value");
        }
    }

    /** JSON and YAML can escape half a surrogate pair, which is no character and has no UTF-8. */
    private String wellFormed(String text, NodePath path) {
        if (text.codePoints().anyMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
            problems.add(path, "holds half of a surrogate pair, which is not a character");
        }
        return text;
    }

    /** What the parsers say, without the line of the document that SnakeYAML quotes: stores.yaml may hold a mistake. */
    private static String reason(JsonProcessingException unreadable) {
        if (unreadable.getCause() instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark();
            return at(mark.getLine() + 1, mark.getColumn() + 1) + marked.getProblem();
        }
        String message = Excerpt.ofReason(
                INTERNALS.matcher(unreadable.getOriginalMessage()).replaceAll(""));
        // A document that breaks a limit of Jackson's own has no location.
        return Optional.ofNullable(unreadable.getLocation())
                .map(location -> at(location.getLineNr(), location.getColumnNr()) + message)
                .orElse(message);
    }

    private static String at(int line, int column) {
        return "line " + line + ", column " + column + ": ";
    }
}
