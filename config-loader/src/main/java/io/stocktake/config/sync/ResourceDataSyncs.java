package io.stocktake.config.sync;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Warning;
import io.stocktake.config.document.XmlNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads and writes resource data syncs, in JSON and YAML: Systems Manager knows no XML. */
public final class ResourceDataSyncs {

    static final XmlNames NO_XML = new XmlNames("ResourceDataSync", Map.of(), Map.of(), Map.of());

    private ResourceDataSyncs() {}

    /**
     * The sync in {@code document}, the body of a {@code CreateResourceDataSync}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static ResourceDataSync parse(String name, byte[] document, DocumentFormat format) {
        return read(name, document, format, SyncShape::read);
    }

    /**
     * The sync whose members are those of {@code request}, as options of a command give them.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static ResourceDataSync parse(String name, Node request) {
        return read(name, request, SyncShape::read);
    }

    /**
     * The update in {@code document}, the body of an {@code UpdateResourceDataSync}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static SyncUpdate parseUpdate(String name, byte[] document, DocumentFormat format) {
        return read(name, document, format, SyncShape::readUpdate);
    }

    /**
     * The update whose members are those of {@code request}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static SyncUpdate parseUpdate(String name, Node request) {
        return read(name, request, SyncShape::readUpdate);
    }

    /**
     * The request in {@code document}, the body of a {@code ListResourceDataSync}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static SyncListRequest parseListRequest(String name, byte[] document, DocumentFormat format) {
        return read(name, document, format, SyncShape::readListRequest);
    }

    /**
     * The request whose members are those of {@code request}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static SyncListRequest parseListRequest(String name, Node request) {
        return read(name, request, SyncShape::readListRequest);
    }

    /**
     * The deletion whose members are those of {@code request}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     */
    public static SyncDeletion parseDeletion(String name, Node request) {
        return read(name, request, SyncShape::readDeletion);
    }

    /**
     * What is accepted in a sync and may not be what its author wants, such as data that no key encrypts.
     *
     * @param name of the document, for messages
     */
    public static List<Warning> warnings(String name, ResourceDataSync sync) {
        return SyncWarnings.of(name, sync);
    }

    /**
     * The document, as {@link #parse} reads it.
     *
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static String write(ResourceDataSync sync, DocumentFormat format) {
        requireJsonOrYaml(format);
        return DocumentWriter.write(SyncTree.of(sync), format, NO_XML);
    }

    /** What {@code aws ssm list-resource-data-sync} prints of one page. */
    public static String toJson(SyncPage page) {
        return DocumentWriter.json(SyncTree.of(page));
    }

    /** The same with {@code --output yaml}. */
    public static String toYaml(SyncPage page) {
        return DocumentWriter.yaml(SyncTree.of(page));
    }

    private static <T> T read(
            String name, byte[] document, DocumentFormat format, BiFunction<SyncShape, MemberReader, Optional<T>> of) {
        requireJsonOrYaml(format);
        Problems problems = new Problems(name, SyncRefusals.VALIDATION);
        return read(Documents.parse(document, format, NO_XML, problems), problems, of);
    }

    private static <T> T read(String name, Node request, BiFunction<SyncShape, MemberReader, Optional<T>> of) {
        return read(request, new Problems(name, SyncRefusals.VALIDATION), of);
    }

    private static <T> T read(Node request, Problems problems, BiFunction<SyncShape, MemberReader, Optional<T>> of) {
        return of.apply(new SyncShape(problems), MemberReader.of(request, problems))
                .orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    private static void requireJsonOrYaml(DocumentFormat format) {
        if (format == DocumentFormat.XML) {
            throw new IllegalArgumentException(
                    "Cannot take a resource data sync as XML: it is written in JSON or YAML");
        }
    }
}
