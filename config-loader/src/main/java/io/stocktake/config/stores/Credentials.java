package io.stocktake.config.stores;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The rule by which a process finds its credentials for a store, as {@code credentials} in stores.yaml states it.
 *
 * <p>It names a place and never holds a secret, so it may travel in plans, options and messages; each process resolves
 * it for itself. {@link #text} and {@link #parse} are inverse.
 */
public sealed interface Credentials extends Serializable {

    /** The rule as stores.yaml takes it, such as {@code default} or {@code environment: CEPH}. */
    String text();

    /** The SDK's own chain: environment, profile, container, instance. */
    record Default() implements Credentials {
        @Override
        public String text() {
            return "default";
        }
    }

    /**
     * A profile of the AWS configuration files on the machine where the process runs.
     *
     * @param name the profile's name
     */
    record Profile(String name) implements Credentials {
        public Profile {
            requireText(name, "profile");
        }

        @Override
        public String text() {
            return "profile: " + name;
        }
    }

    /**
     * The variables {@code <prefix>_ACCESS_KEY_ID} and {@code <prefix>_SECRET_ACCESS_KEY}.
     *
     * @param prefix a variable's name without that ending
     */
    record Environment(String prefix) implements Credentials {
        private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public Environment {
            requireNonNull(prefix, "prefix");
            if (!PREFIX.matcher(prefix).matches()) {
                throw new IllegalArgumentException(
                        "environment takes the prefix of two variables, of letters, digits and _, such as CEPH");
            }
        }

        @Override
        public String text() {
            return "environment: " + prefix;
        }
    }

    /**
     * Temporary credentials of a role, assumed through the default chain's identity.
     *
     * @param arn the role's ARN
     */
    record AssumeRole(String arn) implements Credentials {
        private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[^:/\\s]*:role/\\S+");

        public AssumeRole {
            requireNonNull(arn, "arn");
            if (!ARN.matcher(arn).matches()) {
                throw new IllegalArgumentException(
                        "assumeRole takes the ARN of a role, such as arn:aws:iam::123456789012:role/stocktake");
            }
        }

        @Override
        public String text() {
            return "assumeRole: " + arn;
        }
    }

    /** The keys and the endpoint of the user's own {@code fs.s3a.*}, Hadoop's credential providers included. */
    record Hadoop() implements Credentials {
        @Override
        public String text() {
            return "hadoop";
        }
    }

    /** Unsigned requests. */
    record Anonymous() implements Credentials {
        @Override
        public String text() {
            return "anonymous";
        }
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException saying what is taken. It never repeats the text, since that is where somebody
     *     may have pasted a secret.
     */
    static Credentials parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? ofWord(text.strip())
                : of(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    /**
     * The rule of a kind that takes a value: {@code profile}, {@code environment} or {@code assumeRole}.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     */
    static Credentials of(String kind, String value) {
        return switch (kind) {
            case "profile" -> new Profile(value);
            case "environment" -> new Environment(value);
            case "assumeRole" -> new AssumeRole(value);
            default -> throw unknown();
        };
    }

    private static Credentials ofWord(String word) {
        return switch (word) {
            case "default" -> new Default();
            case "hadoop" -> new Hadoop();
            case "anonymous" -> new Anonymous();
            default -> throw unknown();
        };
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("credentials are one of default, profile: NAME, environment: PREFIX,"
                + " assumeRole: ARN, hadoop, anonymous");
    }

    private static void requireText(String value, String kind) {
        requireNonNull(value, kind);
        if (value.isBlank()) {
            throw new IllegalArgumentException(kind + " takes a name");
        }
    }
}
