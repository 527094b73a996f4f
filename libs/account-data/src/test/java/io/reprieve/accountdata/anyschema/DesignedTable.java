package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import io.reprieve.accountdata.anyschema.TableChoice.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table as it will be created. */
final class DesignedTable {

    /** The owner of rows that belong to no account. */
    static final int NOBODY = -1;

    final int number;
    final Kind kind;
    final String schema;
    final String name;
    final TableChoice choice;

    /** What references name it by; empty when nothing can refer to it. */
    final List<DesignedColumn> key = new ArrayList<>();

    /** All written columns, in order. */
    final List<DesignedColumn> columns = new ArrayList<>();

    final List<Link> links = new ArrayList<>();

    /** Whose row it is, for the test's eyes alone: an account's number, or {@link #NOBODY}. */
    final DesignedColumn owner;

    /** Says whose row it is, in a table that belongs by declaration. */
    DesignedColumn declared;

    /** What the declaration reads; null where the row names the account itself. */
    DesignedTable declaredThrough;

    DesignedColumn partitionBy;
    DesignedColumn unique;
    DesignedColumn span;
    DesignedColumn changing;

    /** Names a large object for each row. */
    DesignedColumn scan;

    DesignedTable parent;
    private int named;

    DesignedTable(int number, TableChoice choice, Kind kind) {
        this.number = number;
        this.choice = choice;
        this.kind = kind;
        this.schema = List.of("public", "Second Schema", "third").get(choice.schema());
        this.name = choice.naming().of("t", number);
        this.named = number * 50;
        this.owner = DesignedColumn.of("owner_" + number, "integer");
    }

    boolean owned() {
        return kind != Kind.SHARED;
    }

    /** Features that PostgreSQL does not have for such a table are not taken. */
    boolean has(Feature feature) {
        boolean possible =
                switch (feature) {
                    case EXCLUSION -> parent == null;
                    case UNIQUE_COLUMN, PARTIAL_UNIQUE, EXPRESSION_UNIQUE -> !kind.partitioned() && parent == null;
                    case GENERATED_COLUMN, VIRTUAL_COLUMN -> kind != Kind.BY_LIST;
                    case VOLATILE_COLUMN -> owned();
                    case LARGE_OBJECT -> owned() && parent == null;
                    default -> true;
                };
        return possible && choice.features().contains(feature);
    }

    /** Whether some link tells for every row whose it is. */
    boolean belongsByRequiredLink() {
        return links.stream().anyMatch(link -> link.required && link.toOwned() && !link.toItself());
    }

    boolean hasRequiredSelfLink() {
        return links.stream().anyMatch(link -> link.required && link.toItself());
    }

    /** The link by which each row names its account, where there is one. */
    Optional<Link> linkToRoot(DesignedTable root) {
        return links.stream().filter(link -> link.required && link.to == root).findFirst();
    }

    /** A name that no other column of this table has. */
    String column(String word) {
        return choice.naming().of(word, named++);
    }

    String sql() {
        return Naming.quoted(schema) + "." + Naming.quoted(name);
    }
}
