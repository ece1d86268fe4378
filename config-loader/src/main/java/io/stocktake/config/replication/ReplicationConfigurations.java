package io.stocktake.config.replication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.Warning;
import io.stocktake.config.document.XmlNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads, checks and writes replication configurations.
 *
 * <p>A document is the configuration itself or what {@code aws s3api get-bucket-replication} prints, around it {@code
 * {"ReplicationConfiguration": …}}. It is refused as a whole, with every problem and S3's own answer to each, in S3's
 * order: the shape of everything, then the number of rules, each rule by itself, and the rules against each other. A rule
 * of a wrong shape is not checked any further. Rules without an ID get one, by {@link
 * ReplicationConfiguration#withGeneratedIds}.
 *
 * <p>What needs a store is not checked here: whether the buckets are versioned, and who owns them.
 */
public final class ReplicationConfigurations {

    private static final String WRAPPER = "ReplicationConfiguration";

    static final XmlNames XML_NAMES =
            new XmlNames(WRAPPER, Map.of(), Map.of(), Map.of(WRAPPER + "/Rule", "Rules", "And/Tag", "Tags"));

    private ReplicationConfigurations() {}

    /**
     * The configuration in {@code document}, of a bucket that is not known.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static ReplicationConfiguration parse(String name, byte[] document, DocumentFormat format) {
        return parse(name, document, format, Optional.empty());
    }

    /**
     * The configuration in {@code document}.
     *
     * @param name of the document, for messages
     * @param source the alias of the bucket that it is of, which cannot be a destination
     * @throws InvalidDefinitionException with every problem
     */
    public static ReplicationConfiguration parse(
            String name, byte[] document, DocumentFormat format, Optional<String> source) {
        refuseTooLarge(name, document.length);
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        Node root = Documents.parse(document, format, XML_NAMES, problems);
        return ConfigurationShape.read(MemberReader.ofWrapped(root, WRAPPER, problems), source, problems)
                .orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    /**
     * The configuration that is a part of a document, as in {@code --cli-input-json}.
     *
     * @param name of the document, for messages
     * @param configuration the bare configuration
     * @param source the alias of the bucket that it is of, which cannot be a destination
     * @throws InvalidDefinitionException with every problem
     */
    public static ReplicationConfiguration parse(String name, Node configuration, Optional<String> source) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        return ConfigurationShape.read(MemberReader.of(configuration, problems), source, problems)
                .orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    /**
     * Refuses a document that S3 would not take for its size alone.
     *
     * @param bytes how long it is, or how much of it was read
     * @throws InvalidDefinitionException where that is above {@link Documents#MOST_BYTES}
     */
    public static void refuseTooLarge(String name, int bytes) {
        if (bytes > Documents.MOST_BYTES) {
            Problems problems = new Problems(name, Refusal.MALFORMED_XML);
            problems.add(
                    NodePath.ROOT,
                    Optional.empty(),
                    "is larger than " + Documents.MOST_BYTES + " bytes",
                    ReplicationRefusals.TOO_LARGE);
            problems.throwIfAny();
        }
    }

    /**
     * What is accepted in a configuration and has no effect on a batch run.
     *
     * @param name of the document, for messages
     */
    public static List<Warning> warnings(String name, ReplicationConfiguration configuration) {
        return ReplicationWarnings.of(name, configuration);
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
