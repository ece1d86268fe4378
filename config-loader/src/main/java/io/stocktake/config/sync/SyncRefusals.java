package io.stocktake.config.sync;

import io.stocktake.config.document.Refusal;

/** The answers of Systems Manager that concern a sync's definition. Their messages say what is wrong, case by case. */
public final class SyncRefusals {

    public static final Refusal VALIDATION = badRequest("ValidationException");

    public static final Refusal INVALID_CONFIGURATION = badRequest("ResourceDataSyncInvalidConfigurationException");

    public static final Refusal ALREADY_EXISTS = badRequest("ResourceDataSyncAlreadyExistsException");

    public static final Refusal COUNT_EXCEEDED = badRequest("ResourceDataSyncCountExceededException");

    public static final Refusal NOT_FOUND = badRequest("ResourceDataSyncNotFoundException");

    /** The definition was changed by somebody else in the meantime. */
    public static final Refusal CONFLICT = badRequest("ResourceDataSyncConflictException");

    /** A list's token that no page has given. */
    public static final Refusal INVALID_NEXT_TOKEN = badRequest("InvalidNextToken");

    /** A fault of ours, such as storage that fails. */
    public static final Refusal INTERNAL = new Refusal(500, "InternalServerError", "");

    private SyncRefusals() {}

    private static Refusal badRequest(String code) {
        return new Refusal(400, code, "");
    }
}
