package io.stocktake.replication.copy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.s3.BucketListing;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/** Two buckets, the rules between them, and the differences that copy one into the other. */
final class CopyWorld implements AutoCloseable {
    static final String RULE = "everything";

    private final BucketLocation source;
    private final BucketLocation destination;
    private final ReplicationTerms terms;
    private final StoreClients.Lease sourceLease;
    private final StoreClients.Lease destinationLease;

    CopyWorld(BucketLocation source, BucketLocation destination, String rules, ComparedVersions versions) {
        this.source = source;
        this.destination = destination;
        ReplicationConfiguration configuration =
                ReplicationConfigurations.parse("rules", rules.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
        this.terms = ReplicationTerms.of(source, destination, configuration, versions);
        this.sourceLease = StoreClients.lease(source.store());
        this.destinationLease = StoreClients.lease(destination.store());
    }

    /** Makes the profiles {@code test} and {@code other} known to the SDK in this process. */
    static void signIn() {
        try {
            Path file = Files.createTempFile("credentials", "");
            Files.writeString(file, """
                    [test]
                    aws_access_key_id = test
                    aws_secret_access_key = testsecret
                    [other]
                    aws_access_key_id = other
                    aws_secret_access_key = othersecret
                    """);
            file.toFile().deleteOnExit();
            System.setProperty("aws.sharedCredentialsFile", file.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Store store(String name, URI endpoint, String profile) {
        return Store.fromOptions(
                Map.of("name", name, "endpoint", endpoint.toString(), "credentials", "profile: " + profile));
    }

    static BucketLocation bucket(Store store, String name) {
        return new BucketLocation(store, name, name);
    }

    /** One rule of the second schema for every object and delete marker, with more members of its own and its Destination. */
    static String rules(String members, String destinationMembers) {
        return """
                {"Role": "arn:aws:iam::111122223333:role/replication", "Rules": [{
                  "ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                  "DeleteMarkerReplication": {"Status": "Enabled"}%s,
                  "Destination": {"Bucket": "arn:aws:s3:::destination"%s}}]}
                """.formatted(members, destinationMembers);
    }

    static String rules() {
        return rules("", "");
    }

    ReplicationTerms terms() {
        return terms;
    }

    BucketLocation source() {
        return source;
    }

    BucketLocation destination() {
        return destination;
    }

    StoreClient sourceClient() {
        return sourceLease.client();
    }

    StoreClient destinationClient() {
        return destinationLease.client();
    }

    CopyTerms copyTerms() {
        return CopyTerms.of(terms);
    }

    /** Every version of the source's keys, the oldest first, on top of what the destination has now. */
    List<Difference> differences(Predicate<String> keys) {
        Map<UTF8String, ListedVersion> seen = new HashMap<>();
        for (ListedVersion entry : listed(destinationClient(), destination)) {
            seen.putIfAbsent(entry.key(), entry);
        }
        Map<UTF8String, List<ListedVersion>> byKey = new LinkedHashMap<>();
        for (ListedVersion entry : listed(sourceClient(), source)) {
            byKey.computeIfAbsent(entry.key(), first -> new ArrayList<>()).add(0, entry);
        }
        List<Difference> differences = new ArrayList<>();
        byKey.forEach((key, versions) -> {
            if (keys.test(key.toString())) {
                versions.forEach(version -> differences.add(new Difference(
                        seen.containsKey(key) ? Outcome.CHANGED : Outcome.SOURCE_ONLY,
                        version,
                        Optional.of(RULE),
                        Optional.ofNullable(seen.get(key)),
                        "")));
            }
        });
        return differences;
    }

    List<Difference> differences() {
        return differences(key -> true);
    }

    List<CopyResult> copy() {
        return copy(copyTerms(), differences());
    }

    List<CopyResult> copy(CopyTerms how, List<Difference> differences) {
        try (Copier copier = Copier.open(how, UploadJournal.none())) {
            List<CopyResult> results = new ArrayList<>();
            copier.copy(differences.iterator()).forEachRemaining(results::add);
            return results;
        }
    }

    /** Everything that S3 tells of a bucket's versions, the oldest of each key first. */
    List<Snapshot> sourceSnapshots() {
        return Snapshot.of(sourceClient(), source, listed(sourceClient(), source));
    }

    List<Snapshot> destinationSnapshots() {
        return Snapshot.of(destinationClient(), destination, listed(destinationClient(), destination));
    }

    private List<ListedVersion> listed(StoreClient client, BucketLocation bucket) {
        ListingRequest request = new ListingRequest(
                bucket,
                "",
                terms.versions() == ComparedVersions.HISTORY
                        ? IncludedObjectVersions.ALL
                        : IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.FETCHED,
                KeyRange.all(),
                1000);
        List<ListedVersion> all = new ArrayList<>();
        try (BucketListing listing = new BucketListing(client, request, new RequestCounter())) {
            for (List<ListedVersion> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
                all.addAll(page);
            }
        }
        return all;
    }

    @Override
    public void close() {
        destinationLease.close();
        sourceLease.close();
    }
}
