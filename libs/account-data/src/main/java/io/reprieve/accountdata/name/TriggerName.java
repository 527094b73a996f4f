package io.reprieve.accountdata.name;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trigger of a table, spelled as the catalog spells it.
 *
 * @param trigger the trigger's name, unquoted
 * @param table the table it is on
 */
public record TriggerName(String trigger, TableName table) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(\"(?:[^\"]|\"\")+\"|\\S+)\\s+[oO][nN]\\s+(\\S.*)", Pattern.DOTALL);

    /** Reads {@code trigger on schema.table}. */
    public static TriggerName parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || SqlName.split(parts.group(1)).size() != 1) {
            throw new IllegalArgumentException("'" + text + "' is not 'trigger on schema.table'");
        }
        return new TriggerName(SqlName.split(parts.group(1)).get(0), TableName.parse(parts.group(2)));
    }

    @Override
    public String toString() {
        return SqlName.quote(trigger) + " on " + table;
    }
}
