package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.embedded.s3.Encryption;
import io.stocktake.embedded.s3.LegalHold;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.Retention;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import io.stocktake.s3.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be copied is a failed task with S3's code, the status answered, and a message that says all. */
class CopierFailuresTest {
    private static final Pattern REQUEST_ID = Pattern.compile(", request [^)]*");

    private Servers servers;

    @BeforeEach
    void start() {
        servers = new Servers();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GetObject | small | SrcGetObjectNotPermitted | Cannot read %s | s3:GetObjectVersion",
                "GetObject | large | SrcGetObjectNotPermitted | Cannot read %s | s3:GetObjectVersion",
                "GetObjectTagging | small | SrcGetTaggingNotPermitted | Cannot read the tags of %s"
                        + " | s3:GetObjectVersionTagging",
                "HeadObject | parts | SrcHeadObjectNotPermitted | Cannot read the HEAD of %s | s3:GetObjectVersion"
            })
    void aDeniedReadIsTheSources(String operation, String key, String code, String verb, String permission) {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences(key::equals);
            servers.near.faults().denied(operation);

            assertFailed(
                    world.copy(world.copyTerms(), differences),
                    differences.get(0),
                    code,
                    403,
                    verb.formatted("key \"" + key + "\" version \""
                                    + differences.get(0).version().versionId()
                                    + "\" in bucket \"source\" of store \"near\"")
                            // The answer to a HEAD has no body, and so no code.
                            + (operation.equals("HeadObject")
                                    ? ": no error code: Forbidden (status 403)"
                                    : ": AccessDenied: Access Denied (status 403)")
                            + "; it needs the permission " + permission);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PutObject | small | DstPutObjectNotPermitted | write | s3:PutObject",
                "CreateMultipartUpload | parts | DstMultipartInitNotPermitted | begin an upload of | s3:PutObject",
                "UploadPart | parts | DstMultipartUploadNotPermitted | upload a part of | s3:PutObject",
                "CompleteMultipartUpload | parts | DstMultipartCompleteNotPermitted | complete the upload of"
                        + " | s3:PutObject",
                "DeleteObject | deleted | DstDelObjNotPermitted | add a delete marker to | s3:DeleteObject"
            })
    void aDeniedWriteIsTheDestinations(String operation, String key, String code, String verb, String permission) {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences(key::equals);
            servers.far.faults().denied(operation);

            assertFailed(
                    world.copy(world.copyTerms(), differences),
                    differences.get(0),
                    code,
                    403,
                    "Cannot " + verb + " key \"" + key + "\" in bucket \"destination\" of store \"far\":"
                            + " AccessDenied: Access Denied (status 403); it needs the permission " + permission);
            assertThat(servers.far.bucket("destination").versions()).isEmpty();
            assertThat(servers.far.bucket("destination").openUploads()).isZero();
        }
    }

    @Test
    void missingBucketsAreSaidOfEachVersion() {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences("small"::equals);
            try (CopyWorld nowhere = servers.worldOf(Distance.ONE_STORE, CopyWorld.rules(), ComparedVersions.HISTORY)) {
                assertFailed(
                        nowhere.copy(nowhere.copyTerms(), differences),
                        differences.get(0),
                        "DstBucketNotFound",
                        404,
                        "Cannot ask for the settings of the bucket of key \"small\" in bucket \"destination\" of store"
                                + " \"near\": NoSuchBucket: The specified bucket does not exist (status 404)");
            }
        }
    }

    @Test
    void aBucketWhoseVersioningIsSuspendedIsNotWrittenTo() {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            servers.far.bucket("destination").suspendVersioning();
            List<Difference> differences = world.differences("small"::equals);

            assertThat(world.copy(world.copyTerms(), differences))
                    .extracting(CopyResult::task)
                    .containsExactly(task(
                            differences.get(0),
                            "DstBucketUnversioned",
                            OptionalInt.empty(),
                            "Cannot write key \"small\" in bucket \"destination\" of store \"far\": the bucket's"
                                    + " versioning is not Enabled, so that a write would destroy what it has"));
            assertThat(servers.far.bucket("destination").versions()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotEligibleIsLeftOutAndWhatFollowsIsCopied(Distance distance) {
        servers.source.put(
                PutRequest.of("key", "kms".getBytes(UTF_8)).encryption(Encryption.kms("arn:aws:kms:x:1:key/a")));
        servers.source.put(
                PutRequest.of("key", "customer".getBytes(UTF_8)).encryption(Encryption.customerKey(new byte[32])));
        servers.source.put(PutRequest.of("key", "cold".getBytes(UTF_8)).storageClass("GLACIER"));
        servers.source.put("key", "plain".getBytes(UTF_8));
        try (CopyWorld world = servers.world(distance)) {
            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(result -> result.task().errorCode().orElse(""))
                    .containsExactly("SrcObjectNotEligible", "SrcObjectNotEligible", "SrcObjectNotEligible", "");
            assertThat(results.get(0).task().message())
                    .isEqualTo("Cannot copy " + sourceVersion(results.get(0))
                            + ": it is encrypted with a KMS key, and rule \"everything\" does not opt in to such"
                            + " objects (SseKmsEncryptedObjects)");
            assertThat(message(results.get(1)))
                    .isEqualTo("Cannot read " + sourceVersion(results.get(1))
                            + ": InvalidRequest: The object was stored using a form of Server Side Encryption. The"
                            + " correct parameters must be provided to retrieve the object. (status 400)");
            assertThat(message(results.get(2))).contains("InvalidObjectState").contains("(status 403)");
            assertThat(servers.destination(distance).versions()).hasSize(1);
        }
    }

    @Test
    void aLockNeedsABucketWithObjectLock() {
        servers.source.enableObjectLock();
        servers.source.put(PutRequest.of("key", new byte[1]).legalHold(LegalHold.ON));
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(CopyResult::task)
                    .containsExactly(task(
                            results.get(0).difference(),
                            "DstBucketObjectLockConfigMissing",
                            OptionalInt.empty(),
                            "Cannot copy " + sourceVersion(results.get(0)) + ": it is locked, and bucket"
                                    + " \"destination\" of store \"far\" has no Object Lock"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLockThatNobodyCanUndoNeedsToBeAllowed(Distance distance) {
        Instant until = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        servers.source.enableObjectLock();
        servers.source.put(PutRequest.of("key", new byte[1]).retention(Retention.Mode.COMPLIANCE, until));
        try (CopyWorld world = servers.world(distance)) {
            servers.destination(distance).enableObjectLock();
            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(CopyResult::task)
                    .containsExactly(task(
                            results.get(0).difference(),
                            "DstPutRetentionNotPermitted",
                            OptionalInt.empty(),
                            "Cannot copy " + sourceVersion(results.get(0)) + ": it is locked in mode COMPLIANCE until "
                                    + until + ", which nobody can undo on the replica. Allow it with"
                                    + " --allow-compliance"));

            world.copy(world.copyTerms().withComplianceLocks(ComplianceLocks.ALLOWED), world.differences());

            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }

    @Test
    void anIdentityThatTheStoreDoesNotKnowEndsTheRun() {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences("small"::equals);
            servers.near.faults().failNext("GetObject", 1, 403, "InvalidAccessKeyId");

            assertThatThrownBy(() -> world.copy(world.copyTerms(), differences))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("InvalidAccessKeyId: Failed on demand. (status 403");
        }
    }

    @Test
    void nothingButWhatIsMissingOrDriftedIsTaken() {
        fill();
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            Difference difference = world.differences("small"::equals).get(0);
            List<Difference> equal = List.of(
                    new Difference(Outcome.EQUAL, difference.version(), difference.rule(), difference.seen(), ""));

            assertThatThrownBy(() -> world.copy(world.copyTerms(), equal))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cannot copy key \"small\": its comparison ended in \"EQUAL\", which is nothing to"
                            + " copy");
        }
    }

    private void fill() {
        servers.source.put(PutRequest.of("small", new byte[10]).tag("a", "b"));
        servers.source.put("large", new byte[3 << 20]);
        servers.source.put(PutRequest.of("parts", new byte[6 << 20]).partSizes(5 << 20, 1 << 20));
        servers.source.delete("deleted");
    }

    private static void assertFailed(
            List<CopyResult> results, Difference difference, String code, int status, String message) {
        assertThat(results).hasSize(1);
        CompletedTask task = results.get(0).task();
        assertThat(new CompletedTask(
                        task.bucket(),
                        task.key(),
                        task.versionId(),
                        task.status(),
                        task.errorCode(),
                        task.httpStatus(),
                        message(results.get(0))))
                .isEqualTo(task(difference, code, OptionalInt.of(status), message));
    }

    /** The message without the store's id of the request. */
    private static String message(CopyResult result) {
        return REQUEST_ID.matcher(result.task().message()).replaceAll("");
    }

    private static String sourceVersion(CopyResult result) {
        return "key \"" + result.difference().key() + "\" version \""
                + result.difference().version().versionId() + "\" in bucket \"source\" of store \"near\"";
    }

    private static CompletedTask task(Difference difference, String code, OptionalInt status, String message) {
        return new CompletedTask(
                "source",
                difference.key().toString(),
                Optional.of(difference.version().versionId().toString()),
                TaskStatus.FAILED,
                Optional.of(code),
                status,
                message);
    }
}
