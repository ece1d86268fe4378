package io.stocktake.replication.diff;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.DestinationRules;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.UnorderedBucket;
import java.util.List;

/** How the two buckets of a comparison are listed. */
final class Listings {
    private Listings() {}

    /**
     * The listing of a bucket under what all rules' keys begin with.
     *
     * @throws io.stocktake.s3.StoreException if the bucket is listed in no order: two listings are merged by their keys
     */
    static ListingRequest request(DiffRequest request, BucketLocation bucket, DestinationRules rules, KeyRange range) {
        UnorderedBucket.refuse(
                bucket,
                "Cannot compare",
                "two buckets are compared in the order of their keys"
                        + (bucket.isSameBucketAs(request.terms().source())
                                ? "; deliver an inventory of it and compare the report"
                                : ""));
        return new ListingRequest(
                bucket,
                commonPrefix(rules.prefixes()),
                versions(request.terms().versions()),
                ListingRequest.Owners.OMITTED,
                // Without an enabled rule there is nothing to compare.
                rules.prefixes().isEmpty() ? KeyRange.upTo(range.after()) : range,
                request.pageSize());
    }

    static IncludedObjectVersions versions(ComparedVersions versions) {
        return versions == ComparedVersions.HISTORY ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT;
    }

    private static String commonPrefix(List<String> prefixes) {
        if (prefixes.isEmpty()) {
            return "";
        }
        String first = prefixes.get(0);
        int length = first.length();
        for (String prefix : prefixes) {
            int common = 0;
            while (common < Math.min(length, prefix.length()) && first.charAt(common) == prefix.charAt(common)) {
                common++;
            }
            length = common;
        }
        boolean isInsideCharacter = length > 0 && Character.isHighSurrogate(first.charAt(length - 1));
        return first.substring(0, isInsideCharacter ? length - 1 : length);
    }
}
