package io.stocktake.embedded.s3;

import java.util.Map;

/** A request's content, with the trailers that came behind it. */
final class DecodedBody {
    private final byte[] bytes;
    private final Map<String, String> trailers;

    /** @param trailers by lower-case name */
    DecodedBody(byte[] bytes, Map<String, String> trailers) {
        this.bytes = bytes;
        this.trailers = Map.copyOf(trailers);
    }

    /** The bytes themselves; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    Map<String, String> trailers() {
        return trailers;
    }
}
