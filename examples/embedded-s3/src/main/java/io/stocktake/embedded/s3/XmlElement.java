package io.stocktake.embedded.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a request's document, without its namespace.
 *
 * @param type the attribute {@code xsi:type}, which the grantees of an ACL carry
 */
record XmlElement(String name, Optional<String> type, String text, List<XmlElement> children) {
    /** Request documents are flat; a deeper one is not S3's. */
    private static final int MAXIMUM_DEPTH = 20;

    /** Reads a document without DTDs, whose root has to have this name. */
    static XmlElement parse(byte[] document, String root) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw S3Error.malformedXml();
                }
            }
            XmlElement element = read(reader, 0);
            if (!element.name().equals(root)) {
                throw S3Error.malformedXml();
            }
            return element;
        } catch (XMLStreamException e) {
            throw S3Error.malformedXml();
        }
    }

    private static XmlElement read(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAXIMUM_DEPTH) {
            throw S3Error.malformedXml();
        }
        String name = reader.getLocalName();
        Optional<String> type =
                Optional.ofNullable(reader.getAttributeValue("http://www.w3.org/2001/XMLSchema-instance", "type"));
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                default -> {
                    // Comments and the like mean nothing.
                }
            }
        }
        return new XmlElement(name, type, text.toString(), List.copyOf(children));
    }

    Optional<XmlElement> child(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).toList();
    }

    Optional<String> childText(String childName) {
        return child(childName).map(XmlElement::text);
    }

    String required(String childName) {
        return childText(childName).orElseThrow(S3Error::malformedXml);
    }
}
