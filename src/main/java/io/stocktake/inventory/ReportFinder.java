package io.stocktake.inventory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the report that a path means. A report is complete when its folder has a {@code manifest.checksum} that is the
 * MD5 of its {@code manifest.json}.
 */
final class ReportFinder {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFinder.class);
    private static final int NAMED_IN_ERROR = 3;

    private final FileSystem fileSystem;
    private final Path path;

    private ReportFinder(Path path, FileSystem fileSystem) {
        this.fileSystem = fileSystem;
        this.path = fileSystem.makeQualified(path);
    }

    /**
     * The report that this path means: a manifest (complete or not), the folder of a report, or the folder of a
     * configuration, whose newest complete report it is.
     *
     * @throws UncheckedIOException if there is none, or its manifest cannot be read
     */
    static Report find(Path path, Configuration configuration) {
        try {
            return new ReportFinder(path, path.getFileSystem(configuration)).find();
        } catch (UnreadableReportException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a report at \"%s\": %s".formatted(path, e.getMessage()), e);
        }
    }

    private Report find() throws IOException {
        if (path.getName().equals(Manifest.FILE_NAME)) {
            return ReportReader.read(path, fileSystem);
        }
        if (fileSystem.exists(new Path(path, Manifest.FILE_NAME))) {
            return inFolder();
        }
        return newest();
    }

    private Report inFolder() throws IOException {
        Path manifest = new Path(path, Manifest.FILE_NAME);
        return switch (ReportReader.completeness(manifest, fileSystem)) {
            case COMPLETE, ALTERED -> ReportReader.read(manifest, fileSystem);
            case INCOMPLETE ->
                throw new UnreadableReportException(
                        "Cannot read report \"%s\": it is not complete, it has no manifest.checksum; to read it all the same, name its manifest.json"
                                .formatted(path));
        };
    }

    private Report newest() throws IOException {
        List<String> passedOver = new ArrayList<>();
        for (Path folder : reportFolders()) {
            Path manifest = new Path(folder, Manifest.FILE_NAME);
            switch (ReportReader.completeness(manifest, fileSystem)) {
                case COMPLETE -> {
                    return ReportReader.read(manifest, fileSystem);
                }
                case ALTERED ->
                    LOG.warn("Passing over report \"{}\": its manifest.checksum is not that of its manifest", folder);
                case INCOMPLETE -> LOG.info("Passing over report \"{}\": it is not complete", folder);
            }
            passedOver.add(folder.getName());
        }
        throw new UnreadableReportException(
                "Cannot read a report under \"%s\": %s".formatted(path, whyNone(passedOver)));
    }

    private static String whyNone(List<String> passedOver) {
        if (passedOver.isEmpty()) {
            return "it has no folder of a report, such as 2016-11-06T21-32Z; the path is that of a configuration: [prefix/]source-bucket/configuration-id";
        }
        String named = passedOver.stream()
                .limit(NAMED_IN_ERROR)
                .map("\"%s\""::formatted)
                .collect(Collectors.joining(", "));
        return "none is complete, with a manifest.checksum that is its manifest's: %s%s"
                .formatted(named, passedOver.size() > NAMED_IN_ERROR ? ", …" : "");
    }

    /** Newest first; the names sort as their times do. */
    private List<Path> reportFolders() throws IOException {
        List<Path> folders = new ArrayList<>();
        try {
            RemoteIterator<FileStatus> entries = fileSystem.listStatusIterator(path);
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                if (entry.isDirectory()
                        && ReportTime.ofFolder(entry.getPath().getName()).isPresent()) {
                    folders.add(entry.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            throw new UnreadableReportException(
                    "Cannot read a report under \"%s\": there is nothing".formatted(path), e);
        }
        folders.sort(Comparator.comparing(Path::getName).reversed());
        return folders;
    }
}
