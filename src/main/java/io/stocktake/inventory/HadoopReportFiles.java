package io.stocktake.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Reports in any file system of Hadoop's; locations are Hadoop's paths. */
public final class HadoopReportFiles implements ReportFiles {
    private final Configuration configuration;

    /** Reads what this configuration reaches. */
    public HadoopReportFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String qualified(String path) throws IOException {
        Path asked = new Path(path);
        return fileSystem(asked).makeQualified(asked).toString();
    }

    @Override
    public InputStream open(String location) throws IOException {
        Path path = new Path(location);
        return fileSystem(path).open(path);
    }

    @Override
    public long size(String location) throws IOException {
        Path path = new Path(location);
        return fileSystem(path).getFileStatus(path).getLen();
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        Path path = new Path(folder);
        List<String> folders = new ArrayList<>();
        RemoteIterator<FileStatus> entries = fileSystem(path).listStatusIterator(path);
        while (entries.hasNext()) {
            FileStatus entry = entries.next();
            if (entry.isDirectory()) {
                folders.add(entry.getPath().getName());
            }
        }
        return folders;
    }

    @Override
    public String resolve(String manifest, String key) {
        return new ReportDirectory(new Path(manifest)).resolve(key).toString();
    }

    @Override
    public Optional<Path> inPlace(String location) {
        return Optional.of(new Path(location));
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    /** Not known: Hadoop's own file systems send them. */
    @Override
    public OptionalLong requests() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        // Hadoop keeps its file systems for the whole process.
    }

    private FileSystem fileSystem(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }
}
