package io.stocktake.s3;

import io.stocktake.config.stores.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The credentials and the endpoint of the user's own {@code fs.s3a.*}, Hadoop's credential providers included.
 *
 * <p>S3A is asked through reflection, because it hands out objects of the cluster's AWS SDK, whose classes are not those
 * that this project carries under names of its own. Thread-safe.
 */
final class HadoopCredentials implements AwsCredentialsProvider {
    private static final String FACTORY = "org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory";

    private final Store store;
    private final Configuration configuration;
    private Optional<Object> providers = Optional.empty();

    HadoopCredentials(Store store) {
        this.store = store;
        this.configuration = configuration();
    }

    /** What Spark gives its tasks for Hadoop: the cluster's files and every {@code spark.hadoop.*}. */
    private static Configuration configuration() {
        SparkEnv environment = SparkEnv.get();
        return environment == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(environment.conf());
    }

    /** {@code fs.s3a.endpoint}, if it is set. */
    Optional<URI> endpoint() {
        return Optional.ofNullable(configuration.getTrimmed("fs.s3a.endpoint"))
                .filter(endpoint -> !endpoint.isEmpty())
                .map(endpoint -> URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint));
    }

    /** {@code fs.s3a.path.style.access}, false where it is not set. */
    boolean pathStyle() {
        return configuration.getBoolean("fs.s3a.path.style.access", false);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            Object credentials = call(providers(), "resolveCredentials");
            String accessKey = (String) call(credentials, "accessKeyId");
            String secretKey = (String) call(credentials, "secretAccessKey");
            boolean isTemporary = hasMethod(credentials, "sessionToken");
            return isTemporary
                    ? AwsSessionCredentials.create(accessKey, secretKey, (String) call(credentials, "sessionToken"))
                    : AwsBasicCredentials.create(accessKey, secretKey);
        } catch (InvocationTargetException failure) {
            throw failure(failure.getCause());
        } catch (ReflectiveOperationException failure) {
            throw failure(failure);
        }
    }

    private synchronized Object providers() throws ReflectiveOperationException {
        if (providers.isEmpty()) {
            Object made = Class.forName(FACTORY)
                    .getMethod("createAWSCredentialProviderList", URI.class, Configuration.class)
                    .invoke(null, URI.create("s3a://stocktake"), configuration);
            providers = Optional.of(made);
        }
        return providers.get();
    }

    private SdkClientException failure(Throwable cause) {
        return SdkClientException.create(
                "Cannot sign requests to store \"" + store.name() + "\" with the credentials of fs.s3a: "
                        + cause.getMessage(),
                cause);
    }

    private static boolean hasMethod(Object target, String name) {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    private static Object call(Object target, String name) throws ReflectiveOperationException {
        Method method = target.getClass().getMethod(name);
        // Implementations of public interfaces may themselves be hidden.
        method.setAccessible(true);
        return method.invoke(target);
    }
}
