package io.reprieve.accountdata.anyschema;

/** How a table and its columns are called. */
enum Naming {
    PLAIN,
    MIXED_CASE,
    RESERVED,
    UNICODE,
    QUOTES,
    LONG,
    ODD_SIGNS;

    private static final String[] RESERVED_WORDS = {
        "select", "order", "table", "group", "check", "end", "all", "any", "array", "both", "case", "cast", "desc",
        "do", "else", "false", "for", "from", "grant", "in", "into", "limit", "not", "null", "offset", "on", "only",
        "or", "to", "true", "union", "unique", "using", "when", "where", "window", "with", "analyze", "as", "asc",
        "column"
    };

    /** Stands for the root's key, whose name nothing else may have: a check would take it for a link to an account. */
    static final int ROOT_KEY = 999;

    /** A name, unquoted; the number makes it unlike every other one. */
    String of(String word, int number) {
        return switch (this) {
            case PLAIN -> word + number;
            case MIXED_CASE -> "The " + word + " No. " + number;
            case RESERVED -> number == ROOT_KEY ? "user" : RESERVED_WORDS[number % RESERVED_WORDS.length];
            case UNICODE -> "Tä🗝契_" + word + number;
            case QUOTES -> "we\"ird''" + word + "\\" + number;
            case LONG -> (word + number + "_" + "x".repeat(63)).substring(0, 63);
            case ODD_SIGNS -> ":key$" + number + " % " + word + "; -- /* {";
        };
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
