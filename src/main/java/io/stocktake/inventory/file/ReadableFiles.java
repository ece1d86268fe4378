package io.stocktake.inventory.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where files are read: a file system or a store. A file is named by its location, such as {@code s3a://bucket/key}, as
 * messages show it.
 *
 * <p>Every failure is an IOException whose message is to follow "Cannot read …: ".
 */
public interface ReadableFiles {

    /**
     * Opens a file at its beginning. What the stream gives before its end are all bytes of the file: one that breaks off
     * fails.
     *
     * @throws FileNotFoundException if there is none
     */
    InputStream open(String location) throws IOException;

    /**
     * The bytes of a file.
     *
     * @throws FileNotFoundException if there is none
     */
    long size(String location) throws IOException;

    /** Where Hadoop's readers, which seek, find the file itself; empty: it has to be copied for them. */
    Optional<Path> inPlace(String location);

    /** For Hadoop's readers. */
    Configuration configuration();
}
