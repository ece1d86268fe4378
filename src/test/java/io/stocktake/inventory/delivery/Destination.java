package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.s3.Md5;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A bucket of the embedded server that reports are delivered to, and what is in it. */
final class Destination {
    static final Instant START = Instant.parse("2026-11-21T22:29:24.567Z");
    static final String ROOT = "inventory/data/all/";

    private final EmbeddedS3 server;
    private final EmbeddedBucket bucket;

    Destination(EmbeddedS3 server, EmbeddedBucket bucket) {
        this.server = server;
        this.bucket = bucket;
    }

    /** The keys of the embedded server's account; the SDK finds them in every process that calls this. */
    static void signIn() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
    }

    static Store store(URI endpoint, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("name", "minerva");
        options.put("endpoint", endpoint.toString());
        return Store.fromOptions(options);
    }

    static InventoryDelivery delivery(Store store, String bucket, ReportFormat format) {
        return InventoryDelivery.of(new BucketLocation(store, bucket, bucket), "data", "all", format)
                .withPrefix(Optional.of("inventory/"))
                .withStartTime(START);
    }

    InventoryDelivery delivery(ReportFormat format) {
        return delivery(store(server.endpoint(), Map.of()), bucket.name(), format);
    }

    /** The keys of all objects below the configuration's root, without it. */
    List<String> keys() {
        return bucket.objects().stream()
                .map(StoredVersion::key)
                .map(key -> key.substring(ROOT.length()))
                .toList();
    }

    /** The keys of all objects that are not data files, below the configuration's root. */
    List<String> keysBesideData() {
        return keys().stream().filter(key -> !key.startsWith("data/")).toList();
    }

    String text(String keyBelowRoot) {
        return new String(bucket.content(ROOT + keyBelowRoot).orElseThrow(), StandardCharsets.UTF_8);
    }

    Manifest manifest(String folder) {
        return manifest(text(folder + "/manifest.json").getBytes(StandardCharsets.UTF_8), folder);
    }

    static Manifest manifest(byte[] text, String name) {
        try {
            return Manifest.read(new ByteArrayInputStream(text), name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The folders that have a checksum, oldest first. */
    List<String> completeReports() {
        return keys().stream()
                .filter(key -> key.endsWith("/manifest.checksum"))
                .map(key -> key.substring(0, key.indexOf('/')))
                .toList();
    }

    /** Writes a report's data files to a local directory, for readers that know nothing of S3. */
    Path download(String folder, Path directory) {
        try {
            for (ManifestFile file : manifest(folder).files()) {
                byte[] content = bucket.content(file.key()).orElseThrow();
                Files.write(directory.resolve(file.key().substring(file.key().lastIndexOf('/') + 1)), content);
            }
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Fails unless the bucket has complete reports and nothing else: every file that a manifest names, with its size and
     * MD5, checksums that fit, one symlink a report; no other file, no folder without checksum, no record, no open upload.
     */
    void requireNothingButCompleteReports() {
        List<String> folders = completeReports();
        TreeSet<String> expected = new TreeSet<>();
        for (String folder : folders) {
            String partition = "hive/dt=" + folder.replace("T", "-").replace("Z", "");
            Stream.of("manifest.json", "manifest.checksum", "cuts.json")
                    .forEach(name -> expected.add(folder + "/" + name));
            expected.add(partition + "/symlink.txt");
            assertThat(text(folder + "/manifest.checksum"))
                    .isEqualTo(md5(text(folder + "/manifest.json").getBytes(StandardCharsets.UTF_8)));
            StringBuilder symlink = new StringBuilder();
            for (ManifestFile file : manifest(folder).files()) {
                byte[] content = bucket.content(file.key()).orElseThrow();
                assertThat(file).isEqualTo(new ManifestFile(file.key(), content.length, md5(content)));
                assertThat(expected.add(file.key().substring(ROOT.length()))).isTrue();
                symlink.append("s3://")
                        .append(bucket.name())
                        .append('/')
                        .append(file.key())
                        .append('\n');
            }
            assertThat(text(partition + "/symlink.txt")).isEqualTo(symlink.toString());
        }
        assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(bucket.openUploads()).isZero();
    }

    static String md5(byte[] content) {
        return HexFormat.of().formatHex(Md5.digest().digest(content));
    }
}
