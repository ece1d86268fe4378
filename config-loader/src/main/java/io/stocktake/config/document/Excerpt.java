package io.stocktake.config.document;

/** Text of a document in a message: short, in one line, without characters that a terminal obeys. */
public final class Excerpt {

    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_REASON = 200;

    private Excerpt() {}

    /** The first hundred characters of a value, those that a terminal obeys as their codes. */
    public static String of(String text) {
        return shortened(text, LONGEST_VALUE);
    }

    static String ofName(String name) {
        return shortened(name, LONGEST_NAME);
    }

    static String ofReason(String reason) {
        return shortened(reason, LONGEST_REASON);
    }

    static String quote(String text) {
        return '"' + text + '"';
    }

    private static String shortened(String text, int longest) {
        StringBuilder excerpt = new StringBuilder();
        int[] codePoints = text.codePoints().limit(longest + 1L).toArray();
        for (int i = 0; i < Math.min(longest, codePoints.length); i++) {
            append(codePoints[i], excerpt);
        }
        return codePoints.length > longest ? excerpt.append('…').toString() : excerpt.toString();
    }

    private static void append(int codePoint, StringBuilder excerpt) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> excerpt.append(String.format("\\u%04x", codePoint));
            default -> excerpt.appendCodePoint(codePoint);
        }
    }
}
