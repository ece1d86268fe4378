/**
 * Objects that tasks upload and that do not exist before the driver completes them: what a run that fails or is killed has
 * staged is aborted, and nobody has seen it.
 */
package io.stocktake.s3.staging;
