package io.reprieve.accountdata.sql;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes values into SQL text, under {@code standard_conforming_strings = on}. */
public final class SqlText {

    private SqlText() {}

    /** An array of texts. */
    public static String array(Collection<String> texts) {
        return texts.stream().map(SqlText::literal).collect(Collectors.joining(", ", "ARRAY[", "]::pg_catalog.text[]"));
    }

    public static String literal(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text for PostgreSQL cannot hold NUL");
        }
        return "'" + value.replace("'", "''") + "'";
    }

    public static String columns(List<String> names) {
        return names.stream().map(SqlName::quote).collect(Collectors.joining(", "));
    }

    public static String names(Collection<TableName> tables) {
        return tables.stream().map(TableName::sql).collect(Collectors.joining(", "));
    }

    public static String columns(String alias, List<String> names) {
        return names.stream().map(name -> alias + "." + SqlName.quote(name)).collect(Collectors.joining(", "));
    }

    /**
     * Puts {@code value} where the statement says {@code :key}; casts ({@code ::key}), quoted text, quoted names,
     * dollar-quoted text and comments are left alone.
     */
    public static String bindKey(String statement, String value) {
        StringBuilder bound = new StringBuilder();
        int at = 0;
        while (at < statement.length()) {
            int end = skip(statement, at);
            if (end > at) {
                bound.append(statement, at, end);
                at = end;
            } else if (isKey(statement, at)) {
                bound.append('(').append(value).append(')');
                at += ":key".length();
            } else {
                bound.append(statement.charAt(at++));
            }
        }
        return bound.toString();
    }

    private static boolean isKey(String statement, int at) {
        int end = at + ":key".length();
        return statement.startsWith(":key", at)
                && (at == 0 || statement.charAt(at - 1) != ':')
                && (end == statement.length() || !Character.isJavaIdentifierPart(statement.charAt(end)));
    }

    /** Where the quoted text, name or comment that starts here ends; {@code at} itself when none starts here. */
    private static int skip(String statement, int at) {
        char here = statement.charAt(at);
        if (here == '\'' || here == '"') {
            boolean escapes = here == '\'' && at > 0 && "eE".indexOf(statement.charAt(at - 1)) >= 0;
            return quoted(statement, at, here, escapes);
        }
        if (statement.startsWith("--", at)) {
            return closing(statement, "\n", at);
        }
        if (statement.startsWith("/*", at)) {
            return closing(statement, "*/", at + 2);
        }
        if (here == '$') {
            int open = statement.indexOf('$', at + 1);
            String tag = open < 0 ? "" : statement.substring(at, open + 1);
            return tag.matches("\\$([A-Za-z_][A-Za-z_0-9]*)?\\$") ? closing(statement, tag, open + 1) : at;
        }
        return at;
    }

    private static int quoted(String statement, int open, char quote, boolean escapes) {
        for (int at = open + 1; at < statement.length(); at++) {
            if (escapes && statement.charAt(at) == '\\') {
                at++;
            } else if (statement.charAt(at) == quote) {
                return at + 1;
            }
        }
        return statement.length();
    }

    private static int closing(String statement, String end, int from) {
        int found = statement.indexOf(end, from);
        return found < 0 ? statement.length() : found + end.length();
    }
}
