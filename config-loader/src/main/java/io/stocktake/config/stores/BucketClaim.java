package io.stocktake.config.stores;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of a store's {@code buckets}: a name, a pattern with {@code *}, or {@code alias=name}.
 *
 * @param alias what documents, ARNs and options call the bucket; a pattern where it holds {@code *}
 * @param name what requests call it; the same as {@code alias} unless {@code alias=name} was written
 */
public record BucketClaim(String alias, String name) implements Serializable {

    private static final Pattern NAME = Pattern.compile("[^\\s/=*,\\p{Cntrl}]{1,255}");
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._*-]{1,255}");

    public BucketClaim {
        requireNonNull(alias, "alias");
        requireNonNull(name, "name");
    }

    /**
     * Reads an entry as stores.yaml has it.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static BucketClaim parse(String text) {
        int equals = text.indexOf('=');
        String alias = equals < 0 ? text : text.substring(0, equals);
        String name = equals < 0 ? text : text.substring(equals + 1);
        if (equals >= 0 && text.indexOf('*') >= 0) {
            throw new IllegalArgumentException("an alias names one bucket, without *");
        }
        boolean pattern = alias.indexOf('*') >= 0;
        if (pattern ? !PATTERN.matcher(alias).matches() : !BucketAlias.isValid(alias)) {
            throw new IllegalArgumentException("not a bucket name: " + BucketAlias.RULE);
        }
        if (!pattern && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a bucket name after the =");
        }
        return new BucketClaim(alias, name);
    }

    /** The entry as stores.yaml has it. */
    public String text() {
        return alias.equals(name) ? alias : alias + "=" + name;
    }

    /** Whether it is a pattern rather than one bucket. */
    boolean isPattern() {
        return alias.indexOf('*') >= 0;
    }

    /** The name that requests use for {@code requested}, or empty where this entry does not claim it. */
    Optional<String> nameOf(String requested) {
        if (!isPattern()) {
            return alias.equals(requested) ? Optional.of(name) : Optional.empty();
        }
        return matches(requested) ? Optional.of(requested) : Optional.empty();
    }

    /** Greedy matching piece by piece: linear in the alias, where a regular expression of many {@code *} is not. */
    private boolean matches(String requested) {
        String[] pieces = alias.split("\\*", -1);
        String first = pieces[0];
        String last = pieces[pieces.length - 1];
        if (requested.length() < first.length() + last.length()
                || !requested.startsWith(first)
                || !requested.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = requested.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = requested.indexOf(pieces[i], at);
            if (found < 0 || found + pieces[i].length() > end) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return true;
    }
}
