package io.stocktake.config.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.DocumentWriter;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.XmlNames;
import java.util.Map;

/** Reads and writes resource data syncs, in JSON and YAML: Systems Manager knows no XML. */
public final class ResourceDataSyncs {

    private static final XmlNames NO_XML = new XmlNames("ResourceDataSync", Map.of(), Map.of(), Map.of());

    private ResourceDataSyncs() {}

    /**
     * The sync in {@code document}, the body of a {@code CreateResourceDataSync}.
     *
     * @param name of the document, for messages
     * @throws InvalidDefinitionException with every problem
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static ResourceDataSync parse(String name, byte[] document, DocumentFormat format) {
        requireJsonOrYaml(format);
        Problems problems = new Problems(name, SyncRefusals.VALIDATION);
        MemberReader sync = MemberReader.of(Documents.parse(document, format, NO_XML, problems), problems);
        return new SyncShape(problems).read(sync).orElseThrow(() -> new InvalidDefinitionException(problems.list()));
    }

    /**
     * The document, as {@link #parse} reads it.
     *
     * @throws IllegalArgumentException where {@code format} is XML
     */
    public static String write(ResourceDataSync sync, DocumentFormat format) {
        requireJsonOrYaml(format);
        return DocumentWriter.write(tree(sync), format, NO_XML);
    }

    private static void requireJsonOrYaml(DocumentFormat format) {
        if (format == DocumentFormat.XML) {
            throw new IllegalArgumentException(
                    "Cannot take a resource data sync as XML: it is written in JSON or YAML");
        }
    }

    private static ObjectNode tree(ResourceDataSync sync) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("SyncName", sync.syncName());
        sync.s3Destination().ifPresent(destination -> destination(destination, tree.putObject("S3Destination")));
        tree.put("SyncType", sync.syncType().awsName());
        sync.syncSource().ifPresent(source -> source(source, tree.putObject("SyncSource")));
        return tree;
    }

    private static void destination(S3Destination destination, ObjectNode tree) {
        tree.put("BucketName", destination.bucketName());
        destination.prefix().ifPresent(prefix -> tree.put("Prefix", prefix));
        tree.put("SyncFormat", destination.syncFormat().awsName());
        tree.put("Region", destination.region());
        destination.awsKmsKeyArn().ifPresent(key -> tree.put("AWSKMSKeyARN", key));
        destination
                .destinationDataSharing()
                .ifPresent(with ->
                        tree.putObject("DestinationDataSharing").put("DestinationDataSharingType", with.awsName()));
    }

    private static void source(SyncSource source, ObjectNode tree) {
        tree.put("SourceType", source.sourceType().awsName());
        source.awsOrganizationsSource().ifPresent(organizations -> {
            ObjectNode object = tree.putObject("AwsOrganizationsSource");
            object.put(
                    "OrganizationSourceType",
                    organizations.organizationSourceType().awsName());
            if (!organizations.organizationalUnits().isEmpty()) {
                ArrayNode units = object.putArray("OrganizationalUnits");
                organizations
                        .organizationalUnits()
                        .forEach(unit -> units.addObject().put("OrganizationalUnitId", unit));
            }
        });
        ArrayNode regions = tree.putArray("SourceRegions");
        source.sourceRegions().forEach(regions::add);
        tree.put("IncludeFutureRegions", source.includeFutureRegions());
        tree.put("EnableAllOpsDataSources", source.enableAllOpsDataSources());
    }
}
