package io.stocktake.jobs;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsFirst;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * What anybody would write to answer the questions of examples/sql without a sync: a loop over the buckets of all stores
 * with ListObjectVersions, and a HEAD for each version.
 */
final class StoresInAPlainLoop {
    private final List<Version> versions = new ArrayList<>();

    /** A version of an object; delete markers are none. */
    private record Version(
            SyncedStores.Source source,
            String key,
            Optional<String> versionId,
            boolean isLatest,
            long size,
            String storageClass,
            boolean isEncrypted) {}

    StoresInAPlainLoop(List<SyncedStores.Source> sources) {
        for (SyncedStores.Source source : sources) {
            try (S3Client client = SyncedStores.client(source.endpoint())) {
                for (ListObjectVersionsResponse page :
                        client.listObjectVersionsPaginator(request -> request.bucket(source.bucket()))) {
                    page.versions().forEach(version -> {
                        HeadObjectResponse head = client.headObject(request -> request.bucket(source.bucket())
                                .key(version.key())
                                .versionId(version.versionId()));
                        versions.add(new Version(
                                source,
                                version.key(),
                                Optional.of(version.versionId()).filter(id -> !id.equals("null")),
                                version.isLatest(),
                                version.size(),
                                version.storageClassAsString(),
                                head.serverSideEncryptionAsString() != null));
                    });
                }
            }
        }
    }

    List<List<Object>> bytesByStorageClass() {
        return sums(version ->
                List.of(version.source().accountId(), version.source().region(), version.storageClass()));
    }

    List<List<Object>> largestPrefixes() {
        return sums(version -> {
                    String key = version.key();
                    return List.of(
                            version.source().accountId(),
                            version.source().region(),
                            version.source().bucket(),
                            key.contains("/") ? key.substring(0, key.indexOf('/') + 1) : "");
                })
                .stream()
                .limit(10)
                .toList();
    }

    List<List<Object>> noncurrentBytes() {
        Map<SyncedStores.Source, List<Version>> byBucket =
                versions.stream().collect(groupingBy(Version::source, toList()));
        return byBucket.entrySet().stream()
                // A report of current objects says nothing of the others.
                .filter(bucket -> bucket.getKey().bucket().matches("(photos|documents)-.*"))
                .map(bucket -> row(
                        bucket.getKey().accountId(),
                        bucket.getKey().region(),
                        bucket.getKey().bucket(),
                        bucket.getValue().stream().filter(it -> !it.isLatest()).count(),
                        bucket.getValue().stream()
                                .filter(it -> !it.isLatest())
                                .mapToLong(Version::size)
                                .sum(),
                        bucket.getValue().stream()
                                .filter(Version::isLatest)
                                .mapToLong(Version::size)
                                .sum()))
                .sorted(descendingBy(4)
                        .thenComparing(by(0))
                        .thenComparing(by(1))
                        .thenComparing(by(2)))
                .toList();
    }

    List<List<Object>> unencryptedObjects() {
        return versions.stream()
                .filter(version -> !version.isEncrypted())
                .map(version -> row(
                        version.source().accountId(),
                        version.source().region(),
                        version.source().bucket(),
                        version.key(),
                        version.versionId().orElse(null),
                        version.size()))
                .sorted(by(0).thenComparing(by(1))
                        .thenComparing(by(2))
                        .thenComparing(by(3))
                        .thenComparing(by(4)))
                .toList();
    }

    /** A row a group: the group, the number of its versions, and their bytes; the most bytes first. */
    private List<List<Object>> sums(Function<Version, List<String>> group) {
        Comparator<List<Object>> order = Comparator.comparing(row -> -(long) row.get(row.size() - 1));
        for (int column = 0; column < group.apply(versions.get(0)).size(); column++) {
            order = order.thenComparing(by(column));
        }
        return versions.stream().collect(groupingBy(group, toList())).entrySet().stream()
                .map(entry -> {
                    List<Object> row = new ArrayList<>(entry.getKey());
                    row.add((long) entry.getValue().size());
                    row.add(entry.getValue().stream().mapToLong(Version::size).sum());
                    return row;
                })
                .sorted(order)
                .toList();
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    /** Text in the order of its bytes, as databases compare it. */
    private static Comparator<List<Object>> by(int column) {
        return comparing(
                row -> Optional.ofNullable(row.get(column))
                        .map(Objects::toString)
                        .map(UTF8String::fromString)
                        .orElse(null),
                nullsFirst(UTF8String::binaryCompare));
    }

    private static Comparator<List<Object>> descendingBy(int column) {
        return comparing(row -> -(long) row.get(column));
    }
}
