package io.stocktake.config.stores;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store as text by option name: how it travels, and where its defaults are. */
final class StoreOptions {

    static final String NAME = "name";
    static final String ENDPOINT = "endpoint";
    static final String REGION = "region";
    static final String ACCOUNT_ID = "accountId";
    static final String ORGANIZATIONAL_UNIT = "organizationalUnit";
    static final String PATH_STYLE = "pathStyle";
    static final String CA_BUNDLE = "caBundle";
    static final String CONNECT_TIMEOUT = "connectTimeout";
    static final String READ_TIMEOUT = "readTimeout";
    static final String ENCRYPTION = "encryption";
    static final String LISTING = "listing";
    static final String CREDENTIALS = "credentials";
    static final String BUCKETS = "buckets";

    private static final Set<String> NAMES = Stream.of(
                    NAME,
                    ENDPOINT,
                    REGION,
                    ACCOUNT_ID,
                    ORGANIZATIONAL_UNIT,
                    PATH_STYLE,
                    CA_BUNDLE,
                    CONNECT_TIMEOUT,
                    READ_TIMEOUT,
                    ENCRYPTION,
                    LISTING,
                    CREDENTIALS,
                    BUCKETS)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private static final String DEFAULT_REGION = "us-east-1";
    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(60);

    /** A store that lists no buckets has every bucket that is asked for. */
    static final List<BucketClaim> EVERY_BUCKET = List.of(BucketClaim.parse("*"));

    private StoreOptions() {}

    static Map<String, String> of(Store store) {
        // A TreeMap: serializable, and the same order in every plan and message.
        Map<String, String> options = new TreeMap<>();
        options.put(NAME, store.name());
        store.endpoint().ifPresent(endpoint -> options.put(ENDPOINT, endpoint.toString()));
        options.put(REGION, store.region());
        store.accountId().ifPresent(account -> options.put(ACCOUNT_ID, account));
        store.organizationalUnit().ifPresent(unit -> options.put(ORGANIZATIONAL_UNIT, unit));
        options.put(PATH_STYLE, Boolean.toString(store.pathStyle()));
        store.caBundle().ifPresent(bundle -> options.put(CA_BUNDLE, bundle));
        options.put(CONNECT_TIMEOUT, store.connectTimeout().toString());
        options.put(READ_TIMEOUT, store.readTimeout().toString());
        options.put(ENCRYPTION, store.encryption().name().toLowerCase(Locale.ROOT));
        options.put(LISTING, store.listing().name().toLowerCase(Locale.ROOT));
        options.put(CREDENTIALS, store.credentials().text());
        options.put(BUCKETS, store.buckets().stream().map(BucketClaim::text).collect(Collectors.joining(",")));
        return options;
    }

    static boolean areAmong(Map<String, String> options) {
        return options.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(NAMES::contains);
    }

    static Store toStore(Map<String, String> given) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(given);
        Optional<URI> endpoint = read(options, ENDPOINT, StoreOptions::endpoint);
        Credentials credentials = read(options, CREDENTIALS, Credentials::parse).orElseGet(Credentials.Default::new);
        return new Store(
                read(options, NAME, Function.identity()).orElseThrow(() -> missing(NAME, "")),
                endpoint,
                read(options, REGION, Function.identity())
                        .or(() -> defaultRegion(endpoint, credentials))
                        .orElseThrow(
                                () -> missing(REGION, ", which AWS needs (only with an endpoint it has a default)")),
                read(options, ACCOUNT_ID, Function.identity()),
                read(options, ORGANIZATIONAL_UNIT, Function.identity()),
                read(options, PATH_STYLE, StoreOptions::trueOrFalse).orElse(endpoint.isPresent()),
                read(options, CA_BUNDLE, Function.identity()),
                read(options, CONNECT_TIMEOUT, DurationText::parse).orElse(DEFAULT_CONNECT_TIMEOUT),
                read(options, READ_TIMEOUT, DurationText::parse).orElse(DEFAULT_READ_TIMEOUT),
                read(options, ENCRYPTION, StoreOptions::encryption).orElse(Encryption.CHECKED),
                read(options, LISTING, StoreOptions::listing).orElse(Listing.ORDERED),
                credentials,
                read(options, BUCKETS, StoreOptions::claims).orElse(EVERY_BUCKET));
    }

    /** With {@code hadoop} the endpoint may stand in {@code fs.s3a.endpoint}, so its absence here does not mean AWS. */
    static Optional<String> defaultRegion(Optional<URI> endpoint, Credentials credentials) {
        return endpoint.isPresent() || credentials instanceof Credentials.Hadoop
                ? Optional.of(DEFAULT_REGION)
                : Optional.empty();
    }

    static URI endpoint(String text) {
        IllegalArgumentException refusal = new IllegalArgumentException(
                "an endpoint is http://host[:port] or https://host[:port], without user, path or query");
        try {
            URI uri = new URI(text);
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() <= 65_535;
            if (!plain || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw refusal;
            }
            return uri;
        } catch (URISyntaxException unreadable) {
            // Not its cause: that repeats the text, and a user:secret@ may be in it.
            throw refusal;
        }
    }

    static Encryption encryption(String text) {
        return switch (text) {
            case "checked" -> Encryption.CHECKED;
            case "trusted" -> Encryption.TRUSTED;
            default -> throw new IllegalArgumentException("encryption is checked or trusted");
        };
    }

    static Listing listing(String text) {
        return switch (text) {
            case "ordered" -> Listing.ORDERED;
            case "unordered" -> Listing.UNORDERED;
            default -> throw new IllegalArgumentException("listing is ordered or unordered");
        };
    }

    private static boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is true or false");
        };
    }

    private static List<BucketClaim> claims(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(BucketClaim::parse).toList();
    }

    private static <T> Optional<T> read(Map<String, String> options, String name, Function<String, T> reader) {
        try {
            return Optional.ofNullable(options.get(name)).map(reader);
        } catch (IllegalArgumentException refused) {
            // The value is left out: where a person misplaced a secret, it is in it.
            throw new IllegalArgumentException(
                    "Cannot read the option \"" + name + "\": " + refused.getMessage(), refused);
        }
    }

    private static IllegalArgumentException missing(String name, String why) {
        return new IllegalArgumentException("Cannot read a store's options: \"" + name + "\" is missing" + why);
    }
}
