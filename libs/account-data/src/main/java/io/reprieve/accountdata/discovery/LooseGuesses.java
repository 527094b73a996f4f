package io.reprieve.accountdata.discovery;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.catalog.TypeCatalog;
import io.reprieve.accountdata.check.LinkNames;
import io.reprieve.accountdata.sql.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Guesses how rows of tables without foreign keys may belong, by the shape of their columns alone.
 *
 * @param types of the columns
 * @param links which columns look like links
 * @param candidates tables that a row may belong to an account through, and the predicate for an account's rows
 */
record LooseGuesses(TypeCatalog types, LinkNames links, Map<Table, String> candidates) {

    Optional<Placement.Declared> of(Table table) {
        return lists(table).or(() -> polymorphic(table));
    }

    private Optional<Placement.Declared> lists(Table table) {
        return table.columns().stream()
                .filter(links::resembleList)
                .findFirst()
                .map(column -> new Placement.Declared(
                        ":key = ANY (" + column.sql() + ")", "its " + column.sql() + " looks like a list of accounts"));
    }

    /** A type and an id beside each other: {@code owner_type}, {@code owner_id}. */
    private Optional<Placement.Declared> polymorphic(Table table) {
        for (Column id : table.columns()) {
            String stem = id.name().replaceAll("(?i)_?id$", "");
            Optional<Column> type = table.columns().stream()
                    .filter(column -> column.name().matches("(?i)" + Pattern.quote(stem) + "_?type"))
                    .findFirst();
            if (!stem.isEmpty() && !stem.equals(id.name()) && type.isPresent()) {
                return Optional.of(new Placement.Declared(
                        targets(id, type.get()),
                        "its " + type.get().sql() + " and " + id.sql()
                                + " look like a link to a row of one table or another: keep those it names, as it"
                                + " names them"));
            }
        }
        return Optional.empty();
    }

    private String targets(Column id, Column type) {
        String targets = candidates.entrySet().stream()
                .filter(candidate -> comparable(candidate.getKey(), id))
                .map(candidate -> type.sql() + " = "
                        + SqlText.literal(candidate.getKey().name().name()) + " AND " + id.sql() + " IN (SELECT "
                        + SqlText.columns(candidate.getKey().key()) + " FROM "
                        + candidate.getKey().name() + " WHERE " + candidate.getValue() + ")")
                .collect(Collectors.joining(" OR "));
        return targets.isEmpty() ? "… :key …" : targets;
    }

    private boolean comparable(Table target, Column id) {
        List<String> key = target.key();
        return key.size() == 1
                && types.baseName(target.column(key.get(0)).orElseThrow().typeOid())
                        .equals(types.baseName(id.typeOid()));
    }
}
