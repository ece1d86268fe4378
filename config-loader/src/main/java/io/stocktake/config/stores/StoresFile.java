package io.stocktake.config.stores;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads stores.yaml, strictly. */
public final class StoresFile {

    private static final XmlNames NO_XML = new XmlNames("Stores", Map.of(), Map.of(), Map.of());
    private static final Pattern OPERATIONS = Pattern.compile("s3a://[^/\\s]+(/\\S*)?");

    private StoresFile() {}

    /**
     * The stores that {@code yaml} names.
     *
     * @param fileName of the document, for messages
     * @throws InvalidDefinitionException with every problem; no value of a member that may be a secret is repeated
     */
    public static Stores parse(byte[] yaml, String fileName) {
        Problems problems = new Problems(fileName, Refusal.INVALID_DEFINITION);
        MemberReader file = MemberReader.of(Documents.parse(yaml, DocumentFormat.YAML, NO_XML, problems), problems);
        file.require("stores");
        Optional<String> home = file.nonEmptyText("accountId");
        List<Store> stores = stores(file, home, problems);
        Optional<String> operations = file.parsed("operations", StoresFile::operations);
        MisplacedSecrets.refuse(file);
        file.refuseUnknown();

        List<String> accounts = stores.stream()
                .flatMap(store -> store.accountId().stream())
                .distinct()
                .toList();
        if (home.isEmpty() && accounts.size() > 1) {
            problems.add(
                    file.path("accountId"),
                    "is missing, and the stores have the accounts " + String.join(", ", accounts)
                            + ": say which one is the home account");
        }
        problems.throwIfAny();
        boolean allOfOne = accounts.size() == 1
                && stores.stream().allMatch(store -> store.accountId().isPresent());
        return new Stores(
                home.or(() -> allOfOne ? Optional.of(accounts.get(0)) : Optional.empty()), stores, operations);
    }

    private static List<Store> stores(MemberReader file, Optional<String> home, Problems problems) {
        List<Store> stores = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Node> items = file.items("stores");
        if (file.has("stores") && items.isEmpty() && problems.isEmpty()) {
            problems.add(file.path("stores"), "names no store");
        }
        for (Node item : items) {
            MemberReader members = MemberReader.of(item, problems);
            StoreShape.read(members, home, problems).ifPresent(store -> {
                if (!names.add(store.name())) {
                    problems.add(members.path("name"), store.name(), "is the name of two stores");
                }
                stores.add(store);
            });
        }
        return stores;
    }

    private static String operations(String text) {
        if (!OPERATIONS.matcher(text).matches()) {
            throw new IllegalArgumentException("it is s3a://bucket/prefix");
        }
        return text;
    }
}
