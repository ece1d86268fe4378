package io.stocktake.config.stores;

/** How far a store's answer about server-side encryption is believed ({@code encryption} in stores.yaml). */
public enum Encryption {
    /** The default: what was asked for must be echoed in the answer to a write, else the run fails. */
    CHECKED,
    /** The store encrypts at rest and does not say so; an answer without the header is taken. */
    TRUSTED
}
