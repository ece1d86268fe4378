package io.stocktake.config.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoresTest {

    private static final Stores STORES = new Stores(
            Optional.of("111"),
            List.of(
                    store("ceph", "111", "data", "logs-*", "old=archive", "shared"),
                    store("minio", "222", "media", "archive=data", "shared", "logs-eu"),
                    store("edge", "222", "logs-e*", "*-backup-*-full")),
            Optional.empty());

    @Test
    void aBucketIsFoundByNameAliasAndPattern() {
        assertThat(STORES.bucket("data")).isEqualTo(location("ceph", "data", "data"));
        assertThat(STORES.bucket("logs-us")).isEqualTo(location("ceph", "logs-us", "logs-us"));
        assertThat(STORES.bucket("old")).isEqualTo(location("ceph", "old", "archive"));
        assertThat(STORES.bucket("archive")).isEqualTo(location("minio", "archive", "data"));
        assertThat(STORES.bucket("x-backup-backup-1-full"))
                .isEqualTo(location("edge", "x-backup-backup-1-full", "x-backup-backup-1-full"));
    }

    @Test
    void anEntryOfItsOwnComesBeforeAPatternOfTheSameStore() {
        Stores stores = new Stores(Optional.empty(), List.of(store("a", "1", "*", "data=prod-data")), Optional.empty());

        assertThat(stores.bucket("data").name()).isEqualTo("prod-data");
        assertThat(stores.bucket("other").name()).isEqualTo("other");
    }

    @Test
    void theAccountDecidesBetweenStores() {
        assertThat(STORES.bucket("shared", Optional.of("222"))).isEqualTo(location("minio", "shared", "shared"));
        assertThat(STORES.bucket("shared", Optional.of("111"))).isEqualTo(location("ceph", "shared", "shared"));
    }

    @Test
    void aBucketOfOneStoreIsFoundWhateverAccountIsExpected() {
        assertThat(STORES.bucket("media", Optional.of("111")).store().name()).isEqualTo("minio");
    }

    @Test
    void aBucketThatSeveralStoresClaimIsAnError() {
        assertThatThrownBy(() -> STORES.bucket("shared"))
                .isInstanceOf(AmbiguousBucketException.class)
                .hasMessage(
                        "Cannot tell which store has the bucket \"shared\": \"ceph\" of account 111 and \"minio\" of"
                                + " account 222 claim it. Give one of them an alias of its own in stores.yaml"
                                + " (buckets: [other-alias=shared]).");
        assertThatThrownBy(() -> STORES.bucket("logs-eu", Optional.of("222")))
                .isInstanceOf(AmbiguousBucketException.class)
                .hasMessage(
                        "Cannot tell which store has the bucket \"logs-eu\": \"ceph\" of account 111 and \"minio\" of"
                                + " account 222 and \"edge\" of account 222 claim it, and account \"222\" does not decide. Give"
                                + " one of them an alias of its own in stores.yaml (buckets: [other-alias=logs-eu]).");
    }

    @Test
    void aBucketThatNoStoreClaimsIsAnError() {
        assertThatThrownBy(() -> STORES.bucket("unheard-of"))
                .isInstanceOf(UnknownBucketException.class)
                .hasMessage("Cannot find the bucket \"unheard-of\": none of the stores \"ceph\", \"minio\", \"edge\""
                        + " claims it. Add it to the buckets of its store in stores.yaml.");
    }

    @Test
    void twoLocationsAreTheSameOnlyIfStoreAndNameAre() {
        assertThat(STORES.bucket("data").isSameBucketAs(STORES.bucket("archive")))
                .isFalse();
        BucketLocation byAlias = new BucketLocation(STORES.bucket("data").store(), "other", "data");
        assertThat(STORES.bucket("data").isSameBucketAs(byAlias)).isTrue();
    }

    @Test
    void theExpectedOwnerIsComparedWithTheStoresAccount() {
        assertThat(BucketOwner.refusal(STORES.bucket("data"), "111")).isEmpty();
        assertThat(BucketOwner.refusal(STORES.bucket("data"), "222"))
                .contains(
                        "the expected owner of the bucket \"data\" is account \"222\", and its store \"ceph\" belongs to"
                                + " account \"111\"");
        BucketLocation unknown =
                new BucketLocation(Store.fromOptions(Map.of("name", "lab", "endpoint", "http://lab")), "data", "data");
        assertThat(BucketOwner.refusal(unknown, "222"))
                .contains("the expected owner of the bucket \"data\" is account \"222\", and its store \"lab\" has no"
                        + " accountId in stores.yaml");
    }

    @Test
    void theHomeAccountIsTheOneNamedOrTheOnlyOneThereIs() {
        Store anonymous = Store.fromOptions(Map.of("name", "lab", "endpoint", "http://lab"));
        assertThat(STORES.home()).isEqualTo("111");
        assertThat(STORES.account(anonymous)).isEqualTo("111");

        Stores oneAccount =
                new Stores(Optional.empty(), List.of(anonymous, store("ceph", "111", "data")), Optional.empty());
        assertThat(oneAccount.home()).isEqualTo("111");
        assertThat(oneAccount.account(anonymous)).isEqualTo("unknown");

        Stores noAccount = new Stores(Optional.empty(), List.of(anonymous), Optional.empty());
        assertThat(noAccount.home()).isEqualTo("unknown");
        assertThat(noAccount.account(anonymous)).isEqualTo("unknown");
    }

    private static BucketLocation location(String store, String alias, String name) {
        Store found = STORES.stores().stream()
                .filter(candidate -> candidate.name().equals(store))
                .findFirst()
                .orElseThrow();
        return new BucketLocation(found, alias, name);
    }

    private static Store store(String name, String account, String... buckets) {
        return Store.fromOptions(Map.of(
                "name",
                name,
                "endpoint",
                "http://" + name,
                "accountId",
                account,
                "buckets",
                String.join(",", Arrays.asList(buckets))));
    }
}
