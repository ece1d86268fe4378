package io.stocktake.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Signs requests that do not go through the SDK's pipeline as the pipeline signed one like them. Thread-safe.
 *
 * @param credentials whose are resolved for each request, as they may change
 */
record DirectSigner(AwsCredentialsProvider credentials) {
    private static final Pattern SCOPE =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=[^,]*/\\d{8}/([^/,]+)/s3/aws4_request,.*");

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** The Region that a request of the pipeline was signed for; empty if it was not signed, or in another way. */
    static Optional<String> region(SdkHttpRequest sent) {
        Matcher scope = SCOPE.matcher(sent.firstMatchingHeader("Authorization").orElse(""));
        return scope.matches() ? Optional.of(scope.group(1)) : Optional.empty();
    }

    /** A request like one of the pipeline, as far as it does not depend on what is asked for: no query, no signature. */
    static SdkHttpRequest like(SdkHttpRequest sent, SdkHttpMethod method, String encodedPath) {
        SdkHttpRequest.Builder like = SdkHttpRequest.builder()
                .method(method)
                .protocol(sent.protocol())
                .host(sent.host())
                .port(sent.port())
                .encodedPath(encodedPath);
        sent.firstMatchingHeader("Host").ifPresent(host -> like.putHeader("Host", host));
        sent.firstMatchingHeader("User-Agent").ifPresent(agent -> like.putHeader("User-Agent", agent));
        return like.build();
    }

    /** The request, signed; it has no body. */
    SdkHttpRequest signed(SdkHttpRequest unsigned, String region) {
        return SIGNER.sign(sign -> sign.request(unsigned)
                        .identity(credentials.resolveCredentials())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
    }
}
