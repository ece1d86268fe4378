package io.stocktake.config.document;

/** A value of an enumeration of AWS's API, under the exact name that documents and reports carry. */
public interface AwsNamed {

    /** The name as AWS spells it, such as {@code Parquet} or {@code LastModifiedDate}. */
    String awsName();
}
