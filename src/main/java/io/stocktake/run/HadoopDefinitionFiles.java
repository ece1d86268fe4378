package io.stocktake.run;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.directory.DefinitionFiles;
import io.stocktake.config.document.Documents;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.VersionInfo;

/**
 * A definition directory in a bucket, under {@code s3a://}: with the endpoint and the keys that {@code fs.s3a.*} has for
 * it. An object appears whole or not at all, so a write needs no second name.
 */
public final class HadoopDefinitionFiles implements DefinitionFiles {
    /** What such a location begins with. */
    public static final String SCHEME = "s3a://";

    private final String location;
    private final Path root;
    private final FileSystem files;

    private HadoopDefinitionFiles(String location, Path root, FileSystem files) {
        this.location = location;
        this.root = root;
        this.files = files;
    }

    /**
     * The directory at {@code location}. A prefix under which there is no object is an empty directory.
     *
     * @param location begins with {@link #SCHEME}
     * @param settings {@code fs.s3a.*}
     * @throws IOException where the location is none, or S3A is missing or refuses its settings
     */
    public static HadoopDefinitionFiles open(String location, Configuration settings) throws IOException {
        requireNonNull(settings, "settings");
        try {
            Path root = new Path(location);
            // A bucket that is not there would otherwise be a directory without files.
            Configuration probing = new Configuration(settings);
            probing.setInt("fs.s3a.bucket.probe", 1);
            return new HadoopDefinitionFiles(location, root, root.getFileSystem(probing));
        } catch (IOException | RuntimeException unusable) {
            throw new IOException(
                    "Cannot open the definition directory \"" + location + "\": " + why(unusable), unusable);
        }
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> paths = new ArrayList<>();
        try {
            Path start = folder.isEmpty() ? root : resolve(folder);
            RemoteIterator<LocatedFileStatus> found = files.listFiles(start, true);
            while (found.hasNext()) {
                String path = relative(found.next().getPath());
                if (!isHidden(path.substring(folder.length()))) {
                    paths.add(path);
                }
            }
        } catch (FileNotFoundException absent) {
            return List.of();
        } catch (IOException failed) {
            throw failure("list", folder.isEmpty() ? "." : folder, failed);
        }
        Collections.sort(paths);
        return paths;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try (InputStream content = files.open(resolve(path))) {
            return Optional.of(Documents.read(content, path));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure("read", path, failed);
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        try {
            FSDataOutputStream upload = files.create(resolve(path), true);
            try {
                upload.write(content);
            } catch (IOException failed) {
                // To close it would upload the part that it has.
                upload.abort();
                throw failed;
            }
            upload.close();
        } catch (IOException failed) {
            throw failure("write", path, failed);
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        try {
            return files.delete(resolve(path), false);
        } catch (IOException failed) {
            throw failure("delete", path, failed);
        }
    }

    /** By its parts, as the text of a path would be read for a scheme and for escapes. */
    private Path resolve(String path) throws IOException {
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw new IOException("a path has no empty step, \".\" or \"..\"");
            }
        }
        String parent = root.toUri().getPath();
        return new Path(
                root.toUri().getScheme(),
                root.toUri().getAuthority(),
                (parent.endsWith("/") ? parent : parent + "/") + path);
    }

    private String relative(Path file) {
        String parent = root.toUri().getPath();
        String path = file.toUri().getPath();
        return path.substring(
                parent.endsWith("/") || parent.isEmpty() ? Math.max(1, parent.length()) : parent.length() + 1);
    }

    private static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }

    private IOException failure(String verb, String path, IOException cause) {
        return new IOException(
                "Cannot " + verb + " \"" + path + "\" in the definition directory \"" + location + "\": " + why(cause),
                cause);
    }

    private static String why(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("S3AFileSystem not found") || message.contains("No FileSystem for scheme")) {
            return "this Spark has no S3A; start with ./spark-submit.sh --packages org.apache.hadoop:hadoop-aws:"
                    + VersionInfo.getVersion() + " -- COMMAND";
        }
        return message;
    }
}
