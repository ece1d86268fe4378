package io.stocktake.replication.diff;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationTerms;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Documents of rules, and terms made of them. */
final class Rules {
    /** One rule, {@code all}, of the second schema, that replicates delete markers. */
    static final String ALL = document(rule("all", 1, "{}", "Enabled", ""));

    /** The same, but delete markers stay where they are. */
    static final String NO_MARKERS = document(rule("all", 1, "{}", "Disabled", ""));

    /** One rule, {@code tagged}, of the objects with the tag {@code copy=yes}. */
    static final String TAGGED = document(rule("tagged", 1, tag("copy", "yes"), "Disabled", ""));

    private Rules() {}

    static String document(String... rules) {
        return "{\"Role\": \"replication\", \"Rules\": [" + String.join(", ", rules) + "]}";
    }

    /**
     * A rule of the second schema.
     *
     * @param more further members, each with a comma before it
     */
    static String rule(String id, int priority, String filter, String deleteMarkers, String more) {
        return """
                {"ID": "%s", "Priority": %d, "Filter": %s, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "%s"}, "Destination": {"Bucket": "arn:aws:s3:::destination"}%s}
                """.formatted(id, priority, filter, deleteMarkers, more);
    }

    static String prefix(String prefix) {
        return "{\"Prefix\": \"" + prefix + "\"}";
    }

    static String tag(String key, String value) {
        return "{\"Tag\": {\"Key\": \"" + key + "\", \"Value\": \"" + value + "\"}}";
    }

    static ReplicationTerms terms(String document, ComparedVersions versions) {
        Store store = Store.fromOptions(Map.of("name", "store", "endpoint", "http://127.0.0.1:1"));
        return terms(
                new BucketLocation(store, "source", "source"),
                new BucketLocation(store, "destination", "destination"),
                document,
                versions);
    }

    static ReplicationTerms terms(
            BucketLocation source, BucketLocation destination, String document, ComparedVersions versions) {
        return ReplicationTerms.of(
                source,
                destination,
                ReplicationConfigurations.parse(
                        "the test's rules", document.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON),
                versions);
    }
}
