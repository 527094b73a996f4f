package io.reprieve.audit.event;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Text that people wrote, made harmless for spreadsheets and terminals, and still to be read. */
public final class Inert {
    private static final Pattern FORMULA =
            Pattern.compile("^[\\s\\p{Cc}]*[=+\\-@\uff1d\uff0b\uff0d\uff20\\t\\r].*", Pattern.DOTALL);

    private Inert() {}

    /** A cell that is no formula to any spreadsheet, and holds no control or direction-changing characters. */
    public static String cell(String text) {
        if (text == null) {
            return "";
        }
        String visible = without(Inert::isDangerous, text);
        return FORMULA.matcher(text).matches() ? "'" + visible : visible;
    }

    /**
     * The same JSON, without a character that a terminal or a page acts on: those can only stand in strings, where an
     * escape says the same.
     */
    public static String json(String text) {
        return without(c -> isDangerous(c) && c != '\n' && c != '\r' && c != '\t', text);
    }

    private static String without(IntPredicate dangerous, String text) {
        if (text.codePoints().noneMatch(dangerous)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (dangerous.test(c)) {
                for (char unit : Character.toChars(c)) {
                    out.append("\\u%04x".formatted((int) unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isDangerous(int c) {
        int kind = Character.getType(c);
        return kind == Character.CONTROL
                || kind == Character.FORMAT
                || kind == Character.LINE_SEPARATOR
                || kind == Character.PARAGRAPH_SEPARATOR
                || kind == Character.SURROGATE;
    }
}
