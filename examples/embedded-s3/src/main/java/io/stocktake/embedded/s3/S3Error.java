package io.stocktake.embedded.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that S3 gives as an {@code <Error>} document. It carries no stack trace: it is an answer, not a defect. */
final class S3Error extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private final transient Map<String, String> details = new LinkedHashMap<>();

    S3Error(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    S3Error header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    S3Error detail(String element, String value) {
        details.put(element, value);
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> details() {
        return details;
    }

    static S3Error noSuchBucket(String bucket) {
        return new S3Error(404, "NoSuchBucket", "The specified bucket does not exist").detail("BucketName", bucket);
    }

    static S3Error noSuchKey(Key key) {
        return new S3Error(404, "NoSuchKey", "The specified key does not exist.").detail("Key", key.toString());
    }

    static S3Error noSuchVersion(Key key, String versionId) {
        return new S3Error(404, "NoSuchVersion", "The specified version does not exist.")
                .detail("Key", key.toString())
                .detail("VersionId", versionId);
    }

    static S3Error noSuchUpload(String uploadId) {
        return new S3Error(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.")
                .detail("UploadId", uploadId);
    }

    static S3Error accessDenied() {
        return new S3Error(403, "AccessDenied", "Access Denied");
    }

    static S3Error invalidArgument(String message, String name, String value) {
        return new S3Error(400, "InvalidArgument", message)
                .detail("ArgumentName", name)
                .detail("ArgumentValue", value);
    }

    static S3Error invalidRequest(String message) {
        return new S3Error(400, "InvalidRequest", message);
    }

    static S3Error malformedXml() {
        return new S3Error(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static S3Error notImplemented(String what) {
        return new S3Error(
                501,
                "NotImplemented",
                "A header or query you provided implies functionality that is not implemented: " + what);
    }

    static S3Error notKept() {
        return new S3Error(
                501,
                "NotImplemented",
                "The bytes of this object are gone: this server keeps the digests of large bodies and not their bytes");
    }

    static S3Error preconditionFailed(String condition) {
        return new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                .detail("Condition", condition);
    }

    static S3Error methodNotAllowed(String method, String resource) {
        return new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                .detail("Method", method)
                .detail("ResourceType", resource);
    }
}
