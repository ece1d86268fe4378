package io.stocktake.inventory;

import io.stocktake.inventory.file.ReadableFiles;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where reports are: their files, and what else it takes to find them. The location of a folder ends with a slash. Not
 * thread-safe.
 */
interface ReportFiles extends ReadableFiles, Closeable {

    /** The location in full of what a user calls so. */
    String qualified(String path) throws IOException;

    /**
     * The names, without slashes and in no order, of the folders in a folder.
     *
     * @throws FileNotFoundException if nothing is there
     */
    List<String> folders(String folder) throws IOException;

    /**
     * Where the data file is that a manifest names.
     *
     * @param manifest the manifest's location
     * @param key what it names
     * @throws IllegalArgumentException if that cannot be a file; the message is to follow "Cannot read …: "
     */
    String resolve(String manifest, String key);

    /** The requests sent so far, repeated ones included; empty where that is not known. */
    OptionalLong requests();

    /** Whether there is a file at this location. */
    default boolean exists(String location) throws IOException {
        try {
            size(location);
            return true;
        } catch (FileNotFoundException absent) {
            return false;
        }
    }

    /** The folder that a location is in, slash included. */
    static String folderOf(String location) {
        return location.substring(0, location.lastIndexOf('/') + 1);
    }
}
