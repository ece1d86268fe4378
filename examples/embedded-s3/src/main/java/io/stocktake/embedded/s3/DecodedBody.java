package io.stocktake.embedded.s3;

import java.util.Map;

/**
 * A request's content, with the trailers that came behind it.
 *
 * @param trailers by lower-case name
 */
record DecodedBody(Content content, Map<String, String> trailers) {
    static final DecodedBody NONE = new DecodedBody(Content.of(new byte[0]), Map.of());

    DecodedBody {
        trailers = Map.copyOf(trailers);
    }

    /** The bytes themselves; not to be changed. */
    byte[] bytes() {
        return content.bytes();
    }
}
