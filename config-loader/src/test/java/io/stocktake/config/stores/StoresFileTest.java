package io.stocktake.config.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.InvalidDefinitionException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoresFileTest {

    @Test
    void everyMemberIsRead() {
        Stores stores = parse("""
                accountId: 012345678901
                operations: s3a://operations/stocktake
                stores:
                  - name: ceph
                    endpoint: https://ceph.example.com:8443
                    region: eu-west-1
                    accountId: 000000000042
                    organizationalUnit: ou-ab12-cdefgh34
                    pathStyle: false
                    caBundle: /etc/ssl/ceph.pem
                    connectTimeout: 500ms
                    readTimeout: PT2M
                    encryption: trusted
                    listing: unordered
                    credentials:
                      environment: CEPH
                    buckets: [media, "logs-*", data=prod-data]
                """);

        assertThat(stores)
                .isEqualTo(new Stores(
                        Optional.of("012345678901"),
                        List.of(new Store(
                                "ceph",
                                Optional.of(URI.create("https://ceph.example.com:8443")),
                                "eu-west-1",
                                Optional.of("000000000042"),
                                Optional.of("ou-ab12-cdefgh34"),
                                false,
                                Optional.of("/etc/ssl/ceph.pem"),
                                Duration.ofMillis(500),
                                Duration.ofMinutes(2),
                                Encryption.TRUSTED,
                                Listing.UNORDERED,
                                new Credentials.Environment("CEPH"),
                                List.of(
                                        new BucketClaim("media", "media"),
                                        new BucketClaim("logs-*", "logs-*"),
                                        new BucketClaim("data", "prod-data")))),
                        Optional.of("s3a://operations/stocktake")));
    }

    @Test
    void absentMembersHaveTheirDefaults() {
        Stores stores = parse("""
                stores:
                  - name: minio
                    endpoint: http://127.0.0.1:9000
                  - name: aws
                    region: eu-central-1
                    buckets: [archive]
                """);

        Duration connect = Duration.ofSeconds(10);
        Duration read = Duration.ofSeconds(60);
        assertThat(stores.stores())
                .containsExactly(
                        new Store(
                                "minio",
                                Optional.of(URI.create("http://127.0.0.1:9000")),
                                "us-east-1",
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                connect,
                                read,
                                Encryption.CHECKED,
                                Listing.ORDERED,
                                new Credentials.Default(),
                                List.of(new BucketClaim("*", "*"))),
                        new Store(
                                "aws",
                                Optional.empty(),
                                "eu-central-1",
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                connect,
                                read,
                                Encryption.CHECKED,
                                Listing.ORDERED,
                                new Credentials.Default(),
                                List.of(new BucketClaim("archive", "archive"))));
        assertThat(stores.accountId()).isEmpty();
        assertThat(stores.operations()).isEmpty();
    }

    @Test
    void theHomeAccountIsTheAccountOfAStoreThatNamesNone() {
        Stores stores = parse("accountId: 012345678901\nstores: [{name: a, endpoint: 'http://a'}]");

        assertThat(stores.stores().get(0).accountId()).contains("012345678901");
    }

    @Test
    void theOneAccountOfAllStoresIsTheHomeAccount() {
        String two = "stores: [{name: a, endpoint: 'http://a', accountId: 1}, {name: b, endpoint: 'http://b'%s}]";

        assertThat(parse(two.formatted(", accountId: 1")).accountId()).contains("1");
        assertThat(parse(two.formatted("")).accountId()).isEmpty();
        assertRefused(
                two.formatted(", accountId: 2"),
                "accountId: is missing, and the stores have the accounts 1, 2: say which one is the home account");
    }

    @Test
    void credentialsAreReadInEveryForm() {
        assertThat(credentials("default")).isEqualTo(new Credentials.Default());
        assertThat(credentials("hadoop")).isEqualTo(new Credentials.Hadoop());
        assertThat(credentials("anonymous")).isEqualTo(new Credentials.Anonymous());
        assertThat(credentials("{profile: backup}")).isEqualTo(new Credentials.Profile("backup"));
        assertThat(credentials("'profile: backup'")).isEqualTo(new Credentials.Profile("backup"));
        assertThat(credentials("{environment: CEPH_2}")).isEqualTo(new Credentials.Environment("CEPH_2"));
        assertThat(credentials("{assumeRole: 'arn:aws:iam::123456789012:role/stocktake'}"))
                .isEqualTo(new Credentials.AssumeRole("arn:aws:iam::123456789012:role/stocktake"));
    }

    @Test
    void withHadoopsCredentialsTheEndpointMayBeHadoopsToo() {
        Store store = parse("stores: [{name: a, credentials: hadoop}]").stores().get(0);

        assertThat(store.endpoint()).isEmpty();
        assertThat(store.region()).isEqualTo("us-east-1");
    }

    @Test
    void aSecretIsRefusedByNameAndNeverRepeated() {
        String why = ": looks like a secret, and none belongs in a definition. Remove it, change the key if others can"
                + " read this file, and point to the keys instead: credentials: {environment: PREFIX} for the variables"
                + " PREFIX_ACCESS_KEY_ID and PREFIX_SECRET_ACCESS_KEY, or credentials: {profile: NAME}";
        assertRefused(
                """
                stores:
                  - name: a
                    endpoint: http://a
                    accessKey: AKIAIOSFODNN7EXAMPLE
                    secretKey: wJalrXUtnFEMI
                    session_token: wJalrXUtnFEMI
                    home: x
                    credentials: {aws_secret_access_key: wJalrXUtnFEMI}
                """,
                "stores[0].credentials.aws_secret_access_key" + why,
                "stores[0].accessKey" + why,
                "stores[0].secretKey" + why,
                "stores[0].session_token" + why,
                "stores[0].home: is not known here; the members are name, endpoint, region, accountId,"
                        + " organizationalUnit, pathStyle, caBundle, connectTimeout, readTimeout, encryption, listing, credentials,"
                        + " buckets");
    }

    @Test
    void aValueWhereAKeyMayHaveBeenPastedIsNotRepeated() {
        assertRefused(
                """
                stores:
                  - name: a
                    endpoint: https://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@a
                    credentials: 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI'
                  - name: b
                    endpoint: http://b
                    credentials: {environment: 'wJalrXUtnFEMI/K7MDENG'}
                """,
                "stores[0].endpoint: is refused: an endpoint is http://host[:port] or https://host[:port], without"
                        + " user, path or query",
                "stores[0].credentials: is refused: credentials are one of default, profile: NAME,"
                        + " environment: PREFIX, assumeRole: ARN, hadoop, anonymous",
                "stores[1].credentials.environment: is refused: environment takes the prefix of two variables, of"
                        + " letters, digits and _, such as CEPH");
    }

    @Test
    void anEndpointIsAnHttpAddressOfAHost() {
        for (String endpoint : List.of(
                "ceph:7480",
                "//ceph",
                "http:",
                "http://",
                "http:ceph",
                "http://ceph/bucket",
                "https://ceph?a",
                "a b",
                "")) {
            assertRefused(
                    "stores: [{name: a, endpoint: '" + endpoint + "'}]",
                    "stores[0].endpoint: is refused: an endpoint is http://host[:port] or https://host[:port], without"
                            + " user, path or query");
        }
    }

    @Test
    void aSyntaxErrorDoesNotQuoteTheLine() {
        assertThatThrownBy(() -> parse("stores:\n  - secretKey: wJalrXUtnFEMI: x\n"))
                .hasMessage("Cannot read stores.yaml: 1 problem\n"
                        + "  (document): is not YAML: line 2, column 29: mapping values are not allowed here");
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        assertRefused(
                """
                operations: file:///tmp
                home: x
                stores:
                  - endpoint: ftp://a
                    pathStyle: maybe
                    encryption: 'no'
                    listing: none
                    connectTimeout: 10
                    readTimeout: 0s
                    buckets: [ok, ok, ../up, 'a=b=c', 'x*=y', 'a,b', {}]
                  - name: aws
                  - name: ../up
                    region: x
                """,
                "stores[0].name: is missing",
                "stores[0].endpoint: is refused: an endpoint is http://host[:port] or https://host[:port], without user,"
                        + " path or query",
                "stores[0].pathStyle: is text, not true or false",
                "stores[0].connectTimeout: \"10\" is refused: a length of time is written 500ms, 10s, 2m, 1h or PT10S",
                "stores[0].readTimeout: \"0s\" is refused: a length of time here is above zero and at most a day",
                "stores[0].encryption: \"no\" is refused: encryption is checked or trusted",
                "stores[0].listing: \"none\" is refused: listing is ordered or unordered",
                "stores[0].buckets[6]: is an object, not text",
                "stores[0].buckets[1]: \"ok\" claims an alias a second time",
                "stores[0].buckets[2]: \"../up\" is refused: not a bucket name: it is 1 to 255 of A-Z a-z 0-9 . _ -"
                        + " and begins with a letter or a digit",
                "stores[0].buckets[3]: \"a=b=c\" is refused: not a bucket name after the =",
                "stores[0].buckets[4]: \"x*=y\" is refused: an alias names one bucket, without *",
                "stores[0].buckets[5]: \"a,b\" is refused: not a bucket name: it is 1 to 255 of A-Z a-z 0-9 . _ -"
                        + " and begins with a letter or a digit",
                "stores[1].region: is missing, and a store without an endpoint is AWS, which needs it",
                "stores[2].name: \"../up\" is refused: a store's name has 1 to 63 of A-Z a-z 0-9 . _ - and begins with"
                        + " a letter or a digit",
                "operations: \"file:///tmp\" is refused: it is s3a://bucket/prefix",
                "home: is not known here; the members are stores, accountId, operations");
    }

    @Test
    void aFileWithoutStoresIsRefused() {
        assertRefused("accountId: 1", "stores: is missing");
        assertRefused("stores: []", "stores: names no store");
        assertRefused("stores: a", "stores: is text, not a list");
        assertRefused("", "(document): is empty");
        assertRefused(
                "stores: [{name: a, endpoint: 'http://a'}, {name: a, endpoint: 'http://b'}]",
                "stores[1].name: \"a\" is the name of two stores");
    }

    @Test
    void aThousandBadStoresAreReportedInShort() {
        StringBuilder yaml = new StringBuilder("stores:\n");
        for (int i = 0; i < 1000; i++) {
            yaml.append("  - {}\n");
        }

        assertThatThrownBy(() -> parse(yaml.toString()))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageEndingWith("  stores[49].region: is missing, and a store without an endpoint is AWS, which"
                        + " needs it\n  (document): and 1900 more problems");
    }

    private static Credentials credentials(String yaml) {
        return parse("stores: [{name: a, endpoint: 'http://a', credentials: " + yaml + "}]")
                .stores()
                .get(0)
                .credentials();
    }

    private static void assertRefused(String yaml, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read stores.yaml: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static Stores parse(String yaml) {
        return StoresFile.parse(yaml.getBytes(StandardCharsets.UTF_8), "stores.yaml");
    }
}
