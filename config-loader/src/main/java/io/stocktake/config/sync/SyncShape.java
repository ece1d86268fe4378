package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.sync.SyncSource.AwsOrganizationsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The members of a sync, their lengths and patterns (API model of SSM, 2014-11-06). */
final class SyncShape {

    private static final Pattern KMS_KEY_ARN = Pattern.compile("arn:.*", Pattern.DOTALL);
    private static final Pattern UNIT = Pattern.compile("ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}");
    private static final int MOST_UNITS = 1000;

    private final Problems problems;

    SyncShape(Problems problems) {
        this.problems = problems;
    }

    /** Reads a sync; empty if there is any problem. */
    Optional<ResourceDataSync> read(MemberReader sync) {
        sync.require("SyncName");
        Optional<String> name = text(sync, "SyncName", 64);
        Optional<SyncType> type = sync.has("SyncType")
                ? type(sync, "SyncType", SyncType.values())
                : Optional.of(SyncType.SYNC_TO_DESTINATION);
        Optional<S3Destination> destination = sync.object("S3Destination").flatMap(this::destination);
        Optional<SyncSource> source = sync.object("SyncSource").flatMap(this::source);
        type.ifPresent(
                it -> requirePart(sync, it, it == SyncType.SYNC_TO_DESTINATION ? "S3Destination" : "SyncSource"));
        sync.refuseUnknown();
        return problems.isEmpty()
                ? Optional.of(new ResourceDataSync(name.orElseThrow(), type.orElseThrow(), destination, source))
                : Optional.empty();
    }

    /** Reads an update; empty if there is any problem. */
    Optional<SyncUpdate> readUpdate(MemberReader update) {
        update.require("SyncName", "SyncType", "SyncSource");
        Optional<String> name = text(update, "SyncName", 64);
        type(update, "SyncType", SyncType.values())
                .filter(type -> type != SyncType.SYNC_FROM_SOURCE)
                .ifPresent(type -> problems.add(
                        update.path("SyncType"),
                        Optional.of(type.awsName()),
                        "cannot be updated; delete the sync and create it again",
                        SyncRefusals.INVALID_CONFIGURATION));
        Optional<SyncSource> source = update.object("SyncSource").flatMap(this::source);
        update.refuseUnknown();
        return problems.isEmpty()
                ? Optional.of(new SyncUpdate(name.orElseThrow(), source.orElseThrow()))
                : Optional.empty();
    }

    /** Reads a deletion; empty if there is any problem. */
    Optional<SyncDeletion> readDeletion(MemberReader deletion) {
        deletion.require("SyncName");
        Optional<String> name = text(deletion, "SyncName", 64);
        Optional<SyncType> type = type(deletion, "SyncType", SyncType.values());
        deletion.refuseUnknown();
        return problems.isEmpty() ? Optional.of(new SyncDeletion(name.orElseThrow(), type)) : Optional.empty();
    }

    /** Reads a list's request; empty if there is any problem. */
    Optional<SyncListRequest> readListRequest(MemberReader request) {
        Optional<SyncType> type = type(request, "SyncType", SyncType.values());
        Optional<String> token = request.text("NextToken");
        Optional<Long> most = request.wholeNumber("MaxResults");
        most.filter(it -> it < 1 || it > SyncListRequest.MOST_RESULTS)
                .ifPresent(it -> problems.add(
                        request.path("MaxResults"), it.toString(), "is not from 1 to " + SyncListRequest.MOST_RESULTS));
        request.refuseUnknown();
        return problems.isEmpty()
                ? Optional.of(
                        new SyncListRequest(type, most.map(Long::intValue).orElse(SyncListRequest.MOST_RESULTS), token))
                : Optional.empty();
    }

    private Optional<S3Destination> destination(MemberReader destination) {
        destination.require("BucketName", "SyncFormat", "Region");
        Optional<String> bucket = text(destination, "BucketName", 2048);
        Optional<String> prefix = text(destination, "Prefix", 256);
        Optional<SyncFormat> format = destination.choice("SyncFormat", SyncFormat.values());
        Optional<String> region = text(destination, "Region", 64);
        Optional<String> key = text(destination, "AWSKMSKeyARN", 512);
        key.filter(arn -> !KMS_KEY_ARN.matcher(arn).matches())
                .ifPresent(arn -> problems.add(destination.path("AWSKMSKeyARN"), arn, "does not begin with arn:"));
        Optional<DataSharing> sharing = destination
                .object("DestinationDataSharing")
                .flatMap(it -> {
                    Optional<DataSharing> with = it.choice("DestinationDataSharingType", DataSharing.values());
                    it.refuseUnknown();
                    return with;
                });
        destination.refuseUnknown();
        return bucket.isPresent() && format.isPresent() && region.isPresent()
                ? Optional.of(new S3Destination(bucket.get(), prefix, format.get(), region.get(), key, sharing))
                : Optional.empty();
    }

