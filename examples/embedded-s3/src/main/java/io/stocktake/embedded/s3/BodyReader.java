package io.stocktake.embedded.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a request's body and proves it: against the signed SHA-256, or chunk by chunk ("Transferring Payload in Multiple
 * Chunks", S3 API Reference), against Content-MD5, and against the checksum in a header or trailer.
 */
final class BodyReader {
    private BodyReader() {}

    static DecodedBody read(S3Request request, Optional<Signer> signer) throws IOException {
        String payload = request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        DecodedBody body =
                switch (payload) {
                    case "UNSIGNED-PAYLOAD" -> new DecodedBody(request.stream().readAllBytes(), Map.of());
                    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                        chunked(request, signer);
                    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> chunked(request, Optional.empty());
                    default -> signed(request, payload);
                };
        checkMd5(request, body.bytes());
        return body;
    }

    private static DecodedBody signed(S3Request request, String payload) throws IOException {
        if (!payload.matches("[0-9a-fA-F]{64}")) {
            throw S3Error.invalidArgument(
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a streaming form, or a valid sha256 value.",
                    "x-amz-content-sha256",
                    payload);
        }
        byte[] bytes = request.stream().readAllBytes();
        String computed = Digests.hex(Digests.sha256(bytes));
        if (!computed.equalsIgnoreCase(payload)) {
            throw new S3Error(
                            400,
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was computed.")
                    .detail("ClientComputedContentSHA256", payload)
                    .detail("S3ComputedContentSHA256", computed);
        }
        return new DecodedBody(bytes, Map.of());
    }

    private static void checkMd5(S3Request request, byte[] bytes) {
        Optional<String> header = request.header("Content-MD5");
        if (header.isEmpty()) {
            return;
        }
        byte[] expected;
        try {
            expected = Base64.getDecoder().decode(header.get());
        } catch (IllegalArgumentException e) {
            expected = new byte[0];
        }
        if (expected.length != 16) {
            throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!Arrays.equals(expected, Digests.md5(bytes))) {
            throw new S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static DecodedBody chunked(S3Request request, Optional<Signer> signer) throws IOException {
        long declared = request.header("x-amz-decoded-content-length")
                .map(BodyReader::length)
                .orElseThrow(() ->
                        new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header."));
        InputStream in = new BufferedInputStream(request.stream(), 64 * 1024);
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(Math.min(declared, 1 << 26)));
        while (true) {
            String head = line(in);
            int semicolon = head.indexOf(';');
            int size;
            try {
                size = Integer.parseInt(semicolon < 0 ? head.strip() : head.substring(0, semicolon), 16);
            } catch (NumberFormatException e) {
                throw incompleteBody();
            }
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw incompleteBody();
            }
            if (signer.isPresent()) {
                String sent = head.substring(head.indexOf("chunk-signature=") + "chunk-signature=".length());
                if (!Authentication.sameText(signer.get().chunkSignature(chunk), sent.strip())) {
                    throw Authentication.signatureDoesNotMatch();
                }
            }
            if (size == 0) {
                break;
            }
            out.write(chunk);
            if (!line(in).isEmpty()) {
                throw incompleteBody();
            }
        }
        if (out.size() != declared) {
            throw incompleteBody();
        }
        return new DecodedBody(out.toByteArray(), trailers(in, signer));
    }

    private static Map<String, String> trailers(InputStream in, Optional<Signer> signer) throws IOException {
        Map<String, String> trailers = new LinkedHashMap<>();
        StringBuilder canonical = new StringBuilder();
        String signature = "";
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\r?\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                trailers.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        if (signer.isPresent()
                && !trailers.isEmpty()
                && !Authentication.sameText(signer.get().trailerSignature(canonical.toString()), signature)) {
            throw Authentication.signatureDoesNotMatch();
        }
        return trailers;
    }

    /** A line without its end; what follows a chunk's data is an empty one. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > 8192) {
                throw incompleteBody();
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static long length(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw incompleteBody();
        }
    }

    private static S3Error incompleteBody() {
        return new S3Error(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }
}
