package io.stocktake.config.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads, checks and writes inventory configurations.
 *
 * <p>A document is the configuration itself or what {@code aws s3api get-bucket-inventory-configuration} prints, around
 * it {@code {"InventoryConfiguration": …}}. It is refused as a whole, with every problem and S3's own answer to each, in
 * S3's order: shape, then Id, then destination.
 */
public final class InventoryConfigurations {

    private static final String NAME = "the inventory configuration";

    private static final XmlNames LIST_XML_NAMES = new XmlNames(
            "ListInventoryConfigurationsResult",
            InventoryShape.XML_NAMES.renamed(),
            InventoryShape.XML_NAMES.wrapped(),
            Map.of("ListInventoryConfigurationsResult/InventoryConfiguration", "InventoryConfigurationList"));

    private InventoryConfigurations() {}

    /**
     * The configuration in {@code document}.
     *
     * @throws InvalidDefinitionException with every problem
     */
    public static InventoryConfiguration parse(byte[] document, DocumentFormat format) {
        return parse(NAME, document, format, Optional.empty());
    }

    /**
     * The configuration in {@code document}, which must be that of {@code expectedId}, as in {@code
     * put-bucket-inventory-configuration --id}.
     *
     * @throws InvalidDefinitionException with every problem
     */
    public static InventoryConfiguration parse(byte[] document, DocumentFormat format, String expectedId) {
        return parse(NAME, document, format, Optional.of(expectedId));
    }

    /**
     * The configuration in {@code document}.
     *
     * @param name of the document, for messages
     * @param expectedId the Id that it must have
     * @throws InvalidDefinitionException with every problem
     */
    public static InventoryConfiguration parse(
            String name, byte[] document, DocumentFormat format, Optional<String> expectedId) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        Node root = Documents.parse(document, format, InventoryShape.XML_NAMES, problems);
        MemberReader configuration = MemberReader.ofWrapped(root, InventoryShape.WRAPPER, problems);
        return InventoryShape.read(configuration, expectedId, problems)
                .orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    /**
     * The configuration that is a part of a document, as in {@code --cli-input-json}.
     *
     * @param name of the document, for messages
     * @param configuration the bare configuration
     * @param expectedId the Id that it must have
     * @throws InvalidDefinitionException with every problem
     */
    public static InventoryConfiguration parse(String name, Node configuration, Optional<String> expectedId) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        return InventoryShape.read(MemberReader.of(configuration, problems), expectedId, problems)
                .orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    /**
     * The configurations in what {@code aws s3api list-bucket-inventory-configurations} prints, or in the body of S3's
     * answer.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem, an Id found twice among them
     */
    public static List<InventoryConfiguration> parseList(String name, byte[] document, DocumentFormat format) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        MemberReader page = MemberReader.of(Documents.parse(document, format, LIST_XML_NAMES, problems), problems);
        page.require("InventoryConfigurationList");
        page.text("ContinuationToken");
        page.truth("IsTruncated");
        page.text("NextContinuationToken");
        Map<String, InventoryConfiguration> configurations = new LinkedHashMap<>();
        for (Node item : page.items("InventoryConfigurationList")) {
            Problems ofItem = new Problems(name, Refusal.MALFORMED_XML);
            InventoryShape.read(MemberReader.of(item, ofItem), Optional.empty(), ofItem)
                    .ifPresent(configuration -> {
                        if (configurations.putIfAbsent(configuration.id(), configuration) != null) {
                            problems.add(
                                    item.path().member("Id"), configuration.id(), "is the Id of two configurations");
                        }
                    });
            problems.addAll(ofItem);
        }
        page.refuseUnknown();
        problems.throwIfAny();
        return List.copyOf(configurations.values());
    }

    /**
     * What {@code --cli-input-json} and {@code --cli-input-yaml} take: a request's parameters, all optional there since
     * options of the command line override them.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static InventoryRequest parseRequest(String name, byte[] document, DocumentFormat format) {
        Problems problems = new Problems(name, Refusal.INVALID_DEFINITION);
        MemberReader request =
                MemberReader.of(Documents.parse(document, format, InventoryShape.XML_NAMES, problems), problems);
        Optional<String> bucket = request.text("Bucket");
        Optional<String> id = request.text("Id");
        Problems ofConfiguration = problems.under(Refusal.MALFORMED_XML);
        Optional<InventoryConfiguration> configuration = request.member(InventoryShape.WRAPPER)
                .flatMap(node ->
                        InventoryShape.read(MemberReader.of(node, ofConfiguration), Optional.empty(), ofConfiguration));
        problems.addAll(ofConfiguration);
        Optional<String> owner = request.text("ExpectedBucketOwner");
        Optional<String> token = request.text("ContinuationToken");
        request.refuseUnknown();
        problems.throwIfAny();
        return new InventoryRequest(bucket, id, configuration, owner, token);
    }

    /** Whether {@code document} is a list, for {@link #parseList}, rather than one configuration. */
    public static boolean isList(String name, byte[] document, DocumentFormat format) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        return format != DocumentFormat.XML
                && Documents.parse(document, format, InventoryShape.XML_NAMES, problems) instanceof Node.Members root
                && root.members().containsKey("InventoryConfigurationList");
    }

    /**
     * What S3 would refuse in a configuration that was not parsed here but built.
     *
     * @param name of the configuration, for messages
     * @param expectedId the Id that it must have
     */
    public static List<Problem> check(String name, InventoryConfiguration configuration, Optional<String> expectedId) {
        Problems problems = new Problems(name, Refusal.MALFORMED_XML);
        InventoryChecks.check(configuration, expectedId, problems);
        return problems.list();
    }

    /** The bare document, as one PUTs it, in {@code format}. */
    public static String write(InventoryConfiguration configuration, DocumentFormat format) {
        return DocumentWriter.write(InventoryTree.of(configuration), format, InventoryShape.XML_NAMES);
    }

    /** What {@code aws s3api get-bucket-inventory-configuration} prints. */
    public static String toJson(InventoryConfiguration configuration) {
        return DocumentWriter.json(InventoryTree.wrapped(configuration));
    }

    /** The same with {@code --output yaml}. */
    public static String toYaml(InventoryConfiguration configuration) {
        return DocumentWriter.yaml(InventoryTree.wrapped(configuration));
    }

    /** The body of S3's GET and PUT. */
    public static String toXml(InventoryConfiguration configuration) {
        return write(configuration, DocumentFormat.XML);
    }

    /** What {@code aws s3api list-bucket-inventory-configurations} prints of one page. */
    public static String toJson(InventoryConfigurationPage page) {
        return DocumentWriter.json(tree(page));
    }

    /** The same with {@code --output yaml}. */
    public static String toYaml(InventoryConfigurationPage page) {
        return DocumentWriter.yaml(tree(page));
    }

    private static ObjectNode tree(InventoryConfigurationPage page) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        page.continuationToken().ifPresent(token -> tree.put("ContinuationToken", token));
        if (!page.configurations().isEmpty()) {
            tree.putArray("InventoryConfigurationList")
                    .addAll(page.configurations().stream()
                            .map(InventoryTree::of)
                            .toList());
        }
        tree.put("IsTruncated", page.isTruncated());
        page.nextContinuationToken().ifPresent(token -> tree.put("NextContinuationToken", token));
        return tree;
    }
}