    private Optional<SyncSource> source(MemberReader source) {
        source.require("SourceType", "SourceRegions");
        Optional<SourceType> type = type(source, "SourceType", SourceType.values());
        Optional<AwsOrganizationsSource> organizations =
                source.object("AwsOrganizationsSource").flatMap(this::organizations);
        List<String> regions = new ArrayList<>();
        for (Node.Scalar region : source.texts("SourceRegions")) {
            if (region.text().isEmpty() || region.text().length() > 64) {
                problems.add(region.path(), region.text(), "is not of 1 to 64 characters");
            }
            regions.add(region.text());
        }
        Optional<Boolean> future = source.truth("IncludeFutureRegions");
        Optional<Boolean> allSources = source.truth("EnableAllOpsDataSources");
        type.filter(it -> it == SourceType.AWS_ORGANIZATIONS)
                .ifPresent(it -> requirePart(source, it, "AwsOrganizationsSource"));
        boolean empty = source.member("SourceRegions").orElse(null) instanceof Node.Items && regions.isEmpty();
        if (empty && !future.orElse(false)) {
            problems.add(
                    source.path("SourceRegions"),
                    Optional.empty(),
                    "names no Region, and without IncludeFutureRegions none will join",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
        source.refuseUnknown();
        return type.map(
                it -> new SyncSource(it, organizations, regions, future.orElse(false), allSources.orElse(false)));
    }

    private Optional<AwsOrganizationsSource> organizations(MemberReader organizations) {
        organizations.require("OrganizationSourceType");
        Optional<OrganizationSourceType> type =
                organizations.choice("OrganizationSourceType", OrganizationSourceType.values());
        if (type.filter(it -> it == OrganizationSourceType.ORGANIZATIONAL_UNITS).isPresent()) {
            organizations.require("OrganizationalUnits");
        }
        List<Node> items = organizations.items("OrganizationalUnits");
        if (organizations.member("OrganizationalUnits").orElse(null) instanceof Node.Items list
                && (list.items().isEmpty() || list.items().size() > MOST_UNITS)) {
            problems.add(list.path(), "has " + list.items().size() + " units, not 1 to " + MOST_UNITS);
        }
        List<String> units = new ArrayList<>();
        items.forEach(item -> unit(MemberReader.of(item, problems)).ifPresent(units::add));
        organizations.refuseUnknown();
        return type.map(it -> new AwsOrganizationsSource(it, units));
    }

    private Optional<String> unit(MemberReader unit) {
        unit.require("OrganizationalUnitId");
        Optional<String> id = unit.text("OrganizationalUnitId");
        unit.refuseUnknown();
        id.filter(it -> !UNIT.matcher(it).matches())
                .ifPresent(it ->
                        problems.add(unit.path("OrganizationalUnitId"), it, "is not an id such as ou-ab12-cdefgh34"));
        return id;
    }

    /** Counted as Java counts: a name of 64 such characters is still a file name, which has at most 255 bytes. */
    private Optional<String> text(MemberReader members, String name, int longest) {
        Optional<String> text = members.text(name);
        text.filter(it -> it.isEmpty() || it.length() > longest)
                .ifPresent(it -> problems.add(members.path(name), it, "is not of 1 to " + longest + " characters"));
        return text;
    }

    /** An unknown type is a wrong configuration for Systems Manager, where any other unknown value is a wrong shape. */
    private <E extends AwsNamed> Optional<E> type(MemberReader members, String name, E[] values) {
        Problems ofType = problems.under(SyncRefusals.INVALID_CONFIGURATION);
        Optional<E> type =
                members.text(name).flatMap(text -> MemberReader.choiceAt(members.path(name), text, values, ofType));
        problems.addAll(ofType);
        return type;
    }

    private void requirePart(MemberReader members, AwsNamed type, String part) {
        if (!members.has(part)) {
            problems.add(
                    members.path(part),
                    Optional.empty(),
                    "is missing, and " + type.awsName() + " needs it",
                    SyncRefusals.INVALID_CONFIGURATION);
        }
    }
}
