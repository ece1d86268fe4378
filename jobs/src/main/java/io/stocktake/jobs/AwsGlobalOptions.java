package io.stocktake.jobs;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** The options that the AWS CLI has on every command and that have no meaning for a directory of definitions. */
final class AwsGlobalOptions {
    private static final String CONNECTION = "no request is sent, the command edits definitions; stores.yaml has the ";

    private static final String NO_PROMPT = "there is no prompt";

    private static final Map<String, String> REASONS = Map.ofEntries(
            entry("--query", "the whole answer is printed; pipe it into jq"),
            entry("--endpoint-url", CONNECTION + "endpoint of each store"),
            entry("--region", CONNECTION + "region of each store"),
            entry("--profile", CONNECTION + "credentials of each store (credentials: \"profile: NAME\")"),
            entry("--no-sign-request", CONNECTION + "credentials of each store (credentials: anonymous)"),
            entry("--ca-bundle", CONNECTION + "caBundle of each store"),
            entry("--no-verify-ssl", "certificates are always verified; stores.yaml has the caBundle of each store"),
            entry("--cli-read-timeout", CONNECTION + "readTimeout of each store"),
            entry("--cli-connect-timeout", CONNECTION + "connectTimeout of each store"),
            entry("--cli-binary-format", "no member of a definition is binary"),
            entry("--no-paginate", "a list has pages of 100, as AWS's has; go on with --continuation-token"),
            entry("--color", "the answer is printed without colours"),
            entry("--no-cli-pager", "there is no pager"),
            entry("--cli-auto-prompt", NO_PROMPT),
            entry("--no-cli-auto-prompt", NO_PROMPT));

    private AwsGlobalOptions() {}

    /** Why {@code option} is refused, or empty where the AWS CLI has no such global option. */
    static Optional<String> reason(String option) {
        return Optional.ofNullable(REASONS.get(option));
    }
}
