package io.stocktake.inventory;

import io.stocktake.config.inventory.ReportFormat;
import java.io.Serializable;
import java.time.Instant;

/**
 * The keys that the reports of one inventory configuration have in the destination bucket.
 *
 * <p>Source: S3 User Guide, "Locating your inventory list".
 *
 * @param prefix the destination prefix, {@code ""} for none; slashes at its end are dropped, so that no key has
 *     {@code prefix//bucket}
 * @param sourceBucket the name of the bucket that the reports are about
 * @param configurationId the id of the inventory configuration
 */
public record ReportLocation(String prefix, String sourceBucket, String configurationId) implements Serializable {

    public ReportLocation {
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == '/') {
            end--;
        }
        prefix = prefix.substring(0, end);
    }

    /** What every key of this configuration's reports begins with: {@code [prefix/]bucket/id/}, slash included. */
    public String root() {
        String bucketAndId = sourceBucket + "/" + configurationId + "/";
        return prefix.isEmpty() ? bucketAndId : prefix + "/" + bucketAndId;
    }

    /** The folder, slash included, of the report that was started at this instant. */
    public String folder(Instant start) {
        return root() + ReportTime.folder(start) + "/";
    }

    /** The key of the manifest. */
    public String manifest(Instant start) {
        return folder(start) + Manifest.FILE_NAME;
    }

    /** The key of the manifest's MD5: when it appears, the report is complete. */
    public String checksum(Instant start) {
        return folder(start) + Manifest.CHECKSUM_FILE_NAME;
    }

    /** The key of the list of data files that Hive reads. */
    public String symlink(Instant start) {
        return root() + "hive/" + ReportTime.partition(start) + "/symlink.txt";
    }

    /** The folder, slash included, of the data files of all reports. */
    public String data() {
        return root() + "data/";
    }

    /** The key of a data file, whose name (a UUID) comes without its extension. */
    public String dataFile(String name, ReportFormat format) {
        return data() + name + "." + format.extension();
    }
}
