package io.stocktake.s3;

import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One answer of ListObjectsV2 or ListObjectVersions.
 *
 * @param entries in the order of the document, versions and delete markers interleaved
 * @param commonPrefixes decoded
 * @param isTruncated whether another page follows; the only thing that ends a listing
 * @param nextContinuationToken of ListObjectsV2
 * @param nextKeyMarker of ListObjectVersions, decoded
 * @param nextVersionIdMarker of ListObjectVersions
 */
record Page(
        List<ListedVersion> entries,
        List<UTF8String> commonPrefixes,
        boolean isTruncated,
        Optional<String> nextContinuationToken,
        Optional<String> nextKeyMarker,
        Optional<String> nextVersionIdMarker) {}
