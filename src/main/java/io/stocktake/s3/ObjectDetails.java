package io.stocktake.s3;

import java.util.Optional;

/**
 * An entry of a listing with what further requests told of it.
 *
 * @param version the entry; as it is now, where it was overwritten after it was listed
 * @param head what HeadObject told, where it was asked
 * @param accessControlList what GetObjectAcl told, where it was asked
 */
public record ObjectDetails(
        ListedVersion version, Optional<ObjectHead> head, Optional<AccessControlListText> accessControlList) {}
