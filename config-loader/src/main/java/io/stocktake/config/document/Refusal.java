package io.stocktake.config.document;

import static java.util.Objects.requireNonNull;

/**
 * What AWS answers to a request that it refuses.
 *
 * @param status the HTTP status
 * @param code AWS's error code
 * @param message AWS's error message; empty where AWS's wording depends on the case
 */
public record Refusal(int status, String code, String message) {

    /** For what AWS has no document of: stores.yaml and the definition directory. The code is this project's own. */
    public static final Refusal INVALID_DEFINITION = new Refusal(400, "InvalidDefinition", "");

    /** The answer of S3 to every document of a wrong shape. */
    public static final Refusal MALFORMED_XML = new Refusal(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema");

    public Refusal {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }
}
