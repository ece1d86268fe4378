package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line of the server. */
record ServerOptions(
        int port,
        List<Account> accounts,
        List<String> buckets,
        List<VirtualBucketOption> virtualBuckets,
        List<ComputedObjectOption> computedObjects,
        long keepDigestsAbove,
        Profile profile,
        int delayMillis,
        int requestDelayMillis,
        boolean anonymous,
        boolean help) {
    static final String HELP = """
            Usage: java -jar stocktake-embedded-s3.jar [options]

            Serves S3 from memory on 127.0.0.1, until it is interrupted. Addressing is path-style.

              --port PORT         the port; without it the system chooses a free one
              --account ID:ACCESS_KEY:SECRET_KEY
                                  an account of twelve digits and its keys; may be repeated, the first one
                                  owns the buckets. Without it: 111122223333:test:testsecret
              --anonymous         serve requests without a signature too
              --bucket NAME       create an empty bucket; may be repeated
              --virtual NAME=SHAPE:COUNT[:VERSIONS[:MARKERS]]
                                  create a read-only bucket of COUNT computed keys; may be repeated.
                                  SHAPE is one of hex-hash, date-partitions, zipf-tenants,
                                  sequential-numbers, part-files, one-large-directory.
                                  VERSIONS gives each key 1 to that many versions, of which the share
                                  MARKERS (0 to 1) are delete markers
              --leave-out NAME=N  of the virtual bucket NAME leave out every N-th key, so that it lacks what
                                  another of the same shape and count has
              --computed NAME/KEY=SIZE[:PARTSIZE]
                                  put an object of SIZE computed bytes that takes no memory, in one piece or
                                  as a multipart upload of parts of PARTSIZE bytes; may be repeated. Both
                                  may end in K, M or G: 50G:64M. Its bucket is created if there is none
              --keep-digests-above SIZE
                                  of an uploaded body that is larger, keep the digests and not the bytes:
                                  objects of any size can be received and have their ETag, but not be read
              --profile NAME      behave like another store: aws (the default), or ceph-16, the gateway of
                                  Ceph 16 with its deviations from S3
              --delay MS          wait so many milliseconds before each page of a listing
              --request-delay MS  wait so many milliseconds before each request that is no listing
              --help              this text

            Example: a bucket of ten million keys in three years of hours, listed as slowly as a distant one:

              java -jar stocktake-embedded-s3.jar --port 9000 --virtual logs=date-partitions:10000000 --delay 50

            Example: an object of 50 GB to be copied from here, and a server that takes it with little memory:

              java -Xmx64m -jar stocktake-embedded-s3.jar --port 9000 --computed data/large=50G:64M
              java -Xmx64m -jar stocktake-embedded-s3.jar --port 9001 --bucket data --keep-digests-above 1M
            """;

    private static final Map<String, LongFunction<VirtualKeys>> SHAPES = VirtualKeys.shapes();

    private static final Map<String, Long> UNITS = Map.of("", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMG]?)");

    private static final Pattern LEAVE_OUT = Pattern.compile("(.+)=([2-9]|[1-9]\\d{1,17})");

    /** S3's limit for an object that is put in one piece, and for a part. */
    private static final long LARGEST_PIECE = 5L << 30;

    /**
     * An object whose bytes are computed.
     *
     * @param partSize 0 for an object in one piece
     */
    record ComputedObjectOption(String bucket, String key, long size, long partSize) {
        PutRequest request() {
            PutRequest put = PutRequest.computed(key, size, key.hashCode());
            return partSize == 0 ? put : put.partSize(partSize);
        }
    }

    /** A bucket whose keys are computed. */
    record VirtualBucketOption(String name, VirtualKeys keys) {}

    /** @throws IllegalArgumentException with one sentence for the person at the terminal */
    static ServerOptions parse(String... arguments) {
        int port = 0;
        int delay = 0;
        int requestDelay = 0;
        boolean anonymous = false;
        boolean help = false;
        List<Account> accounts = new ArrayList<>();
        List<String> buckets = new ArrayList<>();
        List<VirtualBucketOption> virtual = new ArrayList<>();
        List<ComputedObjectOption> computed = new ArrayList<>();
        long keepDigestsAbove = Long.MAX_VALUE;
        Profile profile = Profile.AWS;
        for (Iterator<String> left = List.of(arguments).iterator(); left.hasNext(); ) {
            String option = left.next();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--anonymous" -> anonymous = true;
                case "--port" -> port = number(option, value(option, left), 65_535);
                case "--delay" -> delay = number(option, value(option, left), 3_600_000);
                case "--request-delay" -> requestDelay = number(option, value(option, left), 3_600_000);
                case "--bucket" -> buckets.add(value(option, left));
                case "--account" -> accounts.add(account(value(option, left)));
                case "--computed" -> computed.add(computed(value(option, left)));
                case "--keep-digests-above" -> keepDigestsAbove = size(option, value(option, left));
                case "--profile" -> profile = profile(value(option, left));
                case "--virtual" -> virtual.add(virtual(value(option, left)));
                case "--leave-out" -> leaveOut(value(option, left), virtual);
                default ->
                    throw new IllegalArgumentException(
                            "Cannot start: \"" + option + "\" is not an option of this program; --help shows them.");
            }
        }
        return new ServerOptions(
                port,
                List.copyOf(accounts),
                List.copyOf(buckets),
                List.copyOf(virtual),
                List.copyOf(computed),
                keepDigestsAbove,
                profile,
                delay,
                requestDelay,
                anonymous,
                help);
    }

    private static String value(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException("Cannot start: " + option + " needs a value; --help shows which.");
        }
        return left.next();
    }

    private static int number(String option, String text, int maximum) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number that is out of range.
        }
        throw new IllegalArgumentException(
                "Cannot start: " + option + " has to be a number from 0 to " + maximum + ", not \"" + text + "\".");
    }

    private static Profile profile(String name) {
        return Profile.named(name)
                .orElseThrow(() -> new IllegalArgumentException("Cannot start: \"" + name
                        + "\" is not a profile; it has to be one of " + Profile.names() + "."));
    }

    private static long size(String option, String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Cannot start: " + option
                    + " has to have a number of bytes, which may end in K, M or G, not \"" + text + "\".");
        }
        return Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2));
    }

    private static ComputedObjectOption computed(String text) {
        int equals = text.lastIndexOf('=');
        int slash = text.indexOf('/');
        String[] sizes = text.substring(equals + 1).split(":", -1);
        if (slash < 1 || equals <= slash + 1 || sizes.length > 2) {
            throw new IllegalArgumentException(
                    "Cannot start: --computed has to be NAME/KEY=SIZE[:PARTSIZE], not \"" + text + "\".");
        }
        long size = size("--computed", sizes[0]);
        long partSize = sizes.length == 2 ? size("--computed", sizes[1]) : 0;
        if (partSize > LARGEST_PIECE || (partSize == 0 && size > LARGEST_PIECE)) {
            throw new IllegalArgumentException("Cannot start with --computed \"" + text
                    + "\": S3 takes at most 5G in one piece; give it a PARTSIZE up to that.");
        }
        return new ComputedObjectOption(text.substring(0, slash), text.substring(slash + 1, equals), size, partSize);
    }

    /** A secret is never repeated in an error. */
    private static Account account(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !parts[0].matches("\\d{12}") || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot start: --account has to be ID:ACCESS_KEY:SECRET_KEY, where ID has twelve digits.");
        }
        return Account.of(parts[0], parts[1], parts[1], parts[2]);
    }

    private static void leaveOut(String text, List<VirtualBucketOption> virtual) {
        Matcher matcher = LEAVE_OUT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Cannot start: --leave-out has to be NAME=N with N of at least 2, not \"" + text + "\".");
        }
        for (int i = 0; i < virtual.size(); i++) {
            VirtualBucketOption bucket = virtual.get(i);
            if (bucket.name().equals(matcher.group(1))) {
                virtual.set(
                        i,
                        new VirtualBucketOption(
                                bucket.name(), VirtualKeys.leaveOut(bucket.keys(), Long.parseLong(matcher.group(2)))));
                return;
            }
        }
        throw new IllegalArgumentException("Cannot start: --leave-out names the bucket \"" + matcher.group(1)
                + "\", which no --virtual before it makes.");
    }

    private static VirtualBucketOption virtual(String text) {
        int equals = text.indexOf('=');
        String[] parts = text.substring(equals + 1).split(":", -1);
        if (equals < 1 || parts.length < 2 || parts.length > 4) {
            throw new IllegalArgumentException(
                    "Cannot start: --virtual has to be NAME=SHAPE:COUNT[:VERSIONS[:MARKERS]], not \"" + text + "\".");
        }
        LongFunction<VirtualKeys> shape = SHAPES.get(parts[0]);
        if (shape == null) {
            throw new IllegalArgumentException("Cannot start: \"" + parts[0]
                    + "\" is not a shape of keys; it has to be one of " + String.join(", ", SHAPES.keySet()) + ".");
        }
        try {
            VirtualKeys keys = shape.apply(Long.parseLong(parts[1]));
            if (parts.length > 2) {
                double markers = parts.length > 3 ? Double.parseDouble(parts[3]) : 0;
                keys = VirtualKeys.withVersions(keys, Integer.parseInt(parts[2]), markers);
            }
            return new VirtualBucketOption(text.substring(0, equals), keys);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Cannot start: --virtual has to have numbers behind its shape, unlike \"" + text + "\".", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Cannot start with --virtual \"" + text + "\": " + e.getMessage() + ".", e);
        }
    }
}
