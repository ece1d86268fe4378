package io.stocktake.config.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The tree of an XML document, its elements under the names that JSON has for them. */
final class XmlTree {

    private final XMLStreamReader events;
    private final XmlNames names;
    private final Problems problems;

    private XmlTree(XMLStreamReader events, XmlNames names, Problems problems) {
        this.events = events;
        this.names = names;
        this.problems = problems;
    }

    static Node read(String text, XmlNames names, Problems problems) {
        try {
            XMLStreamReader events = factory().createXMLStreamReader(new StringReader(text));
            try {
                return new XmlTree(events, names, problems).document();
            } finally {
                events.close();
            }
        } catch (XMLStreamException unreadable) {
            throw problems.fatal(NodePath.ROOT, "is not XML: " + reason(unreadable));
        }
    }

    /** The JDK's own parser, whatever else is on the class path, and without anything that a document could fetch. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private Node document() throws XMLStreamException {
        String encoding = events.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("US-ASCII")) {
            throw problems.fatal(NodePath.ROOT, "declares an encoding other than UTF-8");
        }
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // Comments and white space before the root.
        }
        String root = events.getLocalName();
        if (!root.equals(names.root())) {
            problems.add(NodePath.ROOT, root, "is not the root element, which is " + names.root());
            problems.throwIfAny();
        }
        Node node = element(root, NodePath.ROOT, 1);
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            // Comments and white space after the root.
        }
        return node;
    }

    private Node element(String element, NodePath path, int depth) throws XMLStreamException {
        if (depth > Documents.DEEPEST) {
            throw problems.fatal(NodePath.ROOT, "is nested deeper than " + Documents.DEEPEST + " levels");
        }
        checkNamespaceAndAttributes(path);
        Content content = new Content(element, path);
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> content.child(events.getLocalName(), depth);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    content.text.append(events.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return content.node();
                }
                default -> {
                    // A comment.
                }
            }
        }
    }

    private int next() throws XMLStreamException {
        int event = events.next();
        switch (event) {
            case XMLStreamConstants.DTD ->
                throw problems.fatal(NodePath.ROOT, "has a DTD, which is not read; leave it out");
            case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.PROCESSING_INSTRUCTION ->
                throw problems.fatal(NodePath.ROOT, "has an entity or a processing instruction; leave it out");
            default -> {
                return event;
            }
        }
    }

    private void checkNamespaceAndAttributes(NodePath path) {
        String namespace = events.getNamespaceURI();
        if (namespace != null && !namespace.isEmpty() && !namespace.equals(XmlNames.NAMESPACE)) {
            problems.add(path, namespace, "is not the namespace of S3, which is " + XmlNames.NAMESPACE);
        }
        for (int i = 0; i < events.getAttributeCount(); i++) {
            problems.add(path, events.getAttributeLocalName(i), "is an attribute, and S3's documents have none");
        }
    }

    /** What stands in one element, until its end tells what it is. */
    private final class Content {
        private final String element;
        private final NodePath path;
        private final StringBuilder text = new StringBuilder();
        private final Map<String, Node> members = new LinkedHashMap<>();
        private final Map<String, List<Node>> lists = new LinkedHashMap<>();

        Content(String element, NodePath path) {
            this.element = element;
            this.path = path;
        }

        void child(String child, int depth) throws XMLStreamException {
            String item = names.wrapped().get(element);
            String list = item == null ? names.flattened().get(element + "/" + child) : element;
            if (list != null) {
                List<Node> items = lists.computeIfAbsent(list, name -> new ArrayList<>());
                NodePath itemPath = (item == null ? path.member(list) : path).item(items.size());
                items.add(element(child, itemPath, depth + 1));
                if (item != null && !item.equals(child)) {
                    problems.add(itemPath, child, "is not the element of an item, which is " + item);
                }
                return;
            }
            NodePath memberPath = path.member(child);
            if (names.renamed().containsValue(child)) {
                problems.add(memberPath, "is " + names.element(child) + " in XML");
            }
            Node member = element(child, memberPath, depth + 1);
            if (members.putIfAbsent(names.renamed().getOrDefault(child, child), member) != null) {
                problems.add(memberPath, "is given twice");
            }
        }

        Node node() {
            boolean wrapped = names.wrapped().containsKey(element);
            if (!wrapped && members.isEmpty() && lists.isEmpty()) {
                return new Node.Scalar(path, Node.Kind.UNTYPED, text.toString());
            }
            if (!text.toString().isBlank()) {
                problems.add(path, text.toString().strip(), "is text between elements");
            }
            if (wrapped) {
                return new Node.Items(path, lists.getOrDefault(element, List.of()));
            }
            lists.forEach((name, items) -> {
                if (members.put(name, new Node.Items(path.member(name), items)) != null) {
                    problems.add(path.member(name), "is not an element of its own in XML");
                }
            });
            return new Node.Members(path, members);
        }
    }

    private static String reason(XMLStreamException unreadable) {
        Location location = unreadable.getLocation();
        String message = unreadable.getMessage();
        // The JDK writes the position into its message a second time, before this word.
        int start = message.indexOf("Message: ");
        String said = Excerpt.ofReason(start < 0 ? message : message.substring(start + "Message: ".length()));
        return location == null
                ? said
                : "line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ": " + said;
    }
}
