package io.stocktake.inventory;

import io.stocktake.config.stores.BucketLocation;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How reports are reached, in whatever process it has travelled to: it names a store and the rule of its credentials, and
 * no secret.
 */
sealed interface ReportAccess extends Serializable {

    /**
     * Opens it in this process; to be closed.
     *
     * @param configuration Hadoop's, which also the readers of ORC and Parquet need
     */
    ReportFiles open(Configuration configuration);

    /** Whether requests are counted. */
    boolean countsRequests();

    /** Hadoop's file systems. */
    record FileSystems() implements ReportAccess {
        private static final long serialVersionUID = 1L;

        @Override
        public ReportFiles open(Configuration configuration) {
            return new HadoopReportFiles(configuration);
        }

        @Override
        public boolean countsRequests() {
            return false;
        }
    }

    /**
     * A store's own client.
     *
     * @param bucket the bucket that the reports are in
     */
    record InBucket(BucketLocation bucket) implements ReportAccess {
        private static final long serialVersionUID = 1L;

        @Override
        public ReportFiles open(Configuration configuration) {
            return new StoreReportFiles(bucket, configuration);
        }

        @Override
        public boolean countsRequests() {
            return true;
        }
    }
}
