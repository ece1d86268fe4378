package io.stocktake.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that manifests, and S3's Content-MD5, are made of. */
public final class Md5 {
    private Md5() {}

    /** A new one. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has MD5", impossible);
        }
    }
}
