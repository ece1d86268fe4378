package io.stocktake.inventory.file;

/** What is compared with the manifest before a file's rows are believed. */
public enum Verification {
    /** Its size, and the MD5 of its bytes: the whole file is read, whatever columns are wanted. */
    SIZE_AND_MD5,
    /** Its size alone, which costs nothing. */
    SIZE
}
