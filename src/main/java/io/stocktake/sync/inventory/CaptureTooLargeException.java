package io.stocktake.sync.inventory;

/** A bucket's capture is larger than an object can be; the message is to follow "Cannot sync …: ". */
final class CaptureTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaptureTooLargeException(PartNumbers.Limits limits) {
        super("its capture has more than %,d parts, and an object cannot. ".formatted(limits.parts())
                + "Give its inventory configuration fewer OptionalFields, or a prefix.");
    }
}
