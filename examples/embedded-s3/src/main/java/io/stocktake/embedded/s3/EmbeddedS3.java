package io.stocktake.embedded.s3;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An S3 server in this process: exact where Stocktake depends on S3's behaviour, in memory, on loopback only, with
 * path-style addressing. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedS3 s3 = EmbeddedS3.start()) {
 *     s3.createBucket("data").put("a/b", bytes);
 *     // any S3 client: s3.endpoint(), access key "test", secret key "testsecret", path style
 * }
 * }</pre>
 *
 * <p>Every account may use every bucket: ACLs are told, not enforced. What is enforced is the signature,
 * x-amz-expected-bucket-owner, and Object Lock.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** The Region of buckets that are created without one. Requests may be signed for any. */
    public static final String REGION = "us-east-1";

    /**
     * Who signs requests and owns buckets and objects.
     *
     * @param accountId twelve digits
     * @param canonicalId 64 hexadecimal digits, as ACLs name an account
     */
    public record Account(
            String accountId, String canonicalId, String displayName, String accessKey, String secretKey) {
        /** The account of a server that is told no other. */
        public static Account standard() {
            return of("111122223333", "test", "test", "testsecret");
        }

        /** An account whose canonical id is made of its account id. */
        public static Account of(String accountId, String displayName, String accessKey, String secretKey) {
            String canonicalId = Digests.hex(Digests.sha256(accountId.getBytes(StandardCharsets.UTF_8)));
            return new Account(accountId, canonicalId, displayName, accessKey, secretKey);
        }

        /** Without the secret key. */
        @Override
        public String toString() {
            return "Account[accountId=" + accountId + ", canonicalId=" + canonicalId + ", displayName=" + displayName
                    + ", accessKey=" + accessKey + "]";
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Account first;
    private final Profile profile;
    private final Buckets buckets;
    private final RequestLog log;
    private final Faults faults;

    private EmbeddedS3(Builder builder) {
        List<Account> accounts = builder.accounts.isEmpty() ? List.of(Account.standard()) : builder.accounts;
        Map<String, Account> byAccessKey = new LinkedHashMap<>();
        for (Account account : accounts) {
            if (byAccessKey.putIfAbsent(account.accessKey(), account) != null) {
                throw new IllegalArgumentException(
                        "Cannot start the embedded S3 server: two accounts have the access key \"" + account.accessKey()
                                + "\"");
            }
        }
        first = accounts.get(0);
        profile = builder.profile;
        buckets = new Buckets(profile, Accounts.of(accounts));
        log = new RequestLog();
        faults = new Faults();
        Authentication authentication = new Authentication(byAccessKey, first, builder.anonymous);
        // Without it every small answer waits 40 ms for the client's delayed acknowledgement (JDK-8304927).
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The JDK keeps 200 idle connections for 30 s: a client that reuses one at that moment meets a reset, and a
        // call
        // that is not repeated would fail for no reason of its own.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start the embedded S3 server on port " + builder.port + ": " + e.getMessage(), e);
        }
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "embedded-s3-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext(
                "/",
                new Gateway(
                        new Router(buckets, faults),
                        authentication,
                        new BodyReader(builder.keptUpTo, profile),
                        log,
                        faults,
                        profile));
        server.start();
    }

    /** Starts a server with one account (access key {@code test}, secret key {@code testsecret}) on a free port. */
    public static EmbeddedS3 start() {
        return builder().start();
    }

    /** A server that is not started yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The options of a server. Not thread-safe. */
    public static final class Builder {
        private int port;
        private final List<Account> accounts = new ArrayList<>();
        private Authentication.Anonymous anonymous = Authentication.Anonymous.REFUSED;

        private long keptUpTo = Long.MAX_VALUE;
        private Profile profile = Profile.AWS;

        private Builder() {}

        /** The port on loopback; 0, the default, lets the system choose. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Adds an account. The first one owns the buckets that are created without an owner. */
        public Builder account(Account account) {
            accounts.add(account);
            return this;
        }

        /** Serves requests without a signature, in the name of the first account. */
        public Builder allowAnonymous() {
            anonymous = Authentication.Anonymous.ALLOWED;
            return this;
        }

        /** Behaves like another store than AWS's. */
        public Builder profile(Profile newProfile) {
            profile = newProfile;
            return this;
        }

        /**
         * Keeps only the length and the digests of what PutObject and UploadPart bring if it has more than so many bytes: the
         * object has its ETag, but its bytes cannot be read, except where they are those of a
         * {@linkplain PutRequest#computed computed} object of this server or of a part of one. Such an object has a checksum
         * only if the request brought one.
         */
        public Builder keepDigestsAbove(long bytes) {
            keptUpTo = bytes;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if the port is taken
         */
        public EmbeddedS3 start() {
            return new EmbeddedS3(this);
        }
    }

    /** Where the server answers, for example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The first account. */
    public Account account() {
        return first;
    }

    /** Creates a bucket of the first account, without versioning, in {@link #REGION}. */
    public EmbeddedBucket createBucket(String name) {
        return createBucket(name, first);
    }

    /** Creates a bucket of an account, without versioning, in {@link #REGION}. */
    public EmbeddedBucket createBucket(String name, Account owner) {
        return createBucket(name, owner, REGION);
    }

    /** Creates a bucket of an account, without versioning, in a Region. */
    public EmbeddedBucket createBucket(String name, Account owner, String region) {
        try {
            return new EmbeddedBucket(buckets, buckets.create(name, owner, region));
        } catch (S3Error e) {
            throw new IllegalArgumentException("Cannot create the bucket \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /**
     * A bucket that exists, whoever created it.
     *
     * @throws IllegalArgumentException if there is none of this name, or it is a virtual one
     */
    public EmbeddedBucket bucket(String name) {
        try {
            if (buckets.find(name) instanceof StoredBucket bucket) {
                return new EmbeddedBucket(buckets, bucket);
            }
        } catch (S3Error e) {
            throw new IllegalArgumentException("Cannot use the bucket \"" + name + "\": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("Cannot use the bucket \"" + name + "\" directly: its objects are computed");
    }

    boolean hasBucket(String name) {
        return buckets.all().stream().anyMatch(bucket -> bucket.name().equals(name));
    }

    /** Creates a read-only bucket of the first account whose keys are computed. */
    public void createVirtualBucket(String name, VirtualKeys keys) {
        try {
            buckets.add(new VirtualBucket(name, first, profile, keys));
        } catch (S3Error e) {
            throw new IllegalArgumentException("Cannot create the bucket \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /** What was requested. */
    public RequestLog requests() {
        return log;
    }

    /** What goes wrong on demand. */
    public Faults faults() {
        return faults;
    }

    /** Stops the server at once; its buckets are gone. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
