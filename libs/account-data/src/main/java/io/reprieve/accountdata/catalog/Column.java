package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.SqlName;

/**
 * A live column, as the catalog has it.
 *
 * @param name as the catalog spells it
 * @param typeOid its type
 * @param type as {@code format_type} prints it with an empty search path
 * @param notNull whether it takes nulls
 * @param generated whether it is computed, stored or not
 * @param hasDefault whether it has a default or is an identity
 * @param sequence the sequence behind an identity, serial or {@code nextval} default, qualified; null without one
 */
public record Column(
        String name,
        long typeOid,
        String type,
        boolean notNull,
        boolean generated,
        boolean hasDefault,
        String sequence) {

    public String sql() {
        return SqlName.quote(name);
    }
}
