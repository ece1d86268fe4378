package io.stocktake.replication.copy;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.copy.Request.End;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The code of the completion report for what a store answered. */
final class FailureCodes {
    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;
    static final int NOT_IMPLEMENTED = 501;
    static final int UNAVAILABLE = 503;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int METHOD_NOT_ALLOWED = 405;

    private static final Set<String> NO_SUCH_OBJECT = Set.of("NoSuchKey", "NoSuchVersion");

    private FailureCodes() {}

    /** The status answered, or 0 where nothing was. */
    static int status(SdkException failure) {
        return failure instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    /** The store's own code; empty where it told none. */
    static String storeCode(SdkException failure) {
        return failure instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && answer.awsErrorDetails().errorCode() != null
                ? answer.awsErrorDetails().errorCode()
                : "";
    }

    /** Which code fits; the store's own where none does, and none where nothing was answered. */
    static String of(Request request, ComparedVersions versions, SdkException failure) {
        String code = storeCode(failure);
        int status = status(failure);
        boolean readsSource = request.end() == End.SOURCE;
        if (code.equals("NoSuchBucket")) {
            return readsSource ? "SrcBucketNotFound" : "DstBucketNotFound";
        }
        if (isAboutKey(failure)) {
            return keyCode(request.end(), code);
        }
        if (code.equals("InvalidObjectState") || (readsSource && wantsCustomerKey(failure))) {
            return TaskFailure.NOT_ELIGIBLE;
        }
        boolean isSourceMissing = readsSource
                ? status == NOT_FOUND || status == METHOD_NOT_ALLOWED
                : request.readsSource() && NO_SUCH_OBJECT.contains(code);
        if (isSourceMissing) {
            return versions == ComparedVersions.HISTORY ? "SrcVersionNotFound" : "SrcObjectNotFound";
        }
        if (status == PRECONDITION_FAILED) {
            return readsSource || request.readsSource() ? TaskFailure.SOURCE_CHANGED : TaskFailure.DESTINATION_CHANGED;
        }
        if (status == FORBIDDEN && !request.deniedCode().isEmpty()) {
            return request.deniedCode();
        }
        return readsSource ? code : destinationCode(request, code, failure);
    }

    private static String destinationCode(Request request, String code, SdkException failure) {
        if (status(failure) == NOT_FOUND) {
            if (request == Request.HEAD_REPLICA) {
                return "DstObjectHardDeleted";
            }
            return code.equals("NoSuchUpload") ? code : "DstVersionNotFound";
        }
        String message = message(failure);
        boolean isAboutLock = code.equals("InvalidRequest") && message.contains("object lock");
        return isAboutLock ? "DstBucketObjectLockConfigMissing" : code;
    }

    /** AWS's codes begin with KMS; Ceph answers InvalidAccessKeyId to a key of its KMS that it cannot get. */
    static boolean isAboutKey(SdkException failure) {
        return storeCode(failure).startsWith("KMS") || message(failure).contains("kms-keyid");
    }

    private static String keyCode(End end, String code) {
        boolean isMissing = code.contains("NotFound") || !code.startsWith("KMS");
        if (end == End.SOURCE) {
            return isMissing ? "SrcKeyNotFound" : "SrcKmsKeyInvalidState";
        }
        return isMissing ? "DstKmsKeyNotFound" : "DstKmsKeyInvalidState";
    }

    /** AWS: "stored using a form of Server Side Encryption"; Ceph: "must provide a valid encryption algorithm". */
    private static boolean wantsCustomerKey(SdkException failure) {
        return status(failure) == BAD_REQUEST && message(failure).contains("encryption");
    }

    private static String message(SdkException failure) {
        return failure instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && answer.awsErrorDetails().errorMessage() != null
                ? answer.awsErrorDetails().errorMessage().toLowerCase(Locale.ROOT)
                : "";
    }
}
