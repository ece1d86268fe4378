package io.stocktake.config.stores;

import io.stocktake.config.document.MemberReader;
import java.util.regex.Pattern;

/** Members that look as if they held a key. They are refused by name, and what stands in them is never repeated. */
final class MisplacedSecrets {

    private static final Pattern NAME =
            Pattern.compile("(?i)access_?-?key|secret|password|passwd|session_?-?token|private_?-?key");

    private MisplacedSecrets() {}

    static void refuse(MemberReader members) {
        for (String name : members.unknown()) {
            if (NAME.matcher(name).find()) {
                members.refuse(
                        name,
                        "looks like a secret, and none belongs in a definition. Remove it, change the key if others can"
                                + " read this file, and point to the keys instead: credentials: {environment: PREFIX}"
                                + " for the variables PREFIX_ACCESS_KEY_ID and PREFIX_SECRET_ACCESS_KEY, or"
                                + " credentials: {profile: NAME}");
            }
        }
    }
}
