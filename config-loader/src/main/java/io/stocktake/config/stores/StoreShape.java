package io.stocktake.config.stores;

import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The members of one store in stores.yaml. */
final class StoreShape {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private StoreShape() {}

    /** Reads a store; empty if anything in it is refused. */
    static Optional<Store> read(MemberReader members, Optional<String> home, Problems problems) {
        int before = problems.count();
        members.require(StoreOptions.NAME);
        Optional<String> name = members.parsed(StoreOptions.NAME, StoreShape::name);
        Optional<URI> endpoint = withoutValue(members, StoreOptions.ENDPOINT, StoreOptions::endpoint, problems);
        Optional<String> region = members.nonEmptyText(StoreOptions.REGION);
        Optional<String> account = members.nonEmptyText(StoreOptions.ACCOUNT_ID).or(() -> home);
        Optional<String> unit = members.nonEmptyText(StoreOptions.ORGANIZATIONAL_UNIT);
        Optional<Boolean> pathStyle = members.truth(StoreOptions.PATH_STYLE);
        Optional<String> caBundle = members.nonEmptyText(StoreOptions.CA_BUNDLE);
        Optional<Duration> connect = members.parsed(StoreOptions.CONNECT_TIMEOUT, DurationText::parse);
        Optional<Duration> read = members.parsed(StoreOptions.READ_TIMEOUT, DurationText::parse);
        Optional<Encryption> encryption = members.parsed(StoreOptions.ENCRYPTION, StoreOptions::encryption);
        Optional<Listing> listing = members.parsed(StoreOptions.LISTING, StoreOptions::listing);
        Credentials credentials = credentials(members, problems);
        List<BucketClaim> claims = claims(members, problems);
        if (!members.has(StoreOptions.REGION)
                && !members.has(StoreOptions.ENDPOINT)
                && StoreOptions.defaultRegion(endpoint, credentials).isEmpty()) {
            problems.add(
                    members.path(StoreOptions.REGION),
                    "is missing, and a store without an endpoint is AWS, which needs it");
        }
        MisplacedSecrets.refuse(members);
        members.refuseUnknown();
        if (problems.count() > before) {
            return Optional.empty();
        }
        return Optional.of(new Store(
                name.orElseThrow(),
                endpoint,
                region.or(() -> StoreOptions.defaultRegion(endpoint, credentials))
                        .orElseThrow(),
                account,
                unit,
                pathStyle.orElse(endpoint.isPresent()),
                caBundle,
                connect.orElse(StoreOptions.DEFAULT_CONNECT_TIMEOUT),
                read.orElse(StoreOptions.DEFAULT_READ_TIMEOUT),
                encryption.orElse(Encryption.CHECKED),
                listing.orElse(Listing.ORDERED),
                credentials,
                claims));
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a store's name has 1 to 63 of A-Z a-z 0-9 . _ - and begins with a letter or a digit");
        }
        return text;
    }

    /** Either a word ({@code hadoop}), a text ({@code "profile: x"}) or, as YAML reads the latter unquoted, an object. */
    private static Credentials credentials(MemberReader members, Problems problems) {
        if (members.member(StoreOptions.CREDENTIALS).orElse(null) instanceof Node.Members) {
            return members.object(StoreOptions.CREDENTIALS)
                    .flatMap(object -> credentialsObject(object, problems))
                    .orElseGet(Credentials.Default::new);
        }
        return withoutValue(members, StoreOptions.CREDENTIALS, Credentials::parse, problems)
                .orElseGet(Credentials.Default::new);
    }

    private static Optional<Credentials> credentialsObject(MemberReader object, Problems problems) {
        List<Credentials> found = new ArrayList<>();
        for (String kind : List.of("profile", "environment", "assumeRole")) {
            withoutValue(object, kind, value -> Credentials.of(kind, value), problems)
                    .ifPresent(found::add);
        }
        MisplacedSecrets.refuse(object);
        object.refuseUnknown();
        if (found.size() > 1) {
            problems.add(object.path(), "takes one of profile, environment and assumeRole");
        }
        return found.stream().findFirst();
    }

    private static List<BucketClaim> claims(MemberReader members, Problems problems) {
        if (!members.has(StoreOptions.BUCKETS)) {
            return StoreOptions.EVERY_BUCKET;
        }
        List<BucketClaim> claims = new ArrayList<>();
        for (Node.Scalar scalar : members.texts(StoreOptions.BUCKETS)) {
            MemberReader.parsedAt(scalar.path(), scalar.text(), BucketClaim::parse, problems)
                    .ifPresent(claim -> {
                        if (!claim.isPattern()
                                && claims.stream()
                                        .anyMatch(other -> other.alias().equals(claim.alias()))) {
                            problems.add(scalar.path(), scalar.text(), "claims an alias a second time");
                        }
                        claims.add(claim);
                    });
        }
        return claims;
    }

    /** Like {@link MemberReader#parsed}, for where somebody may have put a key: the value is not in the problem. */
    private static <T> Optional<T> withoutValue(
            MemberReader members, String name, Function<String, T> reader, Problems problems) {
        return members.text(name).flatMap(text -> {
            try {
                return Optional.of(reader.apply(text));
            } catch (IllegalArgumentException refused) {
                NodePath path = members.path(name);
                problems.add(path, "is refused: " + refused.getMessage());
                return Optional.empty();
            }
        });
    }
}
