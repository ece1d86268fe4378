package io.stocktake.config.directory;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The token that asks for the next page of LIST: opaque to the caller, the last Id or name to us, so nothing has to be kept. */
final class ContinuationToken {

    /** Told from other Base64 by this beginning. */
    private static final String MARK = "after:";

    private ContinuationToken() {}

    static String after(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the token was given after.
     *
     * @param member what the request calls the token
     * @param refusal the answer to one that no page has given
     */
    static String lastId(String token, String member, Refusal refusal) {
        return decode(token)
                .filter(text -> text.startsWith(MARK))
                .map(text -> text.substring(MARK.length()))
                .filter(id -> after(id).equals(token))
                .orElseThrow(() -> new InvalidDefinitionException(List.of(
                        new Problem("the command", member, Optional.of(token), "was given by no page", refusal))));
    }

    private static Optional<String> decode(String token) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
