package io.stocktake.embedded.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of the AWS SDK for a store on loopback. */
final class Clients {
    private Clients() {}

    /** As the SDK comes: with CRC trailers and without retries, so that an answer is what the store said. */
    static S3Client plain(URI endpoint, String accessKey, String secretKey) {
        return builder(endpoint, accessKey, secretKey).build();
    }

    /** For stores that know no CRC trailers, and take a body in one piece only. */
    static S3Client withoutTrailers(URI endpoint, String accessKey, String secretKey) {
        return builder(endpoint, accessKey, secretKey)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    /** For stores that know no CRC trailers; bodies travel in signed chunks. */
    static S3Client chunking(URI endpoint, String accessKey, String secretKey) {
        return builder(endpoint, accessKey, secretKey)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    static S3Client of(EmbeddedS3 server) {
        return plain(
                server.endpoint(),
                server.account().accessKey(),
                server.account().secretKey());
    }

    static S3ClientBuilder builder(URI endpoint, String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .overrideConfiguration(configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1)));
    }
}
