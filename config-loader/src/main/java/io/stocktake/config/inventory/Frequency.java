package io.stocktake.config.inventory;

import io.stocktake.config.document.AwsNamed;

/** How often a report is made ({@code Schedule.Frequency}); {@link InventorySchedule} says when one is due. */
public enum Frequency implements AwsNamed {
    DAILY("Daily"),
    WEEKLY("Weekly");

    private final String awsName;

    Frequency(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
