package io.stocktake.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

class ServerOptionsTest {
    private static ThrowingCallable parsing(String... arguments) {
        return () -> ServerOptions.parse(arguments);
    }

    @Test
    void aServerIsStartedAsTheOptionsSay() {
        ServerOptions options = ServerOptions.parse(
                "--account",
                "444455556666:key:topsecret",
                "--bucket",
                "data",
                "--virtual",
                "logs=date-partitions:1000:2:0.5");

        try (EmbeddedS3 server = EmbeddedS3Server.start(options);
                S3Client s3 = Clients.plain(server.endpoint(), "key", "topsecret")) {
            assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("data", "logs");
            assertThat(s3.listObjectVersions(list -> list.bucket("logs").maxKeys(10))
                            .isTruncated())
                    .isTrue();
            assertThat(EmbeddedS3Server.greeting(server, options)).isEqualTo("""
                            S3 is served at %1$s until you press Ctrl-C; everything is kept in memory.
                            With the AWS CLI:

                              export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=<the account's secret key> AWS_DEFAULT_REGION=us-east-1
                              export AWS_ENDPOINT_URL=%1$s
                              aws s3 ls

                            """.formatted(server.endpoint()));
        }
    }

    @Test
    void aServerBehavesLikeTheStoreOfItsProfile() {
        try (EmbeddedS3 server =
                        EmbeddedS3Server.start(ServerOptions.parse("--bucket", "data", "--profile", "ceph-16"));
                S3Client s3 = Clients.withoutTrailers(server.endpoint(), "test", "testsecret")) {
            s3.putBucketVersioning(
                    put -> put.bucket("data").versioningConfiguration(versioning -> versioning.status("Enabled")));
            s3.putObject(put -> put.bucket("data").key("a"), RequestBody.fromString("1"));
            for (int i = 0; i < 3; i++) {
                s3.deleteObject(delete -> delete.bucket("data").key("a"));
            }

            assertThat(server.bucket("data").versions())
                    .extracting(StoredVersion::isDeleteMarker)
                    .containsExactly(true, false);
        }
    }

    @Test
    void computedObjectsLieInTheBucketsThatTheyName() {
        ServerOptions options = ServerOptions.parse(
                "--bucket",
                "data",
                "--computed",
                "data/dir/a=b=5G:64M",
                "--computed",
                "other/small=10",
                "--keep-digests-above",
                "1M");

        try (EmbeddedS3 server = EmbeddedS3Server.start(options)) {
            assertThat(server.bucket("data").versions())
                    .extracting(StoredVersion::key, StoredVersion::size)
                    .containsExactly(tuple("dir/a=b", 5L << 30));
            assertThat(server.bucket("data").versions().get(0).eTag()).endsWith("-80");
            assertThat(server.bucket("other").versions())
                    .extracting(StoredVersion::key, StoredVersion::size)
                    .containsExactly(tuple("small", 10L));
        }
        assertThat(options.keepDigestsAbove()).isEqualTo(1 << 20);
    }

    @Test
    void aBadCommandLineIsRefusedInOneSentence() {
        assertThatThrownBy(parsing("--computed", "data=5"))
                .hasMessage("Cannot start: --computed has to be NAME/KEY=SIZE[:PARTSIZE], not \"data=5\".");
        assertThatThrownBy(parsing("--computed", "data/a=5T"))
                .hasMessage("Cannot start: --computed has to have a number of bytes, which may end in K, M or G, not"
                        + " \"5T\".");
        assertThatThrownBy(parsing("--computed", "data/a=6G"))
                .hasMessage("Cannot start with --computed \"data/a=6G\": S3 takes at most 5G in one piece; give it a"
                        + " PARTSIZE up to that.");
        assertThatThrownBy(parsing("--profile", "minio"))
                .hasMessage("Cannot start: \"minio\" is not a profile; it has to be one of aws, ceph-16.");
        assertThatThrownBy(parsing("--keep-digests-above", "-1"))
                .hasMessage("Cannot start: --keep-digests-above has to have a number of bytes, which may end in K, M or"
                        + " G, not \"-1\".");
        assertThatThrownBy(parsing("--prot", "9000"))
                .hasMessage("Cannot start: \"--prot\" is not an option of this program; --help shows them.");
        assertThatThrownBy(parsing("--port")).hasMessage("Cannot start: --port needs a value; --help shows which.");
        assertThatThrownBy(parsing("--port", "65536"))
                .hasMessage("Cannot start: --port has to be a number from 0 to 65535, not \"65536\".");
        assertThatThrownBy(parsing("--delay", "soon"))
                .hasMessage("Cannot start: --delay has to be a number from 0 to 3600000, not \"soon\".");
        assertThatThrownBy(parsing("--account", "1:key:topsecret"))
                .hasMessage("Cannot start: --account has to be ID:ACCESS_KEY:SECRET_KEY, where ID has twelve digits.");
        assertThatThrownBy(parsing("--virtual", "logs"))
                .hasMessage("Cannot start: --virtual has to be NAME=SHAPE:COUNT[:VERSIONS[:MARKERS]], not \"logs\".");
        assertThatThrownBy(parsing("--virtual", "logs=round:10"))
                .hasMessage("Cannot start: \"round\" is not a shape of keys; it has to be one of hex-hash,"
                        + " date-partitions, zipf-tenants, sequential-numbers, part-files, one-large-directory.");
        assertThatThrownBy(parsing("--virtual", "logs=hex-hash:many"))
                .hasMessage(
                        "Cannot start: --virtual has to have numbers behind its shape, unlike \"logs=hex-hash:many\".");
        assertThatThrownBy(parsing("--virtual", "logs=hex-hash:-1"))
                .hasMessage("Cannot start with --virtual \"logs=hex-hash:-1\": Cannot compute -1 keys: the count has to"
                        + " be between 0 and 1099511627776.");
    }

    @Test
    void aBucketThatCannotBeIsRefused() {
        ServerOptions options = ServerOptions.parse("--bucket", "No_Bucket");

        assertThatThrownBy(() -> EmbeddedS3Server.start(options))
                .hasMessage("Cannot create the bucket \"No_Bucket\": The specified bucket is not valid.");
    }
}
