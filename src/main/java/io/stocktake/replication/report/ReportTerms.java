package io.stocktake.replication.report;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the completion report of one job goes, and what it lists. Travels with tasks; holds no secret. Immutable.
 *
 * <p>Source of the keys: S3 User Guide, "Examples: S3 Batch Operations completion reports".
 *
 * @param bucket the bucket of the report
 * @param prefix what its keys begin with, {@code ""} for nothing; slashes at its end are dropped
 * @param jobId names the job, in letters, digits and dashes; a new one, such as a random UUID, for each job
 * @param scope which tasks are listed
 * @param encryption asked for with every object of the report
 */
public record ReportTerms(
        BucketLocation bucket, String prefix, String jobId, ReportScope scope, RequestedEncryption encryption)
        implements Serializable {
    private static final Pattern JOB_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_BYTES = 20;

    public ReportTerms {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(encryption, "encryption");
        if (!JOB_ID.matcher(jobId).matches()) {
            throw new IllegalArgumentException("Cannot name a job \"" + jobId
                    + "\": a job's id is 1 to 64 letters, digits and dashes, such as a UUID");
        }
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == '/') {
            end--;
        }
        prefix = prefix.substring(0, end);
    }

    /** A report with the encryption that is the bucket's default. */
    public static ReportTerms of(BucketLocation bucket, String prefix, String jobId, ReportScope scope) {
        return new ReportTerms(bucket, prefix, jobId, scope, RequestedEncryption.none());
    }

    /** The same with this encryption. */
    public ReportTerms withEncryption(RequestedEncryption newEncryption) {
        return new ReportTerms(bucket, prefix, jobId, scope, newEncryption);
    }

    /** What every key of the report begins with: {@code [prefix/]job-<id>/}, slash included. */
    public String root() {
        String job = "job-" + jobId + "/";
        return prefix.isEmpty() ? job : prefix + "/" + job;
    }

    /** The key of the manifest. */
    public String manifest() {
        return root() + CompletionReportManifest.FILE_NAME;
    }

    /** The key of the manifest's MD5: when it appears, the report is complete. */
    public String checksum() {
        return root() + CompletionReportManifest.CHECKSUM_FILE_NAME;
    }

    /** The folder, slash included, of the result files. */
    String results() {
        return root() + CompletionReportManifest.RESULTS + "/";
    }

    /** The key of a new result file: 40 random hexadecimal digits. */
    String newResult() {
        byte[] name = new byte[NAME_BYTES];
        RANDOM.nextBytes(name);
        return results() + HexFormat.of().formatHex(name) + ".csv";
    }

    DestinationBucket open() {
        return DestinationBucket.open(new WriteTerms(bucket, Optional.empty(), encryption, Optional.empty(), Map.of()));
    }
}
