package io.stocktake.config.stores;

import java.util.regex.Pattern;

/**
 * What documents, ARNs, options and folders call a bucket.
 *
 * <p>It becomes a part of paths and keys, so it holds neither a separator nor a control character and is never
 * {@code .} or {@code ..}. S3's own rules for names (and the older, wider ones of 255 characters) are within it.
 */
public final class BucketAlias {

    /** The rule in words, for messages. */
    public static final String RULE = "it is 1 to 255 of A-Z a-z 0-9 . _ - and begins with a letter or a digit";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private BucketAlias() {}

    /** Whether {@code text} can be the alias of a bucket. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }
}
