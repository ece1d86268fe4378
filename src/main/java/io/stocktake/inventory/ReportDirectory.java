package io.stocktake.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Where the files are that a manifest names by their keys.
 *
 * <p>In a store, they are in the bucket that the manifest was read from; the manifest's own word for that bucket, an ARN,
 * may be an alias. In any other file system the report is a copy, of the whole bucket or of the configuration's folder
 * alone: then a file stands to the manifest as its key stands to the manifest's key. All keys are
 * {@code <configuration's folder>/data/<file>}, so it is in {@code data} beside the manifest's folder; what S3's
 * documentation shows, {@code <manifest's folder>/files/<file>}, is found as well.
 */
final class ReportDirectory {
    private static final Set<String> STORES = Set.of("s3a", "s3", "s3n");
    private static final Set<String> NOT_IN_A_PATH = Set.of(".", "..");

    private final Path manifest;

    ReportDirectory(Path manifest) {
        this.manifest = manifest;
    }

    /**
     * The path of the object of this key.
     *
     * @throws IllegalArgumentException if a path would lead elsewhere; the message is to follow "Cannot read …: "
     */
    Path resolve(String key) {
        List<String> segments = Arrays.stream(key.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        if (segments.isEmpty() || segments.stream().anyMatch(NOT_IN_A_PATH::contains)) {
            throw new IllegalArgumentException(
                    "it names the file \"%s\", which is not the path of a file".formatted(key));
        }
        String scheme = manifest.toUri().getScheme();
        if (STORES.contains(scheme)) {
            // Hadoop takes "prefix//bucket" for "prefix/bucket", and that is where S3 puts the files that it calls so.
            return new Path(scheme, manifest.toUri().getAuthority(), "/" + key);
        }
        return copied(segments);
    }

    private Path copied(List<String> segments) {
        Path reportFolder = manifest.getParent();
        Path configurationFolder = reportFolder.isRoot() ? reportFolder : reportFolder.getParent();
        int last = segments.size() - 1;
        boolean besideManifest = last >= 2 && segments.get(last - 2).equals(reportFolder.getName());
        String directory =
                (besideManifest ? reportFolder : configurationFolder).toUri().getPath();
        String file = String.join("/", segments.subList(Math.max(0, last - 1), last + 1));
        return new Path(manifest.toUri().getScheme(), manifest.toUri().getAuthority(), directory + "/" + file);
    }
}
