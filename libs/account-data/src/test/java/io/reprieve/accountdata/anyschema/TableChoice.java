package io.reprieve.accountdata.anyschema;

import java.util.List;
import java.util.Set;

/**
 * What is picked for one table. Each choice shrinks to the plainest one, and every list of choices makes a valid schema:
 * a reference names an earlier table by a number that is taken modulo how many there are.
 */
record TableChoice(
        Kind kind,
        Naming naming,
        int schema,
        Key key,
        KeyType keyType,
        List<LinkChoice> links,
        Circle circle,
        int circleFrom,
        List<ColumnType> columns,
        Set<Feature> features,
        int rows) {

    /** How the table's rows come to be an account's. */
    enum Kind {
        OWNED,
        SHARED,
        BY_RANGE,
        BY_LIST,
        BY_HASH,
        INHERITING,
        DECLARED_BY_COLUMN,
        DECLARED_BY_TYPE_AND_ID,
        DECLARED_IN_JSON,
        DECLARED_IN_ARRAY;

        boolean partitioned() {
            return this == BY_RANGE || this == BY_LIST || this == BY_HASH;
        }

        boolean declared() {
            return name().startsWith("DECLARED");
        }
    }

    enum Key {
        SINGLE,
        COMPOSITE,
        WITH_LINK,
        UNIQUE,
        NONE
    }

    enum OnDelete {
        NO_ACTION("NO ACTION"),
        CASCADE("CASCADE"),
        SET_NULL("SET NULL"),
        SET_DEFAULT("SET DEFAULT"),
        RESTRICT("RESTRICT");

        final String sql;

        OnDelete(String sql) {
            this.sql = sql;
        }
    }

    enum Timing {
        AT_ONCE(""),
        DEFERRABLE(" DEFERRABLE"),
        DEFERRED(" DEFERRABLE INITIALLY DEFERRED");

        final String sql;

        Timing(String sql) {
            this.sql = sql;
        }
    }

    /** A key that closes a circle: from an earlier table to this one. */
    enum Circle {
        NONE,
        NULLABLE,
        REQUIRED_DEFERRED,
        REQUIRED
    }

    enum Feature {
        DROPPED_COLUMN,
        GENERATED_COLUMN,
        UNIQUE_COLUMN,
        PARTIAL_UNIQUE,
        EXPRESSION_UNIQUE,
        EXCLUSION,
        TRIGGER,
        ROW_SECURITY,
        VOLATILE_COLUMN,
        DEFAULTED_COLUMN,
        LARGE_OBJECT,
        /** Of PostgreSQL 18. */
        VIRTUAL_COLUMN
    }

    /** A reference. A target of 0 is the root; one past all earlier tables is the table itself. */
    record LinkChoice(int target, boolean required, OnDelete onDelete, Timing timing, boolean cascadesUpdates) {}
}
