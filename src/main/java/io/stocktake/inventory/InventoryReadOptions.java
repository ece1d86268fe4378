package io.stocktake.inventory;

import io.stocktake.config.stores.BucketAlias;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.config.stores.Stores;
import io.stocktake.inventory.file.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a reader of "s3-inventory" may say.
 *
 * <p>Any option of {@link Store#toOptions} describes the store that the report is in: then the path is
 * {@code s3a://bucket/key}, and the store's own client reads it. {@code name} is by default the endpoint, or {@code aws}.
 *
 * @param path option {@value #PATH}, which {@code load(path)} sets: the folder of a configuration, of a report, or a
 *     manifest
 * @param access the store that the options describe, or Hadoop's file systems where they describe none
 * @param verification option {@value #VERIFY}: {@code true} (the default) compares the MD5 of every file with the
 *     manifest's, {@code false} only the size, and then reads only what it needs of ORC and Parquet files, if Hadoop's
 *     file systems read them
 */
record InventoryReadOptions(String path, ReportAccess access, Verification verification) {
    /** The option that says where the report is. */
    static final String PATH = "path";

    /** The option that says whether the MD5 of files is checked. */
    static final String VERIFY = "verify";

    private static final Pattern BUCKET_AND_KEY = Pattern.compile("s3a://([^/]*)(?:/.*)?", Pattern.DOTALL);

    static InventoryReadOptions of(CaseInsensitiveStringMap options) {
        String path = options.get(PATH);
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException(
                    options.containsKey("paths")
                            ? "Cannot read a report: load() takes one path; read reports one by one and union them"
                            : "Cannot read a report: there is no path; say load(\"s3a://bucket/prefix/source-bucket/configuration-id\")");
        }
        return new InventoryReadOptions(
                path, access(options, path), verification(options.getOrDefault(VERIFY, "true")));
    }

    private static ReportAccess access(Map<String, String> options, String path) {
        if (!Store.isDescribedBy(options)) {
            return new ReportAccess.FileSystems();
        }
        Map<String, String> described = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        described.putAll(options);
        // A notebook that reads a report of AWS need not name its store.
        described.putIfAbsent("name", described.getOrDefault("endpoint", "aws"));
        Store store = Store.fromOptions(described);
        return new ReportAccess.InBucket(bucket(store, alias(store, path)));
    }

    private static String alias(Store store, String path) {
        Matcher matcher = BUCKET_AND_KEY.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Cannot read a report at \"%s\": in the store \"%s\", which the options describe, a path is s3a://bucket/key"
                            .formatted(path, store.name()));
        }
        if (!BucketAlias.isValid(matcher.group(1))) {
            // Not the path: somebody may have written s3a://user:secret@bucket.
            throw new IllegalArgumentException(
                    "Cannot read a report in the store \"%s\": its path s3a://bucket/key has no bucket's name in it: %s"
                            .formatted(store.name(), BucketAlias.RULE));
        }
        return matcher.group(1);
    }

    /** A store that names no buckets has every one, under its own name. */
    private static BucketLocation bucket(Store store, String alias) {
        return store.buckets().isEmpty()
                ? new BucketLocation(store, alias, alias)
                : new Stores(Optional.empty(), List.of(store), Optional.empty()).bucket(alias);
    }

    private static Verification verification(String verify) {
        return switch (verify.toLowerCase(Locale.ROOT)) {
            case "true" -> Verification.SIZE_AND_MD5;
            case "false" -> Verification.SIZE;
            default ->
                throw new IllegalArgumentException(
                        "Cannot read a report: the option \"verify\" is \"%s\", neither true nor false"
                                .formatted(verify));
        };
    }
}
