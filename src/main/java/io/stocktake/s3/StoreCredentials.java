package io.stocktake.s3;

import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Store;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Resolves a store's rule for credentials in the process that needs them: the rule travels to an executor, a secret never
 * does.
 */
final class StoreCredentials implements AutoCloseable {
    private final AwsCredentialsProvider provider;
    private final Runnable closing;

    private StoreCredentials(AwsCredentialsProvider provider, Runnable closing) {
        this.provider = provider;
        this.closing = closing;
    }

    static StoreCredentials of(Store store) {
        Credentials rule = store.credentials();
        if (rule instanceof Credentials.Anonymous) {
            return new StoreCredentials(AnonymousCredentialsProvider.create(), () -> {});
        }
        if (rule instanceof Credentials.Environment environment) {
            return new StoreCredentials(() -> ofEnvironment(store, environment.prefix()), () -> {});
        }
        if (rule instanceof Credentials.Profile profile) {
            ProfileCredentialsProvider provider = ProfileCredentialsProvider.create(profile.name());
            return new StoreCredentials(provider, provider::close);
        }
        if (rule instanceof Credentials.AssumeRole role) {
            return ofRole(store, role.arn());
        }
        if (rule instanceof Credentials.Hadoop) {
            return new StoreCredentials(new HadoopCredentials(store), () -> {});
        }
        DefaultCredentialsProvider provider =
                DefaultCredentialsProvider.builder().build();
        return new StoreCredentials(provider, provider::close);
    }

    AwsCredentialsProvider provider() {
        return provider;
    }

    /** The endpoint that comes with the credentials; only Hadoop's settings bring one. */
    Optional<URI> endpoint() {
        return provider instanceof HadoopCredentials hadoop ? hadoop.endpoint() : Optional.empty();
    }

    /** Whether what comes with the credentials asks for the bucket in the path. */
    boolean pathStyle() {
        return provider instanceof HadoopCredentials hadoop && hadoop.pathStyle();
    }

    @Override
    public void close() {
        closing.run();
    }

    private static AwsCredentials ofEnvironment(Store store, String prefix) {
        String accessKey = variable(store, prefix + "_ACCESS_KEY_ID");
        String secretKey = variable(store, prefix + "_SECRET_ACCESS_KEY");
        return Optional.ofNullable(System.getenv(prefix + "_SESSION_TOKEN"))
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(accessKey, secretKey, token))
                .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey));
    }

    private static String variable(Store store, String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> SdkClientException.create("Cannot sign requests to store \"" + store.name()
                        + "\": the environment variable " + name
                        + " is not set in this process; on a cluster the executors need it too"));
    }

    private static StoreCredentials ofRole(Store store, String arn) {
        StsClient sts = StsClient.builder().region(Region.of(store.region())).build();
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(arn).roleSessionName("stocktake"))
                .build();
        return new StoreCredentials(provider, () -> {
            provider.close();
            sts.close();
        });
    }
}
