package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import java.io.Serializable;
import java.util.Objects;

/**
 * What to list: the keys of a bucket that begin with a prefix and lie in a range.
 *
 * @param bucket where
 * @param prefix empty for every key
 * @param versions current objects (ListObjectsV2), or every version and delete marker (ListObjectVersions)
 * @param owners whether each entry is to carry its owner's id
 * @param range half-open
 * @param pageSize entries a page at the most, 1 to 1,000; the store may send fewer
 */
public record ListingRequest(
        BucketLocation bucket,
        String prefix,
        IncludedObjectVersions versions,
        Owners owners,
        KeyRange range,
        int pageSize)
        implements Serializable {

    /** What S3 sends at the most. */
    public static final int LARGEST_PAGE = 1000;

    /** Whether owners are asked for; a listing of all versions carries them anyway. */
    public enum Owners {
        FETCHED,
        OMITTED
    }

    public ListingRequest {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(versions, "versions");
        Objects.requireNonNull(owners, "owners");
        Objects.requireNonNull(range, "range");
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "Cannot list with pages of \"" + pageSize + "\" entries: a page has 1 to " + LARGEST_PAGE);
        }
    }

    /** The same over another range. */
    public ListingRequest over(KeyRange otherRange) {
        return new ListingRequest(bucket, prefix, versions, owners, otherRange, pageSize);
    }
}
