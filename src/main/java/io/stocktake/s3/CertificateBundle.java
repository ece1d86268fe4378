package io.stocktake.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/** The authorities that a store's certificate is checked against: those of a file, besides those that the JDK trusts. */
final class CertificateBundle implements TlsTrustManagersProvider {
    private final TrustManagerFactory factory;

    private CertificateBundle(TrustManagerFactory factory) {
        this.factory = factory;
    }

    /**
     * Reads the PEM certificates of a file.
     *
     * @throws StoreException if there is none to read
     */
    static CertificateBundle read(String path) {
        try (InputStream pem = Files.newInputStream(Path.of(path))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new StoreException("Cannot read the certificates of caBundle \"" + path + "\": it has none");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            for (X509Certificate certificate : trustedByJdk()) {
                trusted.setCertificateEntry("jdk-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return new CertificateBundle(factory);
        } catch (IOException | GeneralSecurityException failure) {
            throw new StoreException(
                    "Cannot read the certificates of caBundle \"" + path + "\": " + failure.getMessage(), failure);
        }
    }

    private static List<X509Certificate> trustedByJdk() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    @Override
    public TrustManager[] trustManagers() {
        return factory.getTrustManagers();
    }
}
