package io.stocktake.inventory.delivery;

import java.util.Arrays;

/** How far Spark is to see to the order of the rows of a report. */
public enum RowOrder {
    /** Rows that are not known to ascend by key are sorted by it, the versions of one key in no particular order. */
    KEY("key"),
    /** Rows are written as they come; where their keys do not ascend within a task, the delivery fails. */
    GIVEN("given");

    private final String text;

    RowOrder(String text) {
        this.text = text;
    }

    /** As the option {@code rowOrder} spells it. */
    public String text() {
        return text;
    }

    static RowOrder parse(String text) {
        return Arrays.stream(values())
                .filter(order -> order.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is neither key nor given"));
    }
}
