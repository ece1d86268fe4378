package io.stocktake.config.directory;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.stores.BucketAlias;
import java.util.Optional;

/** What a file is, told by its path in the directory. */
sealed interface Place {

    String STORES = "stores.yaml";
    String BUCKETS = "buckets";
    String SYNCS = "resource-data-syncs";

    /** {@code stores.yaml}. */
    record StoresYaml() implements Place {}

    /** {@code buckets/<bucket>/inventory/<id>.<format>}. */
    record Inventory(String bucket, String id, DocumentFormat format) implements Place {}

    /** {@code buckets/<bucket>/replication.<format>}. */
    record Replication(String bucket, DocumentFormat format) implements Place {}

    /** {@code resource-data-syncs/<name>.<format>}. */
    record Sync(String name, DocumentFormat format) implements Place {}

    /** A text for people, such as README.md. */
    record Text() implements Place {}

    /** Anything else; {@code why} says what would be expected there. */
    record Unknown(String why) implements Place {}

    static Place of(String path) {
        String[] steps = path.split("/", -1);
        if (path.equals(STORES)) {
            return new StoresYaml();
        }
        if (path.endsWith(".md") || path.endsWith(".txt")) {
            return new Text();
        }
        if (steps[0].equals(BUCKETS) && steps.length > 2) {
            return ofBucket(steps);
        }
        if (steps[0].equals(SYNCS) && steps.length == 2) {
            return ofSync(steps[1]);
        }
        return new Unknown("is not a definition: the directory holds " + STORES + ", " + BUCKETS
                + "/<bucket>/inventory/" + "<id>.json, " + BUCKETS + "/<bucket>/replication.json and " + SYNCS
                + "/<name>.json (or .yaml, .xml)");
    }

    static String bucketFolder(String bucket) {
        return BUCKETS + "/" + bucket;
    }

    static String inventoryFolder(String bucket) {
        return bucketFolder(bucket) + "/inventory";
    }

    static String replicationFile(String bucket) {
        return bucketFolder(bucket) + "/replication." + DocumentFormat.JSON.extension();
    }

    private static Place ofBucket(String[] steps) {
        String bucket = steps[1];
        if (!BucketAlias.isValid(bucket)) {
            return new Unknown("is in the folder of no bucket: " + BucketAlias.RULE);
        }
        String file = steps[steps.length - 1];
        Optional<DocumentFormat> format = DocumentFormat.ofFileName(file);
        Optional<String> name = FileNames.decode(withoutExtension(file));
        if (format.isEmpty() || name.isEmpty()) {
            return new Unknown("is not a definition: its name ends in .json, .yaml or .xml, and % in it begins a code");
        }
        if (steps.length == 4 && steps[2].equals("inventory")) {
            return new Inventory(bucket, name.get(), format.get());
        }
        if (steps.length == 3 && name.get().equals("replication")) {
            return new Replication(bucket, format.get());
        }
        return new Unknown("is not a definition: a bucket has inventory/<id>.json and replication.json");
    }

    private static Place ofSync(String file) {
        Optional<DocumentFormat> format = DocumentFormat.ofFileName(file).filter(it -> it != DocumentFormat.XML);
        Optional<String> name = FileNames.decode(withoutExtension(file));
        return format.isPresent() && name.isPresent()
                ? new Sync(name.get(), format.get())
                : new Unknown(
                        "is not a resource data sync: its name ends in .json or .yaml, and % in it begins a code");
    }

    private static String withoutExtension(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
