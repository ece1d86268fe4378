package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.StoredBucket.Governance;
import java.time.Instant;
import java.util.Optional;

/** What Object Lock forbids. */
final class ObjectLock {
    private ObjectLock() {}

    static void checkDeletable(ObjectVersion version, Governance governance) {
        boolean held =
                version.properties().hold().filter(hold -> hold == LegalHold.ON).isPresent();
        boolean retained = version.properties()
                .retention()
                .filter(retention -> retention.retainUntil().isAfter(Instant.now()))
                .filter(retention ->
                        retention.mode() == Retention.Mode.COMPLIANCE || governance == Governance.RESPECTED)
                .isPresent();
        if (held || retained) {
            throw protectedObject();
        }
    }

    /** Retention may be lengthened by anyone; shortened only in governance mode, with the bypass. */
    static void checkChange(ObjectVersion version, Optional<Retention> next, Governance governance) {
        Optional<Retention> current =
                version.properties().retention().filter(old -> old.retainUntil().isAfter(Instant.now()));
        if (current.isEmpty()) {
            return;
        }
        Retention old = current.get();
        boolean weaker = next.isEmpty()
                || next.get().retainUntil().isBefore(old.retainUntil())
                || (next.get().mode() != old.mode() && next.get().mode() == Retention.Mode.GOVERNANCE);
        if (weaker && (old.mode() == Retention.Mode.COMPLIANCE || governance == Governance.RESPECTED)) {
            throw protectedObject();
        }
    }

    private static S3Error protectedObject() {
        return new S3Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
    }
}
