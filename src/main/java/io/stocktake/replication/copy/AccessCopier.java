package io.stocktake.replication.copy;

import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.Permission;

/**
 * Repeats the grants of a source on its replica, within one store: grantees are accounts of that store. No copy carries
 * them. Thread-safe.
 */
final class AccessCopier {
    private static final int BAD_REQUEST = 400;

    private final Ends ends;
    private final AtomicBoolean areAclsDisabled = new AtomicBoolean();

    AccessCopier(Ends ends) {
        this.ends = ends;
    }

    /** Which ACLs need no request more. */
    enum Extent {
        /** A source with no grant but its owner's is like a new object. */
        NEW_REPLICA,
        /** The replica's ACL is known to differ. */
        DRIFTED_REPLICA
    }

    /** Gives the replica the source's grants; what cannot be repeated is a note. */
    List<CopyNote> copy(ListedVersion version, String versionId, Extent extent) {
        if (areAclsDisabled.get()) {
            return List.of();
        }
        GetObjectAclResponse source = ends.ask(
                Request.READ_ACL,
                version,
                () -> ends.source()
                        .repeating()
                        .getObjectAcl(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.sourceBucket().name())
                                .key(version.key().toString())
                                .versionId(ends.sourceVersionId(version))));
        if (extent == Extent.NEW_REPLICA && isOwnersOnly(source)) {
            return List.of();
        }
        GetObjectAclResponse replica = ends.ask(
                Request.READ_REPLICA_ACL,
                version,
                () -> ends.destination()
                        .repeating()
                        .getObjectAcl(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(versionId.isEmpty() ? null : versionId)));
        return texts(source.grants()).equals(texts(replica.grants()))
                ? List.of()
                : grant(version, versionId, replica.owner(), source.grants());
    }

    private List<CopyNote> grant(ListedVersion version, String versionId, Owner owner, List<Grant> grants) {
        try {
            put(version, versionId, owner, grants);
            return List.of();
        } catch (TaskFailure refusal) {
            if (refusal.code().equals("AccessControlListNotSupported")) {
                areAclsDisabled.set(true);
                return List.of(new CopyNote(
                        Kind.ACLS_DISABLED,
                        "the destination has ACLs disabled (AccessControlListNotSupported), so that the source's grants"
                                + " were not repeated"));
            }
            if (refusal.status().orElse(0) != BAD_REQUEST) {
                throw refusal;
            }
            return grantOneByOne(version, versionId, owner, grants);
        }
    }

    /** A grantee that the destination does not know makes it refuse the whole ACL: so each is tried beside the others. */
    private List<CopyNote> grantOneByOne(ListedVersion version, String versionId, Owner owner, List<Grant> grants) {
        List<Grant> accepted = new ArrayList<>();
        List<CopyNote> notes = new ArrayList<>();
        for (Grantee grantee :
                grants.stream().map(Grant::grantee).collect(Collectors.toCollection(LinkedHashSet::new))) {
            List<Grant> more = new ArrayList<>(accepted);
            grants.stream().filter(grant -> grant.grantee().equals(grantee)).forEach(more::add);
            try {
                put(version, versionId, owner, more);
                accepted = more;
            } catch (TaskFailure refusal) {
                if (refusal.status().orElse(0) != BAD_REQUEST) {
                    throw refusal;
                }
                notes.add(new CopyNote(
                        Kind.GRANTEE_UNKNOWN, "the destination does not know the grantee \"" + name(grantee) + "\""));
            }
        }
        return notes;
    }

    private void put(ListedVersion version, String versionId, Owner owner, List<Grant> grants) {
        ends.ask(
                Request.PUT_ACL,
                version,
                () -> ends.destination()
                        .repeating()
                        .putObjectAcl(request -> request.overrideConfiguration(ends.counted())
                                .bucket(ends.destinationBucket().name())
                                .key(version.key().toString())
                                .versionId(versionId.isEmpty() ? null : versionId)
                                .accessControlPolicy(
                                        policy -> policy.owner(owner).grants(grants))));
    }

    private static boolean isOwnersOnly(GetObjectAclResponse acl) {
        Optional<Grant> only =
                acl.grants().size() == 1 ? Optional.of(acl.grants().get(0)) : Optional.empty();
        return only.filter(grant -> grant.permission() == Permission.FULL_CONTROL
                        && grant.grantee().id() != null
                        && grant.grantee().id().equals(acl.owner().id()))
                .isPresent();
    }

    private static Set<String> texts(List<Grant> grants) {
        Set<String> texts = new HashSet<>();
        grants.forEach(grant -> texts.add(name(grant.grantee()) + " " + grant.permissionAsString()));
        return texts;
    }

    private static String name(Grantee grantee) {
        if (grantee.id() != null) {
            return grantee.id();
        }
        return grantee.uri() == null ? String.valueOf(grantee.emailAddress()) : grantee.uri();
    }
}
