package io.stocktake.config.document;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One reason why a document is refused.
 *
 * @param document the file's name or path, or a name for what the caller passed
 * @param path where in the document, such as {@code Destination.S3BucketDestination.Format} or {@code
 *     OptionalFields[2]}; {@code (document)} for the whole of it
 * @param value what stands there, shortened; empty where nothing does or where it may be a secret
 * @param why what is wrong with it, in this project's words
 * @param refusal what AWS answers
 */
public record Problem(String document, String path, Optional<String> value, String why, Refusal refusal) {

    public Problem {
        requireNonNull(document, "document");
        requireNonNull(path, "path");
        value = value.map(Excerpt::of);
        requireNonNull(why, "why");
        requireNonNull(refusal, "refusal");
    }

    /** AWS's error code, or {@code InvalidDefinition} where AWS has no such document. */
    public String code() {
        return refusal.code();
    }

    /** AWS's error message, or {@link #why} where AWS has no fixed one. */
    public String message() {
        return refusal.message().isEmpty() ? why : refusal.message();
    }

    /** The HTTP status of AWS's answer. */
    public int status() {
        return refusal.status();
    }

    /** The problem in one line, without the document's name. */
    public String line() {
        String line = path + ": " + value.map(text -> Excerpt.quote(text) + " ").orElse("") + why;
        if (refusal.equals(Refusal.INVALID_DEFINITION)) {
            return line;
        }
        return line + " (" + refusal.status() + " " + refusal.code()
                + (refusal.message().isEmpty() ? "" : ": " + refusal.message()) + ")";
    }

    @Override
    public String toString() {
        return document + ": " + line();
    }
}
