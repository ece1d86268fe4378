package io.stocktake.embedded.s3;

/** Walks the entries of a bucket in listing order. Used by one thread for one page. */
interface ListingCursor {
    /** Stands before the first entry whose key is greater than or equal to the bytes. */
    void seekFrom(byte[] key);

    /** Stands before the first entry whose key is greater than the bytes. */
    void seekAfter(byte[] key);

    /** Stands before the first entry that follows this version of this key. */
    void seekAfterVersion(byte[] key, String versionId);

    /** Moves on to the next entry; false at the end. */
    boolean next();

    /** The bytes of the entry's key in the first {@link #keyLength()} places; valid until the next move. */
    byte[] key();

    int keyLength();

    String versionId();

    /** Writes the entry's element. */
    void write(XmlBuffer out);
}
