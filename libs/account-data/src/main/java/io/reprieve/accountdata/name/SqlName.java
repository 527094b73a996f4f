package io.reprieve.accountdata.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How PostgreSQL spells identifiers: quoting where it is needed, and reading dotted names. */
public final class SqlName {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private SqlName() {}

    /** Quotes as {@code quote_ident} does, but also every key word: quoting once too often is harmless. */
    public static String quote(String identifier) {
        if (PLAIN.matcher(identifier).matches() && !KeyWords.contains(identifier)) {
            return identifier;
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Splits a dotted name; unquoted parts fold to lower case, quoted ones are taken as they stand. */
    public static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder part = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                at = quoted(text, at, part);
            } else {
                int end = text.indexOf('.', at);
                end = end < 0 ? text.length() : end;
                part.append(text.substring(at, end).strip().toLowerCase(Locale.ROOT));
                at = end;
            }
            if (part.isEmpty()) {
                throw new IllegalArgumentException("'" + text + "' is not a name");
            }
            parts.add(part.toString());
            if (at < text.length() && text.charAt(at) != '.') {
                throw new IllegalArgumentException("'" + text + "' is not a name");
            }
            at++;
        }
        return parts;
    }

    private static int quoted(String text, int open, StringBuilder into) {
        int at = open + 1;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                into.append(text.charAt(at++));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                into.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw new IllegalArgumentException("'" + text + "' has a quote that does not close");
    }
}
