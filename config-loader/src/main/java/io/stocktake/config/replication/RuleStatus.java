package io.stocktake.config.replication;

import io.stocktake.config.document.AwsNamed;

/** {@code Status}, of a rule and of most of its parts. */
public enum RuleStatus implements AwsNamed {
    ENABLED("Enabled"),
    DISABLED("Disabled");

    private final String awsName;

    RuleStatus(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
