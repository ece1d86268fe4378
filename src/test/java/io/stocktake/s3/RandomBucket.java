package io.stocktake.s3;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.StoredVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** A bucket of random keys and histories, and what to ask of it. Made from a seed. */
public final class RandomBucket {
    private static final int LONGEST_KEY = 1024;

    /** What stores, URLs, XML and UTF-16 treat in a way of its own. */
    private static final String[] PIECES = {
        "a",
        "b",
        "z",
        "0",
        "9",
        "/",
        "//",
        ".",
        "!",
        "~",
        " ",
        "+",
        "%",
        "%25",
        "%2",
        "%C3",
        "%00",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "]]>",
        "\\",
        "?",
        "#",
        "=",
        "\n",
        "\r",
        "\t",
        "\u0001",
        "\u001f",
        "\u007f",
        "\u0085",
        "ü",
        "u\u0308",
        "€",
        "\ud7ff",
        "\ue000",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\ud800\udc00",
        "😀",
        "\udbff\udfff"
    };

    private final EmbeddedBucket bucket;
    private final SplittableRandom random;
    private final List<String> keys = new ArrayList<>();

    private RandomBucket(EmbeddedBucket bucket, SplittableRandom random) {
        this.bucket = bucket;
        this.random = random;
    }

    /** Fills a bucket by at most so many writes and deletions, while its versioning is switched on and off. */
    public static RandomBucket fill(EmbeddedBucket bucket, SplittableRandom random, int most) {
        RandomBucket filled = new RandomBucket(bucket, random);
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            filled.change();
        }
        return filled;
    }

    private void change() {
        switch (random.nextInt(16)) {
            case 0 -> bucket.enableVersioning();
            case 1 -> bucket.suspendVersioning();
            case 2, 3 -> bucket.delete(known());
            case 4 -> {
                List<StoredVersion> versions = bucket.versions();
                if (!versions.isEmpty()) {
                    StoredVersion gone = versions.get(random.nextInt(versions.size()));
                    bucket.delete(gone.key(), gone.versionId());
                }
            }
            case 5, 6 -> bucket.put(known(), new byte[random.nextInt(3)]);
            default -> {
                String key = key();
                keys.add(key);
                bucket.put(key, new byte[random.nextInt(3)]);
            }
        }
    }

    private String known() {
        return keys.isEmpty() || random.nextInt(8) == 0 ? key() : keys.get(random.nextInt(keys.size()));
    }

    /** A key that need not be in the bucket: near one that is, or anything else. */
    public String key() {
        StringBuilder key = new StringBuilder();
        if (!keys.isEmpty() && random.nextInt(3) == 0) {
            key.append(keys.get(random.nextInt(keys.size())));
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                String piece = piece();
                key.append(piece.repeat(LONGEST_KEY / bytes(piece).length));
            }
            case 1 -> {
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    key.appendCodePoint(codePoint());
                }
            }
            default -> {
                for (int i = random.nextInt(1, 5); i > 0; i--) {
                    key.append(random.nextBoolean() ? PIECES[random.nextInt(5)] : piece());
                }
            }
        }
        while (bytes(key.toString()).length > LONGEST_KEY) {
            key.setLength(key.offsetByCodePoints(key.length(), -1));
        }
        return key.toString();
    }

    /** A place to cut at, or to start behind. */
    public String cut() {
        return random.nextInt(3) == 0 || keys.isEmpty() ? key() : keys.get(random.nextInt(keys.size()));
    }

    /** A prefix, mostly of some key, mostly a short one. */
    public String prefix() {
        if (keys.isEmpty() || random.nextInt(8) == 0) {
            return piece();
        }
        String key = keys.get(random.nextInt(keys.size()));
        int characters = key.codePointCount(0, key.length());
        return key.substring(0, key.offsetByCodePoints(0, random.nextInt(Math.min(3, characters)) + 1));
    }

    /** What is in the bucket and wanted, in the order of S3. */
    public List<StoredVersion> versions(Predicate<StoredVersion> wanted) {
        return bucket.versions().stream().filter(wanted).toList();
    }

    /** The order of S3, of bytes. */
    public static int compare(String key, String other) {
        return Arrays.compareUnsigned(bytes(key), bytes(other));
    }

    private String piece() {
        return PIECES[random.nextInt(PIECES.length)];
    }

    /** Any character that has a UTF-8 form, each length of it as likely. */
    private int codePoint() {
        int codePoint =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(1, 0x80);
                    case 1 -> random.nextInt(0x80, 0x800);
                    case 2 -> random.nextInt(0x800, 0x10000);
                    default -> random.nextInt(0x10000, 0x110000);
                };
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xe000 : codePoint;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
