package io.stocktake.inventory;

import io.stocktake.config.stores.BucketLocation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reports in a bucket that is read through its store's client. A location is {@code s3a://alias/key}, and the key is
 * taken as it is: slashes may follow each other, and nothing is decoded.
 */
final class StoreReportFiles implements ReportFiles {
    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private final ReportBucket bucket;
    private final String root;
    private final Configuration configuration;

    /** Takes part in the process's connection to the bucket's store; no request is sent. */
    StoreReportFiles(BucketLocation location, Configuration configuration) {
        this.bucket = new ReportBucket(location);
        this.root = "s3a://" + location.alias() + "/";
        this.configuration = configuration;
    }

    @Override
    public String qualified(String path) {
        return path.startsWith(root) ? path : root;
    }

    @Override
    public InputStream open(String location) throws IOException {
        return ReportStream.open(bucket, key(location));
    }

    @Override
    public long size(String location) throws IOException {
        return bucket.size(key(location));
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        return bucket.folders(key(folder));
    }

    /**
     * The object of that very key, but for the doubled slash of S3's own manifests: with a destination prefix that ends in
     * a slash they name {@code prefix//bucket/…}, where the files are beside the manifest's folder in
     * {@code prefix/bucket/…}.
     */
    @Override
    public String resolve(String manifest, String key) {
        String reportFolder = ReportFiles.folderOf(key(manifest));
        String folder = reportFolder.isEmpty()
                ? ""
                : ReportFiles.folderOf(reportFolder.substring(0, reportFolder.length() - 1));
        if (key.startsWith(folder)) {
            return root + key;
        }
        String plainKey = plain(key);
        String plainFolder = plain(folder);
        return root + (plainKey.startsWith(plainFolder) ? folder + plainKey.substring(plainFolder.length()) : key);
    }

    private static String plain(String key) {
        return SLASHES.matcher(key).replaceAll("/");
    }

    /** Hadoop's readers have no access to the store. */
    @Override
    public Optional<Path> inPlace(String location) {
        return Optional.empty();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public OptionalLong requests() {
        return OptionalLong.of(bucket.requests());
    }

    @Override
    public void close() {
        bucket.close();
    }

    private String key(String location) {
        return location.substring(root.length());
    }
}
