package io.stocktake.config.replication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes replication configurations.
 *
 * <p>A document is the configuration itself or what {@code aws s3api get-bucket-replication} prints, around it {@code
 * {"ReplicationConfiguration": …}}. What is refused here is its shape, in S3's words MalformedXML.
 */
public final class ReplicationConfigurations {

    private static final String WRAPPER = "ReplicationConfiguration";

    private static final XmlNames XML_NAMES =
            new XmlNames(WRAPPER, Map.of(), Map.of(), Map.of(WRAPPER + "/Rule", "Rules", "And/Tag", "Tags"));

    private ReplicationConfigurations() {}

    /**
     * The configuration in {@code document}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static ReplicationConfiguration parse(String name, byte[] document, DocumentFormat format) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        Node root = Documents.parse(document, format, XML_NAMES, problems);
        MemberReader configuration = MemberReader.ofWrapped(root, WRAPPER, problems);
        configuration.require("Role", "Rules");
        Optional<String> role = configuration.nonEmptyText("Role");
        List<Node> items = configuration.items("Rules");
        if (items.isEmpty() && configuration.has("Rules") && problems.isEmpty()) {
            problems.add(configuration.path("Rules"), "has no rule");
        }
        List<ReplicationRule> rules = new ArrayList<>();
        items.forEach(item ->
                RuleShape.read(MemberReader.of(item, problems), problems).ifPresent(rules::add));
        configuration.refuseUnknown();
        problems.throwIfAny();
        return new ReplicationConfiguration(role.orElseThrow(), rules);
    }

    /** The bare document, as one PUTs it, in {@code format}. */
    public static String write(ReplicationConfiguration configuration, DocumentFormat format) {
        return DocumentWriter.write(ReplicationTree.of(configuration), format, XML_NAMES);
    }

    /** What {@code aws s3api get-bucket-replication} prints. */
    public static String toJson(ReplicationConfiguration configuration) {
        return DocumentWriter.json(wrapped(configuration));
    }

    /** The same with {@code --output yaml}. */
    public static String toYaml(ReplicationConfiguration configuration) {
        return DocumentWriter.yaml(wrapped(configuration));
    }

    /** The body of S3's GET and PUT. */
    public static String toXml(ReplicationConfiguration configuration) {
        return write(configuration, DocumentFormat.XML);
    }

    private static ObjectNode wrapped(ReplicationConfiguration configuration) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set(WRAPPER, ReplicationTree.of(configuration));
        return tree;
    }
}
