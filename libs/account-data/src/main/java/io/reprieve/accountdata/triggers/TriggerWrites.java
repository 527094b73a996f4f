package io.reprieve.accountdata.triggers;

import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables that triggers' functions name in their text: what a function writes with its caller's rights cannot be known
 * otherwise without running it. Functions that are SECURITY DEFINER bring their own rights.
 */
public final class TriggerWrites {

    private static final String NAMED = """
            SELECT DISTINCT n.nspname, c.relname
              FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class o ON o.oid = t.tgrelid
              JOIN pg_catalog.pg_namespace s ON s.oid = o.relnamespace JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid,
                   pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT t.tgisinternal AND NOT p.prosecdef AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND p.prosrc ~* ('(^|[^[:alnum:]_$])' || pg_catalog.regexp_replace(c.relname, '([^[:alnum:]_])', '\\\\\\1', 'g')
                                || '($|[^[:alnum:]_$])')
               AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'reprieve')
               AND (s.nspname, o.relname, t.tgname) IN\s""";

    private TriggerWrites() {}

    public static List<TableName> named(Sql sql, Collection<Trigger> triggers) throws SQLException {
        if (triggers.isEmpty()) {
            return List.of();
        }
        String names = triggers.stream()
                .map(trigger -> "(" + SqlText.literal(trigger.name().table().schema()) + ", "
                        + SqlText.literal(trigger.name().table().name()) + ", "
                        + SqlText.literal(trigger.name().trigger()) + ")")
                .collect(Collectors.joining(", ", "(", ")"));
        return sql.list(NAMED + names + " ORDER BY 1, 2", row -> new TableName(row.getString(1), row.getString(2)));
    }
}
