package io.reprieve.backup.restore;

import io.reprieve.accountdata.order.RestoreScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/**
 * Part of an account. Rows that the selected ones refer to come back with them, where they are not live.
 *
 * @param tables rows wanted, by table; none when null
 * @param objects prefixes of the keys of objects wanted; none when null
 */
public record Selection(@Valid List<Rows> tables, List<@NotBlank String> objects) {

    /**
     * @param table qualified, as the backup lists it
     * @param where what all hold of the rows wanted; all rows when null
     */
    public record Rows(@NotBlank String table, @Valid List<Condition> where) {}

    /**
     * @param column its name
     * @param op EQ, NE, LT, LE, GT, GE, IN, IS_NULL or IS_NOT_NULL
     * @param values as PostgreSQL writes the column's type: one, several for IN, none for the null tests
     */
    public record Condition(
            @NotBlank String column, @NotNull RestoreScope.Op op, List<@NotNull String> values) {}

    RestoreScope.Selection toScope() {
        return new RestoreScope.Selection(
                tables == null
                        ? List.of()
                        : tables.stream()
                                .map(rows -> new RestoreScope.Rows(rows.table(), conditions(rows)))
                                .toList(),
                objects);
    }

    private static List<RestoreScope.Condition> conditions(Rows rows) {
        return rows.where() == null
                ? List.of()
                : rows.where().stream()
                        .map(each -> new RestoreScope.Condition(each.column(), each.op(), each.values()))
                        .toList();
    }
}
