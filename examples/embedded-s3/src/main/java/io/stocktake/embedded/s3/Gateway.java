package io.stocktake.embedded.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.stocktake.embedded.s3.Faults.Damage;
import io.stocktake.embedded.s3.Faults.Moment;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** From an HTTP exchange to an S3 request and back: faults, signature, body, operation, log, answer. */
final class Gateway implements HttpHandler {
    private static final List<String> CONDITIONS = List.of(
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "range",
            "content-type",
            "content-md5");

    private final Router router;
    private final Authentication authentication;
    private final BodyReader bodies;
    private final RequestLog log;
    private final Faults faults;
    private final Profile profile;
    private final AtomicLong requests = new AtomicLong();

    Gateway(
            Router router,
            Authentication authentication,
            BodyReader bodies,
            RequestLog log,
            Faults faults,
            Profile profile) {
        this.router = router;
        this.authentication = authentication;
        this.log = log;
        this.faults = faults;
        this.bodies = bodies;
        this.profile = profile;
    }

    /** An answer, and what is done to it on its way. */
    private record Answer(Response response, Optional<Damage> damage) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        LoggedRequest logged = new LoggedRequest(Operation.UNKNOWN.awsName(), "", "", Map.of(), Map.of(), 0);
        Answer answer;
        try {
            S3Request request = new S3Request(exchange, profile);
            Operation operation = OperationTable.find(request);
            logged = logged(operation, request);
            answer = answer(operation, request, logged, exchange);
        } catch (S3Error e) {
            answer = new Answer(error(exchange, e), Optional.empty());
        } catch (RuntimeException e) {
            // A defect of this server; the test that meets it has to see where.
            S3Error error = new S3Error(500, "InternalError", "The embedded server failed: " + e);
            StackTraceElement[] trace = e.getStackTrace();
            answer = new Answer(
                    error(exchange, trace.length > 0 ? error.detail("At", trace[0].toString()) : error),
                    Optional.empty());
        }
        Response response = answer.response();
        try {
            boolean cut = answer.damage()
                    .filter(damage -> damage == Damage.CUT_BEFORE || damage == Damage.CUT_AFTER)
                    .isPresent();
            log.add(logged.answered(cut ? 0 : response.status()));
            if (!cut) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                send(exchange, response, answer.damage());
            }
        } finally {
            response.body().release();
            exchange.close();
        }
    }

    private Answer answer(Operation operation, S3Request request, LoggedRequest logged, HttpExchange exchange)
            throws IOException {
        faults.runHooks(Moment.BEFORE, logged);
        Optional<Damage> damage = faults.damage(logged);
        if (damage.equals(Optional.of(Damage.CUT_BEFORE))) {
            return new Answer(new Response(0), damage);
        }
        faults.refuse(logged);
        pause(faults.delay(operation));
        request.body(bodies.read(operation, request, authentication.authenticate(request)));
        S3Error late = new S3Error(200, "InternalError", "We encountered an internal error. Please try again.");
        if (damage.equals(Optional.of(Damage.ERROR_IN_BODY))) {
            return new Answer(error(exchange, late), damage);
        }
        Response response = router.serve(operation, request);
        faults.runHooks(Moment.AFTER, logged.answered(response.status()));
        return new Answer(
                damage.equals(Optional.of(Damage.ERROR_IN_BODY_AFTER)) ? error(exchange, late) : response, damage);
    }

    private static void pause(Duration delay) {
        if (!delay.isZero()) {
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private LoggedRequest logged(Operation operation, S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (log.keepsRequests()) {
            request.headers().forEach((name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                boolean secret = lower.endsWith("-customer-key") || lower.equals("x-amz-security-token");
                if (!secret && (lower.startsWith("x-amz-") || CONDITIONS.contains(lower))) {
                    headers.put(lower, String.join(",", values));
                }
            });
        }
        return new LoggedRequest(
                operation.awsName(),
                request.bucketName(),
                request.keyText(),
                Map.copyOf(request.query()),
                Map.copyOf(headers),
                0);
    }

    private static Response error(HttpExchange exchange, S3Error error) {
        XmlBuffer document =
                XmlBuffer.document().open("Error").element("Code", error.code()).element("Message", error.getMessage());
        error.details().forEach(document::element);
        document.element("Resource", exchange.getRequestURI().getRawPath())
                .element("HostId", "embedded-s3")
                .close("Error");
        Response response = new Response(error.status()).header("Content-Type", "application/xml");
        error.headers().forEach(response::header);
        // A HEAD's answer has no body to say more in.
        return exchange.getRequestMethod().equals("HEAD")
                ? response
                : response.body(Response.bytes(document.toBytes()));
    }

    private void send(HttpExchange exchange, Response response, Optional<Damage> damage) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("x-amz-request-id", String.format("%016X", requests.incrementAndGet()));
        exchange.getResponseHeaders().set("x-amz-id-2", "embedded-s3");
        exchange.getResponseHeaders().set("Server", "AmazonS3");
        long length = response.body().length();
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        long limit = length;
        if (damage.isPresent() && endsInTheMiddle(damage.get())) {
            limit = length / 2;
        }
        if (damage.equals(Optional.of(Damage.MALFORMED_PAGE))) {
            length = limit;
        }
        exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
        if (length > 0) {
            OutputStream out = exchange.getResponseBody();
            response.body().writeTo(limit < response.body().length() ? new Cut(out, limit) : out);
            if (limit == length) {
                out.close();
            }
        }
    }

    private static boolean endsInTheMiddle(Damage damage) {
        return switch (damage) {
            case TRUNCATED_PAGE, MALFORMED_PAGE, TRUNCATED_BODY -> true;
            case CUT_BEFORE, CUT_AFTER, ERROR_IN_BODY, ERROR_IN_BODY_AFTER -> false;
        };
    }

    /** Lets so many bytes through and drops the rest. */
    private static final class Cut extends OutputStream {
        private final OutputStream out;
        private long left;

        Cut(OutputStream out, long left) {
            this.out = out;
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int passed = (int) Math.min(left, count);
            out.write(bytes, from, passed);
            left -= passed;
        }
    }
}
