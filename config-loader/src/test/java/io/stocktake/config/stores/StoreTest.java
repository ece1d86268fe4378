package io.stocktake.config.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoreTest {

    private static final Store STORE = new Store(
            "ceph",
            Optional.of(URI.create("https://ceph.example.com")),
            "eu-west-1",
            Optional.of("012345678901"),
            Optional.of("ou-ab12-cdefgh34"),
            false,
            Optional.of("/etc/ssl/ceph.pem"),
            Duration.ofMillis(1500),
            Duration.ofMinutes(2),
            Encryption.TRUSTED,
            Listing.UNORDERED,
            new Credentials.Environment("CEPH"),
            List.of(new BucketClaim("data", "prod-data"), new BucketClaim("logs-*", "logs-*")));

    @Test
    void optionsAreNamedLikeTheMembersOfStoresYaml() {
        assertThat(STORE.toOptions())
                .isEqualTo(Map.ofEntries(
                        Map.entry("name", "ceph"),
                        Map.entry("endpoint", "https://ceph.example.com"),
                        Map.entry("region", "eu-west-1"),
                        Map.entry("accountId", "012345678901"),
                        Map.entry("organizationalUnit", "ou-ab12-cdefgh34"),
                        Map.entry("pathStyle", "false"),
                        Map.entry("caBundle", "/etc/ssl/ceph.pem"),
                        Map.entry("connectTimeout", "PT1.5S"),
                        Map.entry("readTimeout", "PT2M"),
                        Map.entry("encryption", "trusted"),
                        Map.entry("listing", "unordered"),
                        Map.entry("credentials", "environment: CEPH"),
                        Map.entry("buckets", "data=prod-data,logs-*")));
    }

    @Test
    void optionsAreReadBackInLowerCaseAsWell() {
        Map<String, String> lowerCase = new TreeMap<>();
        STORE.toOptions().forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));

        assertThat(Store.fromOptions(STORE.toOptions())).isEqualTo(STORE);
        assertThat(Store.fromOptions(lowerCase)).isEqualTo(STORE);
    }

    @Test
    void anyOptionOfAStoreDescribesOne() {
        assertThat(STORE.toOptions().keySet())
                .hasSize(13)
                .allSatisfy(name -> assertThat(
                                Store.isDescribedBy(Map.of("path", "s3a://data/p", name.toLowerCase(Locale.ROOT), "x")))
                        .isTrue());
        assertThat(Store.isDescribedBy(Map.of("path", "s3a://data/p", "verify", "true")))
                .isFalse();
    }

    @Test
    void aStoreAndALocationSurviveJavaSerialization() throws Exception {
        Store aws = Store.fromOptions(Map.of("name", "aws", "region", "eu-central-1"));

        assertThat(copyOf(aws)).isEqualTo(aws);
        assertThat(copyOf(new BucketLocation(STORE, "data", "prod-data")))
                .isEqualTo(new BucketLocation(STORE, "data", "prod-data"));
    }

    @Test
    void everyRuleForCredentialsIsReadFromItsText() {
        List<Credentials> rules = List.of(
                new Credentials.Default(),
                new Credentials.Profile("backup: nightly"),
                new Credentials.Environment("CEPH"),
                new Credentials.AssumeRole("arn:aws:iam::123456789012:role/stocktake"),
                new Credentials.Hadoop(),
                new Credentials.Anonymous());

        assertThat(rules)
                .allSatisfy(rule -> assertThat(Credentials.parse(rule.text())).isEqualTo(rule));
    }

    @Test
    void anOptionThatCannotBeReadIsNamedWithoutItsValue() {
        assertThatThrownBy(() -> Store.fromOptions(Map.of("region", "eu-west-1")))
                .hasMessage("Cannot read a store's options: \"name\" is missing");
        assertThatThrownBy(() -> Store.fromOptions(Map.of("name", "aws")))
                .hasMessage(
                        "Cannot read a store's options: \"region\" is missing, which AWS needs (only with an endpoint"
                                + " it has a default)");
        assertThatThrownBy(() -> Store.fromOptions(Map.of("name", "a", "endpoint", "https://key:secret@a")))
                .hasMessage("Cannot read the option \"endpoint\": an endpoint is http://host[:port] or"
                        + " https://host[:port], without user, path or query");
        assertThatThrownBy(() -> Store.fromOptions(Map.of("name", "a", "region", "x", "pathStyle", "yes")))
                .hasMessage("Cannot read the option \"pathStyle\": it is true or false");
        assertThatThrownBy(() -> Store.fromOptions(Map.of("name", "a", "region", "x", "credentials", "AKIA/secret")))
                .hasMessage("Cannot read the option \"credentials\": credentials are one of default, profile: NAME,"
                        + " environment: PREFIX, assumeRole: ARN, hadoop, anonymous")
                .hasMessageNotContaining("AKIA");
    }

    private static Object copyOf(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
