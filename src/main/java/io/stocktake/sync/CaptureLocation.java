package io.stocktake.sync;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The keys of captures under one prefix of a destination: {@code
 * [<prefix>/]<type>/accountid=<account>/region=<region>/resourcetype=S3Bucket/<bucket>.json}.
 *
 * <p>Source: Systems Manager User Guide, "Walkthrough: Using resource data sync to aggregate inventory data", for the
 * layout; the three folders are the partitions of one table a type.
 *
 * @param prefix {@code ""} for none; slashes at its end are dropped
 */
public record CaptureLocation(String prefix) implements Serializable {

    /** The resource type of every capture: the resource is a bucket. */
    public static final String RESOURCE_TYPE = "S3Bucket";

    public CaptureLocation {
        requireNonNull(prefix, "prefix");
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == '/') {
            end--;
        }
        prefix = prefix.substring(0, end);
    }

    /** What every key under this prefix begins with: empty, or with a slash at its end. */
    public String root() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** The folder, slash included, of all captures of a type. */
    public String folder(CaptureType type) {
        return root() + type.typeName() + "/";
    }

    /** The key of a bucket's capture. */
    public String key(CaptureType type, CapturedResource resource) {
        return folder(type) + "accountid=" + resource.accountId() + "/region=" + resource.region() + "/resourcetype="
                + RESOURCE_TYPE + "/" + resource.bucket() + ".json";
    }
}
