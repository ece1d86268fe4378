package io.stocktake.sync.inventory;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.Md5;
import io.stocktake.s3.UploadedPart;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Uploads what is written to it as parts of an upload that others fill as well, in a block of numbers of its own. What is
 * too little for a part is given to the driver. Holds one part in memory. Not thread-safe.
 *
 * <p>Its parts depend on what is written and on nothing else: a task that is run again uploads the same numbers with the
 * same content, and a retry is harmless. (Should two attempts overlap on a store whose ETags are not made of the content
 * alone, the upload may not be completed with those of the one while it has the parts of the other; the bucket then fails,
 * and the next run brings it.)
 */
final class PartUpload extends OutputStream {
    private static final int FIRST_BUFFER_BYTES = 256 * 1024;

    /** A part goes to the end of a record. */
    private static final int SLACK_BYTES = 64 * 1024;

    private final DestinationBucket bucket;
    private final String key;
    private final String uploadId;
    private final PartBlock block;
    private final List<UploadedPart> parts = new ArrayList<>();
    private byte[] buffer;
    private int buffered;
    private long size;

    PartUpload(DestinationBucket bucket, String key, String uploadId, PartBlock block) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
        this.block = block;
        this.buffer = new byte[Math.min(FIRST_BUFFER_BYTES, block.bytes())];
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        makeRoom(buffered + length);
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
    }

    /**
     * A place where a part may end: what follows the last one may stand elsewhere in the object.
     *
     * @throws TooManyPartsException if there is no number left for a part
     */
    void cut() {
        if (buffered >= block.bytes(parts.size())) {
            uploadPart();
        }
    }

    /**
     * Uploads what is enough for a part, and gives the rest.
     *
     * @throws TooManyPartsException if there is no number left for a part
     */
    Remainder remainder() {
        if (buffered >= block.bytes()) {
            uploadPart();
        }
        return Remainder.of(buffer, buffered);
    }

    /** Uploads what is too little for a part, as only the last part of an object may be; nothing, where nothing is left. */
    void finish() {
        if (buffered > 0) {
            uploadPart();
        }
    }

    /** The parts so far, in order. */
    List<UploadedPart> parts() {
        return List.copyOf(parts);
    }

    /** Their bytes. */
    long size() {
        return size;
    }

    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            int enough = block.bytes(parts.size()) + SLACK_BYTES;
            buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(enough, buffer.length * 2)));
        }
    }

    private void uploadPart() {
        if (parts.size() == block.count()) {
            throw new TooManyPartsException();
        }
        MessageDigest md5 = Md5.digest();
        md5.update(buffer, 0, buffered);
        parts.add(bucket.uploads()
                .upload(
                        key,
                        uploadId,
                        block.first() + parts.size(),
                        buffer,
                        buffered,
                        Base64.getEncoder().encodeToString(md5.digest())));
        size += buffered;
        buffered = 0;
    }

    /** A capture is larger than an object can be. */
    static final class TooManyPartsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManyPartsException() {
            super("there is no number left for a part");
        }
    }
}
