package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.ServerOptions.ComputedObjectOption;
import io.stocktake.embedded.s3.ServerOptions.VirtualBucketOption;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The command {@code java -jar stocktake-embedded-s3.jar}: a server until it is interrupted. */
public final class EmbeddedS3Server {
    /** A bad command line. */
    private static final int USAGE = 2;

    private static final int FAILED = 1;

    private EmbeddedS3Server() {}

    /**
     * Starts a server and waits. Exit status 2 on a bad command line, 1 if the server cannot start.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) throws InterruptedException {
        // Names of buckets may be printed on any terminal, whatever its locale says.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(arguments, out, err);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
        ServerOptions options;
        try {
            options = ServerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return USAGE;
        }
        if (options.help()) {
            out.print(ServerOptions.HELP);
            return 0;
        }
        try (EmbeddedS3 server = start(options)) {
            out.print(greeting(server, options));
            new CountDownLatch(1).await();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return FAILED;
        }
        return 0;
    }

    static EmbeddedS3 start(ServerOptions options) {
        EmbeddedS3.Builder builder = EmbeddedS3.builder()
                .port(options.port())
                .profile(options.profile())
                .keepDigestsAbove(options.keepDigestsAbove());
        options.accounts().forEach(builder::account);
        if (options.anonymous()) {
            builder.allowAnonymous();
        }
        EmbeddedS3 server = builder.start();
        try {
            options.buckets().forEach(server::createBucket);
            for (VirtualBucketOption virtual : options.virtualBuckets()) {
                server.createVirtualBucket(virtual.name(), virtual.keys());
            }
            for (ComputedObjectOption computed : options.computedObjects()) {
                bucket(server, computed.bucket()).put(computed.request());
            }
        } catch (IllegalArgumentException e) {
            server.close();
            throw e;
        }
        if (options.delayMillis() > 0) {
            server.faults().delay(Duration.ofMillis(options.delayMillis()));
        }
        if (options.requestDelayMillis() > 0) {
            server.faults().delayRequests(Duration.ofMillis(options.requestDelayMillis()));
        }
        server.requests().countOnly();
        return server;
    }

    private static EmbeddedBucket bucket(EmbeddedS3 server, String name) {
        return server.hasBucket(name) ? server.bucket(name) : server.createBucket(name);
    }

    /** The secret is shown only where it is the one that this program's help shows. */
    static String greeting(EmbeddedS3 server, ServerOptions options) {
        String secret = options.accounts().isEmpty() ? server.account().secretKey() : "<the account's secret key>";
        return """
                S3 is served at %1$s until you press Ctrl-C; everything is kept in memory.
                With the AWS CLI:

                  export AWS_ACCESS_KEY_ID=%2$s AWS_SECRET_ACCESS_KEY=%3$s AWS_DEFAULT_REGION=%4$s
                  export AWS_ENDPOINT_URL=%1$s
                  aws s3 ls

                """.formatted(server.endpoint(), server.account().accessKey(), secret, EmbeddedS3.REGION);
    }
}
