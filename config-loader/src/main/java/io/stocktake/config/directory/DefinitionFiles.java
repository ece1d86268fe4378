package io.stocktake.config.directory;

import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The storage under a definition directory.
 *
 * <p>Paths are relative to the directory, with {@code /} between their steps and none of them empty, {@code .} or {@code
 * ..}. An IOException's message says what could not be done, to which file and why.
 */
public interface DefinitionFiles {

    /**
     * The paths of all files below {@code folder}, however deep, sorted.
     *
     * <p>What begins with a dot below {@code folder} is left out, as are the files of an editor or of Git.
     *
     * @param folder empty: the directory itself; one that does not exist has no files
     */
    List<String> list(String folder) throws IOException;

    /**
     * The content of a file, or empty where there is none.
     *
     * @throws InvalidDefinitionException where it is larger than {@link Documents#MOST_BYTES}; no more is read then
     */
    Optional<byte[]> read(String path) throws IOException;

    /** Makes or replaces a file. A reader, also one after a crash, sees the old content or the new, never a part. */
    void write(String path, byte[] content) throws IOException;

    /** Removes a file; true if there was one. */
    boolean delete(String path) throws IOException;

    /** The directory as a person names it, for messages. */
    String location();
}
