package io.reprieve.backup.browse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads PostgreSQL's COPY text format (postgresql.org, "COPY", "Text Format"): tabs between fields, backslash escapes, {@code \N} for null. */
final class CopyText {

    private CopyText() {}

    /** The fields of one line, without its newline; null for SQL null. */
    static List<String> fields(byte[] line) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= line.length; i++) {
            // A tab inside a value is written as \t, so that every raw tab ends a field.
            if (i == line.length || line[i] == '\t') {
                fields.add(field(line, start, i));
                start = i + 1;
            }
        }
        return fields;
    }

    /** One field of a line, by its place; null for SQL null. */
    static String field(byte[] line, int place) {
        int start = 0;
        for (int passed = 0; passed < place; start++) {
            passed += line[start] == '\t' ? 1 : 0;
        }
        int end = start;
        while (end < line.length && line[end] != '\t') {
            end++;
        }
        return field(line, start, end);
    }

    private static String field(byte[] line, int start, int end) {
        if (end - start == 2 && line[start] == '\\' && line[start + 1] == 'N') {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        int at = start;
        while (at < end) {
            if (line[at] != '\\' || at + 1 == end) {
                out.write(line[at++]);
                continue;
            }
            at++;
            int digits = octalDigits(line, at, end);
            if (digits > 0) {
                out.write(Integer.parseInt(new String(line, at, digits, StandardCharsets.US_ASCII), 8));
                at += digits;
            } else {
                out.write(unescaped(line[at++]));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int octalDigits(byte[] line, int at, int end) {
        int digits = 0;
        while (digits < 3 && at + digits < end && line[at + digits] >= '0' && line[at + digits] <= '7') {
            digits++;
        }
        return digits;
    }

    private static int unescaped(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> escaped;
        };
    }
}
