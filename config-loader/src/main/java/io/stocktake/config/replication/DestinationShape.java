package io.stocktake.config.replication;

import io.stocktake.config.document.MemberReader;
import io.stocktake.config.replication.ReplicationDestination.EncryptionConfiguration;
import io.stocktake.config.replication.ReplicationDestination.EventThreshold;
import io.stocktake.config.replication.ReplicationDestination.Metrics;
import io.stocktake.config.replication.ReplicationDestination.ReplicationTime;
import java.util.Optional;

/** The members of a rule's destination (API model of S3, 2006-03-01). */
final class DestinationShape {

    private DestinationShape() {}

    static Optional<ReplicationDestination> read(MemberReader destination) {
        destination.require("Bucket");
        Optional<String> bucket = destination.text("Bucket");
        Optional<String> account = destination.text("Account");
        Optional<String> storageClass = destination.nonEmptyText("StorageClass");
        Optional<OwnerOverride> owner =
                destination.object("AccessControlTranslation").flatMap(DestinationShape::owner);
        Optional<EncryptionConfiguration> encryption =
                destination.object("EncryptionConfiguration").map(DestinationShape::encryption);
        Optional<ReplicationTime> time = destination.object("ReplicationTime").flatMap(DestinationShape::time);
        Optional<Metrics> metrics = destination.object("Metrics").flatMap(DestinationShape::metrics);
        destination.refuseUnknown();
        return bucket.map(
                arn -> new ReplicationDestination(arn, account, storageClass, owner, encryption, time, metrics));
    }

    private static Optional<OwnerOverride> owner(MemberReader translation) {
        translation.require("Owner");
        Optional<OwnerOverride> owner = translation.choice("Owner", OwnerOverride.values());
        translation.refuseUnknown();
        return owner;
    }

    private static EncryptionConfiguration encryption(MemberReader encryption) {
        Optional<String> key = encryption.nonEmptyText("ReplicaKmsKeyID");
        encryption.refuseUnknown();
        return new EncryptionConfiguration(key);
    }

    private static Optional<ReplicationTime> time(MemberReader time) {
        time.require("Time");
        Optional<Integer> minutes = time.object("Time").flatMap(DestinationShape::minutes);
        return RuleShape.status(time).map(status -> new ReplicationTime(status, minutes));
    }

    private static Optional<Metrics> metrics(MemberReader metrics) {
        Optional<EventThreshold> threshold =
                metrics.object("EventThreshold").map(it -> new EventThreshold(minutes(it)));
        return RuleShape.status(metrics).map(status -> new Metrics(status, threshold));
    }

    private static Optional<Integer> minutes(MemberReader value) {
        Optional<Integer> minutes = value.integer("Minutes");
        value.refuseUnknown();
        return minutes;
    }
}
