package io.stocktake.embedded.s3;

/**
 * How a listing writes its entries.
 *
 * @param keys as URL-encoded text (encoding-type=url) or as plain XML
 * @param owner whether an entry names its owner
 */
record EntryStyle(Keys keys, boolean owner) {
    enum Keys {
        URL,
        XML
    }

    void write(XmlBuffer out, byte[] text, int length) {
        if (keys == Keys.URL) {
            out.urlEncoded(text, 0, length);
        } else {
            out.text(text, 0, length);
        }
    }

    void element(XmlBuffer out, String name, byte[] text) {
        out.open(name);
        write(out, text, text.length);
        out.close(name);
    }
}
