package io.stocktake.run;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.UnknownBucketException;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where runs leave what outlives them: reports, records, journals.
 *
 * @param bucket the bucket
 * @param prefix empty, or with a slash at its end
 */
public record WorkingPlace(BucketLocation bucket, String prefix) implements Serializable {
    private static final Pattern LOCATION = Pattern.compile("s3a?://([^/]+)(?:/(.*))?");

    public WorkingPlace {
        requireNonNull(bucket, "bucket");
        requireNonNull(prefix, "prefix");
    }

    /** Whether {@code text} has the form {@code s3a://bucket/prefix}. */
    public static boolean isLocation(String text) {
        return LOCATION.matcher(text).matches();
    }

    /**
     * The place that {@code location} names, as an option or stores.yaml's {@code operations} has it.
     *
     * @param location {@code s3a://bucket/prefix}, with the bucket's alias
     * @throws IllegalArgumentException where it is none, or no store or several have the bucket
     */
    public static WorkingPlace parse(String location, Stores stores) {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Cannot write to \"" + location + "\": it is not s3a://BUCKET/PREFIX.");
        }
        String prefix = Optional.ofNullable(matcher.group(2)).orElse("");
        try {
            return new WorkingPlace(
                    stores.bucket(matcher.group(1)), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
        } catch (UnknownBucketException | AmbiguousBucketException refused) {
            throw new IllegalArgumentException(
                    "Cannot write to \"" + location + "\": " + refused.getMessage(), refused);
        }
    }

    /** The bucket, encrypted as it is by default; to be closed. No request is sent. */
    public DestinationBucket open() {
        return DestinationBucket.open(
                new WriteTerms(bucket, Optional.empty(), RequestedEncryption.none(), Optional.empty(), Map.of()));
    }
}
