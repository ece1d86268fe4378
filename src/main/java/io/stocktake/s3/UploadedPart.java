package io.stocktake.s3;

import java.io.Serializable;

/**
 * A part of a multipart upload that a store has.
 *
 * @param number from 1
 * @param eTag as the store answered, quotes included
 * @param crc32 the part's checksum in base64; empty where the upload declared none
 */
public record UploadedPart(int number, String eTag, String crc32) implements Serializable {}
