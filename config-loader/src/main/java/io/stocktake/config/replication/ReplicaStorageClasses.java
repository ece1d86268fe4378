package io.stocktake.config.replication;

import java.util.List;

/** The storage classes that a destination takes. */
final class ReplicaStorageClasses {

    /** Of the first schema (S3 API reference of 2018). */
    static final List<String> OF_FIRST_SCHEMA = List.of("STANDARD", "STANDARD_IA", "REDUCED_REDUNDANCY");

    /** Of the second: the enumeration of the API model (2006-03-01, as of 2026) without FSX_OPENZFS, which S3 refuses. */
    static final List<String> OF_SECOND_SCHEMA = List.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "OUTPOSTS",
            "GLACIER_IR",
            "SNOW",
            "EXPRESS_ONEZONE",
            "FSX_ONTAP",
            "AWS_BACKUP_WARM",
            "AWS_BACKUP_LOW_COST_WARM");

    private ReplicaStorageClasses() {}
}
