package io.stocktake.inventory;

import io.stocktake.inventory.file.Verification;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a reader of "s3-inventory" may say.
 *
 * @param path option {@value #PATH}, which {@code load(path)} sets: the folder of a configuration, of a report, or a
 *     manifest
 * @param verification option {@value #VERIFY}: {@code true} (the default) compares the MD5 of every file with the
 *     manifest's, {@code false} only the size, and then reads only what it needs of ORC and Parquet files
 */
record InventoryReadOptions(Path path, Verification verification) {
    /** The option that says where the report is. */
    static final String PATH = "path";

    /** The option that says whether the MD5 of files is checked. */
    static final String VERIFY = "verify";

    static InventoryReadOptions of(CaseInsensitiveStringMap options) {
        String path = options.get(PATH);
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException(
                    options.containsKey("paths")
                            ? "Cannot read a report: load() takes one path; read reports one by one and union them"
                            : "Cannot read a report: there is no path; say load(\"s3a://bucket/prefix/source-bucket/configuration-id\")");
        }
        return new InventoryReadOptions(new Path(path), verification(options.getOrDefault(VERIFY, "true")));
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
