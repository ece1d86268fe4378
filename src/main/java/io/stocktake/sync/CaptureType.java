package io.stocktake.sync;

/** What a capture is about; the type's name is the first folder under a destination's prefix. */
public enum CaptureType {
    /** One record an object version of a bucket's latest report. */
    S3_OBJECT("Custom:S3Object"),
    /** One record a bucket: what its latest report adds up to. */
    S3_BUCKET("Custom:S3Bucket"),
    /** One record a run of a job. */
    OPS_DATA("Custom:OpsData"),
    /** One record a thing that somebody should look at. */
    OPS_ITEM("Custom:OpsItem");

    private final String typeName;

    CaptureType(String typeName) {
        this.typeName = typeName;
    }

    /** The name, colon included, as Systems Manager spells types of one's own. */
    public String typeName() {
        return typeName;
    }
}
