package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table in plain text: a line of headings, then the rows; numbers stand at the right of their column. */
final class TextTable {
    private static final String BETWEEN = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Which side of its column a cell stands at. */
    enum Side {
        LEFT,
        RIGHT
    }

    /** The heading of a column, and where its cells stand. */
    record Column(String heading, Side side) {}

    TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    static Column text(String heading) {
        return new Column(heading, Side.LEFT);
    }

    static Column number(String heading) {
        return new Column(heading, Side.RIGHT);
    }

    /** Adds a row of as many cells as there are columns. */
    TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The table, every line with its line feed and without spaces at its end. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toList());
        lines.addAll(rows);
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> line(line, widths).stripTrailing() + "\n")
                .collect(joining());
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cell(
                        cells.get(column), widths[column], columns.get(column).side()))
                .collect(joining(BETWEEN));
    }

    private static String cell(String text, int width, Side side) {
        String fill = " ".repeat(width - width(text));
        return side == Side.LEFT ? text + fill : fill + text;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
