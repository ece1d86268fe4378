package io.stocktake.inventory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the report that a path means. A report is complete when its folder has a {@code manifest.checksum} that is the
 * MD5 of its {@code manifest.json}.
 */
final class ReportFinder {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFinder.class);
    private static final int NAMED_IN_ERROR = 3;

    private final ReportFiles files;
    private final String path;
    private final String folder;

    private ReportFinder(String path, ReportFiles files) {
        this.files = files;
        this.path = path;
        this.folder = path.endsWith("/") ? path : path + "/";
    }

    /**
     * The report that this path means: a manifest (complete or not), the folder of a report, or the folder of a
     * configuration, whose newest complete report it is.
     *
     * @throws UncheckedIOException if there is none, or its manifest cannot be read
     */
    static Report find(String path, ReportAccess access, Configuration configuration) {
        try (ReportFiles files = access.open(configuration)) {
            return new ReportFinder(files.qualified(path), files).find();
        } catch (UnreadableReportException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a report at \"%s\": %s".formatted(path, e.getMessage()), e);
        }
    }

    private Report find() throws IOException {
        if (path.endsWith("/" + Manifest.FILE_NAME)) {
            return ReportReader.read(path, files);
        }
        if (files.exists(folder + Manifest.FILE_NAME)) {
            return inFolder();
        }
        return newest();
    }

    private Report inFolder() throws IOException {
        String manifest = folder + Manifest.FILE_NAME;
        return switch (ReportReader.completeness(manifest, files)) {
            case COMPLETE, ALTERED -> ReportReader.read(manifest, files);
            case INCOMPLETE ->
                throw new UnreadableReportException(
                        "Cannot read report \"%s\": it is not complete, it has no manifest.checksum; to read it all the same, name its manifest.json"
                                .formatted(path));
        };
    }

    private Report newest() throws IOException {
        List<String> passedOver = new ArrayList<>();
        for (String name : reportFolders()) {
            String report = folder + name;
            String manifest = report + "/" + Manifest.FILE_NAME;
            switch (ReportReader.completeness(manifest, files)) {
                case COMPLETE -> {
                    return ReportReader.read(manifest, files);
                }
                case ALTERED ->
                    LOG.warn("Passing over report \"{}\": its manifest.checksum is not that of its manifest", report);
                case INCOMPLETE -> LOG.info("Passing over report \"{}\": it is not complete", report);
            }
            passedOver.add(name);
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
    private List<String> reportFolders() throws IOException {
        try {
            return files.folders(folder).stream()
                    .filter(name -> ReportTime.ofFolder(name).isPresent())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (FileNotFoundException e) {
            throw new UnreadableReportException(
                    "Cannot read a report under \"%s\": there is nothing".formatted(path), e);
        }
    }
}
