package io.stocktake.s3;

/**
 * What a HeadObject of part 1 tells of the boundaries of a multipart object.
 *
 * @param parts how many parts the object has
 * @param length of the first part in bytes; the others' may differ
 */
public record FirstPart(int parts, long length) {}
