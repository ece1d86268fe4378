package io.stocktake.embedded.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
    private final long keepUpTo;
    private final Profile profile;

    /** @param keepUpTo of the content of an object or part that is longer only digests are kept */
    BodyReader(long keepUpTo, Profile profile) {
        this.keepUpTo = keepUpTo;
        this.profile = profile;
    }

    private static final int PIECE = 64 * 1024;

    /** The most bytes of an object or part that come in one request. */
    private static final long LARGEST = 5L << 30;

    DecodedBody read(Operation operation, S3Request request, Optional<Signer> signer) throws IOException {
        String payload = request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        boolean chunked = payload.startsWith("STREAMING-");
        long declared = declaredLength(request, chunked ? "x-amz-decoded-content-length" : "Content-Length");
        if (declared > LARGEST) {
            throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                    .detail("ProposedSize", Long.toString(declared))
                    .detail("MaxSizeAllowed", Long.toString(LARGEST));
        }
        boolean unheard = payload.endsWith("-TRAILER") && profile.has(KnownDeviation.TRAILERS_ARE_REFUSED);
        boolean empty = chunked && declared == 0 && profile.has(KnownDeviation.EMPTY_CHUNKED_BODY_IS_REFUSED);
        if (unheard || empty) {
            throw sha256Mismatch(payload, Digests.hex(Digests.sha256(new byte[0])));
        }
        BodySink sink = operation.bringsContent() && declared > keepUpTo
                ? BodySink.digesting(request)
                : BodySink.keeping(declared);
        DecodedBody body =
                switch (payload) {
                    case "UNSIGNED-PAYLOAD" -> whole(request, sink);
                    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                        chunked(request, signer, sink, declared);
                    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> chunked(request, Optional.empty(), sink, declared);
                    default -> signed(request, payload, sink);
                };
        checkMd5(request, body.content());
        return body;
    }

    private static long declaredLength(S3Request request, String header) {
        Optional<String> length = request.header(header);
        if (length.isEmpty() && !header.equals("Content-Length")) {
            throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return length.map(BodyReader::length).orElse(0L);
    }

    private static DecodedBody whole(S3Request request, Content.Pieces pieces, BodySink sink) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = request.stream().read(piece);
                count >= 0;
                count = request.stream().read(piece)) {
            pieces.add(piece, 0, count);
        }
        return new DecodedBody(sink.content(), Map.of());
    }

    private static DecodedBody whole(S3Request request, BodySink sink) throws IOException {
        return whole(request, sink, sink);
    }

    private static DecodedBody signed(S3Request request, String payload, BodySink sink) throws IOException {
        if (!payload.matches("[0-9a-fA-F]{64}")) {
            throw S3Error.invalidArgument(
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a streaming form, or a valid sha256 value.",
                    "x-amz-content-sha256",
                    payload);
        }
        MessageDigest sha256 = Digests.of("SHA-256");
        DecodedBody body = whole(
                request,
                (bytes, from, count) -> {
                    sha256.update(bytes, from, count);
                    sink.add(bytes, from, count);
                },
                sink);
        String computed = Digests.hex(sha256.digest());
        if (!computed.equalsIgnoreCase(payload)) {
            throw sha256Mismatch(payload, computed);
        }
        return body;
    }

    private static S3Error sha256Mismatch(String sent, String computed) {
        return new S3Error(
                        400,
                        "XAmzContentSHA256Mismatch",
                        "The provided 'x-amz-content-sha256' header does not match what was computed.")
                .detail("ClientComputedContentSHA256", sent)
                .detail("S3ComputedContentSHA256", computed);
    }

    private static void checkMd5(S3Request request, Content content) {
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
        if (!Arrays.equals(expected, content.md5())) {
            throw new S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static DecodedBody chunked(S3Request request, Optional<Signer> signer, BodySink sink, long declared)
            throws IOException {
        InputStream in = new BufferedInputStream(request.stream(), PIECE);
        long length = 0;
        while (true) {
            String head = line(in);
            int semicolon = head.indexOf(';');
            int size;
            try {
                size = Integer.parseInt(semicolon < 0 ? head.strip() : head.substring(0, semicolon), 16);
            } catch (NumberFormatException e) {
                throw incompleteBody();
            }
            length += size;
            if (length > declared) {
                throw incompleteBody();
            }
            if (signer.isEmpty()) {
                unsignedChunk(in, size, sink);
            } else {
                byte[] chunk = in.readNBytes(size);
                if (chunk.length < size) {
                    throw incompleteBody();
                }
                String sent = head.substring(head.indexOf("chunk-signature=") + "chunk-signature=".length());
                if (!Authentication.sameText(signer.get().chunkSignature(chunk), sent.strip())) {
                    throw Authentication.signatureDoesNotMatch();
                }
                sink.add(chunk, 0, size);
            }
            if (size == 0) {
                break;
            }
            if (!line(in).isEmpty()) {
                throw incompleteBody();
            }
        }
        if (length != declared) {
            throw incompleteBody();
        }
        return new DecodedBody(sink.content(), trailers(in, signer));
    }

    private static void unsignedChunk(InputStream in, int size, BodySink sink) throws IOException {
        byte[] piece = new byte[Math.min(size, PIECE)];
        for (int left = size; left > 0; ) {
            int count = in.read(piece, 0, Math.min(left, piece.length));
            if (count < 0) {
                throw incompleteBody();
            }
            sink.add(piece, 0, count);
            left -= count;
        }
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
