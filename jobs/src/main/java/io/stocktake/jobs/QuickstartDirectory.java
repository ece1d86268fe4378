package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a quickstart leaves behind: its definitions, and a copy of what was delivered. A quickstart replaces what an earlier
 * one left, and touches nothing else.
 */
final class QuickstartDirectory {
    /** Says that a quickstart made the directory; without it nothing in there is ever deleted. */
    private static final String MARK = ".stocktake-quickstart";

    private static final String DEFINITIONS = "definitions";
    private static final String BUCKETS = "buckets";
    private static final Set<String> OWN = Set.of(MARK, DEFINITIONS, BUCKETS);

    private static final List<String> DOCUMENTS = List.of(
            "stores.yaml",
            "buckets/photos/inventory/everything.json",
            "buckets/photos/inventory/locks.yaml",
            "buckets/photos/inventory/current.xml",
            "buckets/archive/inventory/versions.json",
            "buckets/recordings/inventory/sizes.yaml",
            "buckets/documents/replication.json",
            "resource-data-syncs/all-buckets.json");

    private final Path root;

    private QuickstartDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes the directory, or empties the one of an earlier quickstart.
     *
     * @throws CommandException where it has, or is, something else, which stays as it is
     */
    static QuickstartDirectory replace(Path root) {
        try {
            refuseForeign(root);
            Files.createDirectories(root);
            Files.writeString(root.resolve(MARK), "Made by ./spark-submit.sh quickstart, which replaces it.\n");
            delete(root.resolve(DEFINITIONS));
            delete(root.resolve(BUCKETS));
        } catch (IOException unusable) {
            throw CommandException.refused(
                    "Cannot use \"" + root + "\" for the quickstart: " + reason(unusable) + ".", unusable);
        }
        return new QuickstartDirectory(root);
    }

    private static void refuseForeign(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw CommandException.refused("Cannot use \"" + root + "\" for the quickstart: it is not a directory.");
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            Optional<String> foreign = names.stream()
                    .filter(name -> !names.contains(MARK) || !OWN.contains(name))
                    .findFirst();
            if (foreign.isPresent()) {
                throw CommandException.refused("Cannot use \"" + root + "\" for the quickstart: \"" + foreign.get()
                        + "\" in it is not from an earlier quickstart; name another directory with --directory.");
            }
        }
    }

    /** Links are deleted, not followed. */
    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.toString();
    }

    /** Writes the definitions of a store at {@code endpoint}, and returns their directory. */
    Path writeDefinitions(URI endpoint) throws IOException {
        for (String document : DOCUMENTS) {
            Path file = definitions().resolve(document);
            Files.createDirectories(file.getParent());
            Files.writeString(file, document(document).replace("ENDPOINT", endpoint.toString()));
        }
        return definitions();
    }

    private static String document(String name) throws IOException {
        try (InputStream resource = QuickstartDirectory.class.getResourceAsStream("quickstart/" + name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), UTF_8);
        }
    }

    /** Copies the current objects of a bucket to files whose paths are their keys. */
    void copy(EmbeddedBucket bucket) throws IOException {
        Path folder = buckets().resolve(bucket.name());
        for (StoredVersion object : bucket.objects()) {
            Path file = folder.resolve(object.key()).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("Cannot copy \"" + object.key() + "\" to a file: its key leads elsewhere.");
            }
            Files.createDirectories(file.getParent());
            Files.write(file, bucket.content(object.key()).orElseThrow());
        }
    }

    /** The definition directory. */
    Path definitions() {
        return root.resolve(DEFINITIONS);
    }

    /** The folder with a folder for each bucket that was copied. */
    Path buckets() {
        return root.resolve(BUCKETS);
    }

    /** The file that a key of a copied bucket has become. */
    Path file(String bucket, String key) {
        return buckets().resolve(bucket).resolve(key);
    }
}
