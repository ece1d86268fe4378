package io.stocktake.embedded.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request, taken apart: path-style addressing, decoded query, headers by any case. Used by one thread. */
final class S3Request {
    /** One parameter of the query, decoded; the value is empty where there is none. */
    record Parameter(String name, String value) {}

    private final String method;
    private final String rawPath;
    private final String bucketName;
    private final String keyText;
    private final List<Parameter> parameters;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Headers headers;
    private final InputStream stream;
    private final Profile profile;
    private Account requester;
    private DecodedBody body = DecodedBody.NONE;

    S3Request(HttpExchange exchange, Profile profile) {
        this.profile = profile;
        method = exchange.getRequestMethod();
        rawPath = exchange.getRequestURI().getRawPath();
        headers = exchange.getRequestHeaders();
        stream = exchange.getRequestBody();
        int slash = rawPath.indexOf('/', 1);
        bucketName = UrlEncoding.decodePath(
                rawPath.length() < 2 ? "" : rawPath.substring(1, slash < 0 ? rawPath.length() : slash));
        keyText = slash < 0 ? "" : UrlEncoding.decodePath(rawPath.substring(slash + 1));
        parameters = parameters(exchange.getRequestURI().getRawQuery());
        for (Parameter parameter : parameters) {
            query.putIfAbsent(parameter.name(), parameter.value());
        }
    }

    private static List<Parameter> parameters(String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        if (rawQuery != null) {
            int from = 0;
            while (from < rawQuery.length()) {
                int end = rawQuery.indexOf('&', from);
                end = end < 0 ? rawQuery.length() : end;
                int equals = rawQuery.indexOf('=', from);
                if (equals < 0 || equals > end) {
                    equals = end;
                }
                if (end > from) {
                    parameters.add(new Parameter(
                            UrlEncoding.decodeQuery(rawQuery.substring(from, equals)),
                            equals < end ? UrlEncoding.decodeQuery(rawQuery.substring(equals + 1, end)) : ""));
                }
                from = end + 1;
            }
        }
        return parameters;
    }

    String method() {
        return method;
    }

    String rawPath() {
        return rawPath;
    }

    /** Empty for a request to the service itself. */
    String bucketName() {
        return bucketName;
    }

    boolean hasKey() {
        return !keyText.isEmpty();
    }

    String keyText() {
        return keyText;
    }

    Key key() {
        Key key = Key.of(keyText);
        if (key.bytes().length > Key.MAXIMUM_LENGTH) {
            String code =
                    profile.has(KnownDeviation.A_LONG_KEY_IS_AN_INVALID_NAME) ? "InvalidObjectName" : "KeyTooLongError";
            throw new S3Error(400, code, "Your key is too long")
                    .detail("Size", Integer.toString(key.bytes().length))
                    .detail("MaxSizeAllowed", Integer.toString(Key.MAXIMUM_LENGTH));
        }
        return key;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Map<String, String> query() {
        return query;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    Headers headers() {
        return headers;
    }

    InputStream stream() {
        return stream;
    }

    Account requester() {
        return requester;
    }

    void requester(Account account) {
        requester = account;
    }

    /** The decoded and verified body, with its trailers. */
    DecodedBody body() {
        return body;
    }

    void body(DecodedBody decoded) {
        body = decoded;
    }

    /** A header or, behind an aws-chunked body, a trailer. */
    Optional<String> headerOrTrailer(String name) {
        return header(name).or(() -> Optional.ofNullable(body.trailers().get(name)));
    }
}
