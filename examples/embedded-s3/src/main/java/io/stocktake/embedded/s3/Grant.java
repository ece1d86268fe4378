package io.stocktake.embedded.s3;

/**
 * One grant of an access control list.
 *
 * @param type {@code CanonicalUser} or {@code Group}
 * @param grantee the canonical user id, or the group's URI
 * @param permission {@code READ}, {@code WRITE}, {@code READ_ACP}, {@code WRITE_ACP} or {@code FULL_CONTROL}
 */
public record Grant(String type, String grantee, String permission) {
    static Grant user(String canonicalId, String permission) {
        return new Grant("CanonicalUser", canonicalId, permission);
    }

    static Grant group(String uri, String permission) {
        return new Grant("Group", uri, permission);
    }
}
