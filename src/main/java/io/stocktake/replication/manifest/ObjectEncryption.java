package io.stocktake.replication.manifest;

import io.stocktake.s3.ObjectHead;

/** A value of {@code MatchAnyObjectEncryption}: how a version is encrypted, whatever the key. */
public enum ObjectEncryption {
    SSES3("SSE-S3"),
    SSEKMS("SSE-KMS"),
    DSSEKMS("DSSE-KMS"),
    SSEC("SSE-C"),
    NOTSSE("NOT-SSE");

    private final String status;

    ObjectEncryption(String status) {
        this.status = status;
    }

    boolean isOf(ObjectHead head) {
        return head.encryptionStatus().equals(status);
    }
}
