package io.stocktake.embedded.s3;

import java.util.Optional;

/**
 * One part of an object that came by a multipart upload.
 *
 * @param size in bytes
 * @param checksum base64, where the object's checksum is made of those of its parts
 */
record ObjectPart(long size, Optional<String> checksum) {}
