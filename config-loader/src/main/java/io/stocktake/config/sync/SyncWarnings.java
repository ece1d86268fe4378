package io.stocktake.config.sync;

import io.stocktake.config.document.Warning;
import java.util.ArrayList;
import java.util.List;

/** What Systems Manager takes in a sync and its author may not want. */
final class SyncWarnings {

    private SyncWarnings() {}

    static List<Warning> of(String name, ResourceDataSync sync) {
        List<Warning> warnings = new ArrayList<>();
        sync.s3Destination()
                .filter(destination -> destination.awsKmsKeyArn().isEmpty())
                .ifPresent(
                        destination -> warnings.add(
                                new Warning(
                                        name,
                                        "S3Destination.AWSKMSKeyARN",
                                        "is missing: the sync does not encrypt what it writes, and only the bucket's own default may")));
        sync.syncSource().ifPresent(source -> {
            if (sync.syncType() == SyncType.SYNC_TO_DESTINATION) {
                warnings.add(new Warning(name, "SyncSource", "has no effect on a SyncToDestination"));
            }
            source.awsOrganizationsSource().ifPresent(organization -> {
                String path = "SyncSource.AwsOrganizationsSource";
                if (source.sourceType() == SourceType.SINGLE_ACCOUNT_MULTI_REGIONS) {
                    warnings.add(new Warning(name, path, "has no effect on SingleAccountMultiRegions"));
                } else if (organization.organizationSourceType() == OrganizationSourceType.ENTIRE_ORGANIZATION
                        && !organization.organizationalUnits().isEmpty()) {
                    warnings.add(
                            new Warning(name, path + ".OrganizationalUnits", "has no effect on EntireOrganization"));
                }
            });
        });
        return warnings;
    }
}
