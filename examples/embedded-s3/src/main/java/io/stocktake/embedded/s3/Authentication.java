package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks Signature Version 4 in the Authorization header ("Authenticating Requests: Using the Authorization Header", S3
 * API Reference) and reads the body that it signs. Any Region may be signed for. Thread-safe.
 */
final class Authentication {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{8})/"
                    + "([^/,\\s]+)/(s3|s3express)/aws4_request\\s*,\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);

    private final Map<String, Account> accounts;
    private final Account first;
    private final Anonymous anonymous;
    /** A day's derived keys; a new day starts over. */
    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

    /** Whether requests without a signature are served. */
    enum Anonymous {
        REFUSED,
        ALLOWED
    }

    Authentication(Map<String, Account> accounts, Account first, Anonymous anonymous) {
        this.accounts = Map.copyOf(accounts);
        this.first = first;
        this.anonymous = anonymous;
    }

    /**
     * Finds the account that signed the request.
     *
     * @return the signer that goes on with the body's chunks; nothing for an anonymous request
     */
    Optional<Signer> authenticate(S3Request request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            if (anonymous == Anonymous.ALLOWED) {
                request.requester(first);
                return Optional.empty();
            }
            throw S3Error.accessDenied();
        }
        Matcher matcher = AUTHORIZATION.matcher(authorization.get().strip());
        if (!matcher.matches()) {
            throw new S3Error(
                    400,
                    "AuthorizationHeaderMalformed",
                    "The authorization header is malformed; only AWS4-HMAC-SHA256 is served here.");
        }
        Account account = accounts.get(matcher.group(1));
        if (account == null) {
            throw new S3Error(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.")
                    .detail("AWSAccessKeyId", matcher.group(1));
        }
        String date = request.header("x-amz-date").orElse("");
        checkDate(date, matcher.group(2));
        String day = matcher.group(2);
        String region = matcher.group(3);
        // Requests to directory buckets are signed for a service of their own.
        String service = matcher.group(4);
        Signer signer = new Signer(
                key(account, day, region, service), date, day + "/" + region + "/" + service + "/aws4_request");
        String expected = signer.requestSignature(canonicalRequest(request, matcher.group(5)));
        if (!sameText(expected, matcher.group(6))) {
            throw signatureDoesNotMatch();
        }
        request.requester(account);
        return Optional.of(signer);
    }

    private SecretKeySpec key(Account account, String day, String region, String service) {
        if (keys.size() > 1000) {
            keys.clear();
        }
        return keys.computeIfAbsent(
                account.accessKey() + "/" + day + "/" + region + "/" + service,
                unused -> Signer.derive(account.secretKey(), day, region, service));
    }

    static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static S3Error signatureDoesNotMatch() {
        return new S3Error(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing"
                        + " method.");
    }

    private static void checkDate(String date, String day) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        }
        if (!date.startsWith(day)) {
            throw signatureDoesNotMatch();
        }
        Instant now = Instant.now();
        if (Duration.between(signed, now).abs().compareTo(LARGEST_SKEW) > 0) {
            throw new S3Error(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.")
                    .detail("RequestTime", date)
                    .detail("ServerTime", now.toString())
                    .detail("MaxAllowedSkewMilliseconds", Long.toString(LARGEST_SKEW.toMillis()));
        }
    }

    private static String canonicalRequest(S3Request request, String signedHeaders) {
        StringBuilder canonical = new StringBuilder(512);
        canonical.append(request.method()).append('\n');
        UrlEncoding.encodeForSignature(UrlEncoding.decodePath(request.rawPath()), canonical, "/");
        canonical.append('\n').append(canonicalQuery(request)).append('\n');
        List<String> names = List.of(signedHeaders.split(";", -1));
        if (!names.contains("host")) {
            throw signatureDoesNotMatch();
        }
        for (String name : names) {
            List<String> values = request.headers().getOrDefault(name, List.of());
            canonical.append(name).append(':');
            for (int i = 0; i < values.size(); i++) {
                canonical.append(i == 0 ? "" : ",").append(values.get(i).strip().replaceAll(" +", " "));
            }
            canonical.append('\n');
        }
        return canonical
                .append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(request.header("x-amz-content-sha256")
                        .orElseThrow(() -> S3Error.invalidRequest(
                                "Missing required header for this request: x-amz-content-sha256")))
                .toString();
    }

    private static String canonicalQuery(S3Request request) {
        List<S3Request.Parameter> encoded = new ArrayList<>(request.parameters().size());
        for (S3Request.Parameter parameter : request.parameters()) {
            encoded.add(new S3Request.Parameter(encode(parameter.name()), encode(parameter.value())));
        }
        encoded.sort(Comparator.comparing(S3Request.Parameter::name).thenComparing(S3Request.Parameter::value));
        StringBuilder query = new StringBuilder();
        for (S3Request.Parameter parameter : encoded) {
            query.append(query.length() == 0 ? "" : "&")
                    .append(parameter.name())
                    .append('=')
                    .append(parameter.value());
        }
        return query.toString();
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        UrlEncoding.encodeForSignature(text, encoded, "");
        return encoded.toString();
    }
}
