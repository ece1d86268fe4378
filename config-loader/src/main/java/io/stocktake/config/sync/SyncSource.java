package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Where a SyncFromSource reads.
 *
 * @param sourceType one account or an organization
 * @param awsOrganizationsSource which accounts; present for AwsOrganizations
 * @param sourceRegions the Regions, in the order given
 * @param includeFutureRegions whether Regions join that appear after the sync was created; false by default
 * @param enableAllOpsDataSources AWS's switch for its own data sources; false by default
 */
public record SyncSource(
        SourceType sourceType,
        Optional<AwsOrganizationsSource> awsOrganizationsSource,
        List<String> sourceRegions,
        boolean includeFutureRegions,
        boolean enableAllOpsDataSources) {

    public SyncSource {
        requireNonNull(sourceType, "sourceType");
        requireNonNull(awsOrganizationsSource, "awsOrganizationsSource");
        sourceRegions = List.copyOf(sourceRegions);
    }

    /**
     * The accounts of an organization.
     *
     * @param organizationSourceType all of them or those of some units
     * @param organizationalUnits the ids of the units, such as {@code ou-ab12-cdefgh34}; empty for the entire
     *     organization
     */
    public record AwsOrganizationsSource(
            OrganizationSourceType organizationSourceType, List<String> organizationalUnits) {

        public AwsOrganizationsSource {
            requireNonNull(organizationSourceType, "organizationSourceType");
            organizationalUnits = List.copyOf(organizationalUnits);
        }
    }
}
