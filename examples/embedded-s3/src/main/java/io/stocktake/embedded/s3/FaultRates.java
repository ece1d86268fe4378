package io.stocktake.embedded.s3;

/**
 * Shares of requests that fail, each from 0 to 1, to be used together: {@code FaultRates.none().slowDown(0.05)}.
 *
 * @param slowDown of all requests answered with 503 SlowDown, which took no effect
 * @param internalError of all requests answered with 500 InternalError, which took no effect
 * @param cutBefore of all connections cut before the request took effect
 * @param cutAfter of all connections cut after the request took effect
 * @param errorInBody of CopyObject, UploadPartCopy and CompleteMultipartUpload answered with 200 and an error in the body,
 *     which took no effect
 * @param errorInBodyAfter the same of those that took effect
 */
public record FaultRates(
        double slowDown,
        double internalError,
        double cutBefore,
        double cutAfter,
        double errorInBody,
        double errorInBodyAfter) {
    /** Refuses what is not a share. */
    public FaultRates {
        for (double rate : new double[] {slowDown, internalError, cutBefore, cutAfter, errorInBody, errorInBodyAfter}) {
            check(rate);
        }
    }

    static void check(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("Cannot fail at a rate of " + rate + ": it has to be between 0 and 1");
        }
    }

    /** Nothing fails. */
    public static FaultRates none() {
        return new FaultRates(0, 0, 0, 0, 0, 0);
    }

    /** These rates with another share of SlowDown. */
    public FaultRates slowDown(double rate) {
        return new FaultRates(rate, internalError, cutBefore, cutAfter, errorInBody, errorInBodyAfter);
    }

    /** These rates with another share of InternalError. */
    public FaultRates internalError(double rate) {
        return new FaultRates(slowDown, rate, cutBefore, cutAfter, errorInBody, errorInBodyAfter);
    }

    /** These rates with another share of connections that are cut before the request took effect. */
    public FaultRates cutBefore(double rate) {
        return new FaultRates(slowDown, internalError, rate, cutAfter, errorInBody, errorInBodyAfter);
    }

    /** These rates with another share of connections that are cut after the request took effect. */
    public FaultRates cutAfter(double rate) {
        return new FaultRates(slowDown, internalError, cutBefore, rate, errorInBody, errorInBodyAfter);
    }

    /** These rates with another share of errors in the body of requests that took no effect. */
    public FaultRates errorInBody(double rate) {
        return new FaultRates(slowDown, internalError, cutBefore, cutAfter, rate, errorInBodyAfter);
    }

    /** These rates with another share of errors in the body of requests that took effect. */
    public FaultRates errorInBodyAfter(double rate) {
        return new FaultRates(slowDown, internalError, cutBefore, cutAfter, errorInBody, rate);
    }
}
