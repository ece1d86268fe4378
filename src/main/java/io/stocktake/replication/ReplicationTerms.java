package io.stocktake.replication;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * From where to where, and by which rules. Travels with tasks; holds no secret. Immutable.
 *
 * @param source the bucket that is replicated
 * @param destination one destination of its rules
 * @param configuration the rules that have this destination, as a ReplicationConfiguration in JSON: the records of rules
 *     hold Optionals, which do not travel
 * @param versions all versions, or current objects
 */
public record ReplicationTerms(
        BucketLocation source, BucketLocation destination, String configuration, ComparedVersions versions)
        implements Serializable {

    public ReplicationTerms {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(versions, "versions");
    }

    /**
     * Terms of these rules.
     *
     * @param rules those that have this destination; each with an ID
     */
    public static ReplicationTerms of(
            BucketLocation source,
            BucketLocation destination,
            ReplicationConfiguration rules,
            ComparedVersions versions) {
        return new ReplicationTerms(source, destination, ReplicationConfigurations.toJson(rules), versions);
    }

    /** The rules; read from their document anew with each call. */
    public DestinationRules rules() {
        return DestinationRules.of(ReplicationConfigurations.parse(
                "the rules of bucket \"" + source.alias() + "\"",
                configuration.getBytes(StandardCharsets.UTF_8),
                DocumentFormat.JSON));
    }
}
