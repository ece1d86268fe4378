package io.stocktake.embedded.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An answer before it is sent. Used by one thread. */
final class Response {
    /** What follows the headers. */
    interface Body {
        long length();

        void writeTo(OutputStream out) throws IOException;

        /** Gives buffers back; called once, sent or not. */
        default void release() {}
    }

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Body body = bytes(new byte[0]);

    Response(int status) {
        this.status = status;
    }

    static Response ok() {
        return new Response(200);
    }

    static Response noContent() {
        return new Response(204);
    }

    static Response xml(XmlBuffer document) {
        return ok().header("Content-Type", "application/xml").body(bytes(document.toBytes()));
    }

    Response header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Response header(String name, Optional<String> value) {
        value.ifPresent(present -> headers.put(name, present));
        return this;
    }

    Response body(Body newBody) {
        body = newBody;
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Body body() {
        return body;
    }

    static Body bytes(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    static Body range(Content content, long from, long count) {
        return new Body() {
            @Override
            public long length() {
                return count;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                content.writeTo(out, from, count);
            }
        };
    }
}
