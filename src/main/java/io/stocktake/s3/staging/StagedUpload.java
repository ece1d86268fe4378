package io.stocktake.s3.staging;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.Md5;
import io.stocktake.s3.UploadedPart;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Uploads what is written to it as the parts of a multipart upload, and leaves the upload open when it is closed. Holds one
 * part in memory. Not thread-safe.
 */
public final class StagedUpload extends OutputStream {
    /** The least that S3 takes for a part that is not the last: many tasks write at once in one heap. */
    public static final int PART_BYTES = 5 * 1024 * 1024;

    /** S3 takes 10,000 parts. Their size doubles after each 2,000, which is enough for 300 GB in one file. */
    private static final int PARTS_OF_ONE_SIZE = 2_000;

    private static final int FIRST_BUFFER_BYTES = 256 * 1024;

    private final DestinationBucket bucket;
    private final String key;
    private final String uploadId;
    private final MessageDigest md5 = Md5.digest();
    private final List<UploadedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int buffered;
    private long size;
    private boolean isClosed;

    /**
     * Begins an upload.
     *
     * @param key one that nothing else writes
     */
    public StagedUpload(DestinationBucket bucket, String key, String contentType) {
        this.bucket = bucket;
        this.key = key;
        this.uploadId = bucket.uploads().create(key, contentType);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isClosed) {
            throw new IOException("Cannot write to \"" + key + "\": it is closed");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, partBytes() - buffered);
            makeRoom(count);
            System.arraycopy(bytes, from, buffer, buffered, count);
            buffered += count;
            from += count;
            left -= count;
            if (buffered == partBytes()) {
                uploadPart();
            }
        }
    }

    /** Uploads the last part. The upload stays open: it is the driver that completes it. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (buffered > 0 || parts.isEmpty()) {
            uploadPart();
        }
        buffer = new byte[0];
    }

    /** Aborts the upload, closed or not. */
    public void abort() {
        isClosed = true;
        buffer = new byte[0];
        bucket.uploads().abort(key, uploadId);
    }

    /** The bytes that the store has of it. */
    public long size() {
        return size;
    }

    /** Closes, and tells what the driver has to know; to be called once. */
    public StagedObject finish() {
        close();
        return new StagedObject(key, size, HexFormat.of().formatHex(md5.digest()), uploadId, List.copyOf(parts));
    }

    private void makeRoom(int count) {
        int needed = buffered + count;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(partBytes(), Math.max(needed, buffer.length * 2)));
        }
    }

    private int partBytes() {
        return PART_BYTES << (parts.size() / PARTS_OF_ONE_SIZE);
    }

    private void uploadPart() {
        md5.update(buffer, 0, buffered);
        MessageDigest ofPart = Md5.digest();
        ofPart.update(buffer, 0, buffered);
        String md5OfPart = Base64.getEncoder().encodeToString(ofPart.digest());
        parts.add(bucket.uploads().upload(key, uploadId, parts.size() + 1, buffer, buffered, md5OfPart));
        size += buffered;
        buffered = 0;
    }
}
