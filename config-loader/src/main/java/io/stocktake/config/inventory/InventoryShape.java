package io.stocktake.config.inventory;

import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.XmlNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of an inventory configuration (API model of S3, 2006-03-01). */
final class InventoryShape {

    static final String WRAPPER = "InventoryConfiguration";

    static final XmlNames XML_NAMES = new XmlNames(
            WRAPPER, Map.of("SSE-S3", "SSES3", "SSE-KMS", "SSEKMS"), Map.of("OptionalFields", "Field"), Map.of());

    /** Added to S3 in September 2026. A reader of reports meets them; no configuration here may ask for them yet. */
    private static final Set<String> NOT_YET =
            Set.of("ObjectLockEventHoldStatus", "ObjectLockEventHoldDuration", "ObjectLockEventHoldDurationUnit");

    private InventoryShape() {}

    /** Reads a configuration and checks it; empty if there is any problem. */
    static Optional<InventoryConfiguration> read(
            MemberReader configuration, Optional<String> expectedId, Problems problems) {
        configuration.require("Destination", "IsEnabled", "Id", "IncludedObjectVersions", "Schedule");
        Optional<MemberReader> bucketDestination = configuration
                .object("Destination")
                .flatMap(destination -> onlyObject(destination, "S3BucketDestination"));
        Optional<InventoryDestination> destination = bucketDestination.flatMap(it -> destination(it, problems));
        Optional<Boolean> isEnabled = configuration.truth("IsEnabled");
        Optional<String> prefix = configuration.object("Filter").flatMap(InventoryShape::filterPrefix);
        Optional<String> id = configuration.text("Id");
        Optional<IncludedObjectVersions> versions =
                configuration.choice("IncludedObjectVersions", IncludedObjectVersions.values());
        List<InventoryField> fields = fields(configuration, problems);
        Optional<Frequency> frequency = configuration.object("Schedule").flatMap(InventoryShape::frequency);
        configuration.refuseUnknown();

        id.ifPresent(it -> InventoryChecks.id(it, configuration.path("Id"), expectedId, problems));
        bucketDestination.ifPresent(it ->
                it.text("Bucket").ifPresent(arn -> InventoryChecks.destination(arn, it.path("Bucket"), problems)));

        return problems.isEmpty()
                ? Optional.of(new InventoryConfiguration(
                        id.orElseThrow(),
                        isEnabled.orElseThrow(),
                        destination.orElseThrow(),
                        versions.orElseThrow(),
                        prefix,
                        fields,
                        frequency.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<MemberReader> onlyObject(MemberReader outer, String name) {
        outer.require(name);
        Optional<MemberReader> inner = outer.object(name);
        outer.refuseUnknown();
        return inner;
    }

    private static Optional<InventoryDestination> destination(MemberReader destination, Problems problems) {
        destination.require("Bucket", "Format");
        Optional<String> account = destination.nonEmptyText("AccountId");
        Optional<String> bucket = destination.text("Bucket");
        Optional<ReportFormat> format = destination.choice("Format", ReportFormat.values());
        Optional<String> prefix = destination.text("Prefix");
        ReportEncryption encryption = destination
                .object("Encryption")
                .<ReportEncryption>map(it -> encryption(it, problems))
                .orElseGet(ReportEncryption.Unspecified::new);
        destination.refuseUnknown();
        return bucket.isPresent() && format.isPresent()
                ? Optional.of(new InventoryDestination(bucket.get(), account, format.get(), prefix, encryption))
                : Optional.empty();
    }

    private static ReportEncryption encryption(MemberReader encryption, Problems problems) {
        boolean s3 = encryption.has("SSES3");
        boolean kms = encryption.has("SSEKMS");
        if (s3 == kms) {
            problems.add(encryption.path(), "takes one of SSES3 and SSEKMS, and has " + (s3 ? "both" : "neither"));
        }
        encryption.object("SSES3").ifPresent(MemberReader::refuseUnknown);
        Optional<String> keyId = encryption.object("SSEKMS").flatMap(it -> {
            it.require("KeyId");
            Optional<String> key = it.nonEmptyText("KeyId");
            it.refuseUnknown();
            return key;
        });
        encryption.refuseUnknown();
        return keyId.<ReportEncryption>map(ReportEncryption.SseKms::new).orElseGet(ReportEncryption.SseS3::new);
    }

    private static Optional<String> filterPrefix(MemberReader filter) {
        filter.require("Prefix");
        Optional<String> prefix = filter.text("Prefix");
        filter.refuseUnknown();
        return prefix;
    }

    private static Optional<Frequency> frequency(MemberReader schedule) {
        schedule.require("Frequency");
        Optional<Frequency> frequency = schedule.choice("Frequency", Frequency.values());
        schedule.refuseUnknown();
        return frequency;
    }

    private static List<InventoryField> fields(MemberReader configuration, Problems problems) {
        List<InventoryField> fields = new ArrayList<>();
        Set<InventoryField> seen = EnumSet.noneOf(InventoryField.class);
        for (Node.Scalar scalar : configuration.texts("OptionalFields")) {
            field(scalar.path(), scalar.text(), problems).ifPresent(field -> {
                if (!seen.add(field)) {
                    problems.add(scalar.path(), scalar.text(), "is given twice");
                }
                fields.add(field);
            });
        }
        return fields;
    }

    private static Optional<InventoryField> field(NodePath path, String name, Problems problems) {
        if (NOT_YET.contains(name)) {
            problems.add(
                    path, name, "is a field that S3 added in September 2026 and no report here has yet; leave it out");
            return Optional.empty();
        }
        return MemberReader.choiceAt(path, name, InventoryField.values(), problems);
    }
}
