package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Listing;
import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What to list: the keys of a bucket that begin with a prefix and lie in a range.
 *
 * @param bucket where
 * @param prefix empty for every key
 * @param versions current objects (ListObjectsV2), or every version and delete marker (ListObjectVersions)
 * @param owners whether each entry is to carry its owner's id
 * @param range half-open
 * @param pageSize entries a page at the most, 1 to 1,000; the store may send fewer
 * @param ranges whether others list the rest
 */
public record ListingRequest(
        BucketLocation bucket,
        String prefix,
        IncludedObjectVersions versions,
        Owners owners,
        KeyRange range,
        int pageSize,
        Ranges ranges)
        implements Serializable {

    /** What S3 sends at the most. */
    public static final int LARGEST_PAGE = 1000;

    /** Whether owners are asked for; a listing of all versions carries them anyway. */
    public enum Owners {
        FETCHED,
        OMITTED
    }

    /** How many ranges the keys that are wanted are cut into. */
    public enum Ranges {
        /** This one: a store that starts before it may be read from its beginning. */
        ONE,
        /** Several: a store that starts each of them before it would be read as often. */
        SEVERAL
    }

    public ListingRequest {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(versions, "versions");
        Objects.requireNonNull(owners, "owners");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(ranges, "ranges");
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "Cannot list with pages of \"" + pageSize + "\" entries: a page has 1 to " + LARGEST_PAGE);
        }
    }

    /** One range among several. */
    public ListingRequest(
            BucketLocation bucket,
            String prefix,
            IncludedObjectVersions versions,
            Owners owners,
            KeyRange range,
            int pageSize) {
        this(bucket, prefix, versions, owners, range, pageSize, Ranges.SEVERAL);
    }

    /** The same over another range. */
    public ListingRequest over(KeyRange otherRange) {
        return new ListingRequest(bucket, prefix, versions, owners, otherRange, pageSize, ranges);
    }

    /** The same as the only range. */
    public ListingRequest alone() {
        return new ListingRequest(bucket, prefix, versions, owners, range, pageSize, Ranges.ONE);
    }

    /** Whether the entries come in the order of their keys, so that there may be several ranges. */
    public boolean isOrdered() {
        return Listing.of(bucket) == Listing.ORDERED;
    }

    /** The keys that begin with the prefix and lie in the range. */
    boolean isWanted(ListedVersion entry) {
        return range.contains(entry.key()) && entry.key().startsWith(UTF8String.fromString(prefix));
    }

    /** What the store is to look for: a directory bucket takes no prefix but one of whole directories. */
    String storePrefix() {
        return Listing.isOfDirectoryBucket(bucket.name()) ? prefix.substring(0, prefix.lastIndexOf('/') + 1) : prefix;
    }
}
