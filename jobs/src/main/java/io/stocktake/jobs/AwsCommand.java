package io.stocktake.jobs;

/** Marks a command that takes the options of the AWS CLI's command of the same name. */
interface AwsCommand {}
