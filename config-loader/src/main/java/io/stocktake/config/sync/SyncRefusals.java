package io.stocktake.config.sync;

import io.stocktake.config.document.Refusal;

/** The answers of Systems Manager that concern a sync's definition. Their messages say what is wrong, case by case. */
public final class SyncRefusals {

    public static final Refusal VALIDATION = new Refusal(400, "ValidationException", "");

    public static final Refusal INVALID_CONFIGURATION =
            new Refusal(400, "ResourceDataSyncInvalidConfigurationException", "");

    public static final Refusal ALREADY_EXISTS = new Refusal(400, "ResourceDataSyncAlreadyExistsException", "");

    public static final Refusal COUNT_EXCEEDED = new Refusal(400, "ResourceDataSyncCountExceededException", "");

    public static final Refusal NOT_FOUND = new Refusal(400, "ResourceDataSyncNotFoundException", "");

    private SyncRefusals() {}
}
