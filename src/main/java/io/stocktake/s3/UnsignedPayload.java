package io.stocktake.s3;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Lets a body travel without its SHA-256 in the signature ({@code UNSIGNED-PAYLOAD}).
 *
 * <p>Over https the SDK does so by itself. Over http it reads every body twice, once to hash and once to send, which
 * halves the speed of a copy and reads its source twice. A request whose content is checked otherwise, by Content-MD5 or
 * by the ETag that the store answers, is marked here and read once. Source: S3 API reference, "Authenticating Requests:
 * Using the Authorization Header", x-amz-content-sha256.
 */
public final class UnsignedPayload {
    private static final String HEADER = "x-amz-content-sha256";
    private static final String VALUE = "UNSIGNED-PAYLOAD";

    private UnsignedPayload() {}

    /** Marks a request whose content is checked by other means than its signature. */
    public static AwsRequestOverrideConfiguration.Builder mark(AwsRequestOverrideConfiguration.Builder request) {
        return request.putHeader(HEADER, VALUE);
    }

    /** The SDK's own scheme of signatures, which also obeys the mark. */
    static AwsV4AuthScheme authScheme() {
        AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
        Signer signer = new Signer(scheme.signer());
        return new AwsV4AuthScheme() {
            @Override
            public String schemeId() {
                return scheme.schemeId();
            }

            @Override
            public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
                return scheme.identityProvider(providers);
            }

            @Override
            public AwsV4HttpSigner signer() {
                return signer;
            }
        };
    }

    /** Signs a marked request as over https, where the SDK leaves the payload out; the scheme is no part of a signature. */
    private record Signer(HttpSigner<AwsCredentialsIdentity> delegate) implements AwsV4HttpSigner {
        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            SdkHttpRequest http = request.request();
            Optional<String> mark = http.firstMatchingHeader(HEADER).filter(VALUE::equals);
            if (mark.isEmpty()) {
                return delegate.sign(request);
            }
            String protocol = http.protocol();
            SdkHttpRequest asHttps =
                    http.copy(copy -> copy.protocol("https").port(http.port()).removeHeader(HEADER));
            SignedRequest signed = delegate.sign(request.copy(copy -> copy.request(asHttps)));
            SdkHttpRequest asItWas = signed.request().copy(copy -> copy.protocol(protocol));
            return signed.copy(copy -> copy.request(asItWas));
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            return delegate.signAsync(request);
        }
    }
}
