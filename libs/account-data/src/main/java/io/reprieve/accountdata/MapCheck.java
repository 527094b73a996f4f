package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds a data map against the live catalog. Whatever the map does not account for is an error. */
final class MapCheck {

    private final DataMap map;
    private final PostgresSource source;

    MapCheck(DataMap map) {
        this.map = map;
        this.source = map.postgres();
    }

    /**
     * What came of it.
     *
     * @param findings everything found, errors first
     * @param ownership whose rows are whose, where that can be told
     */
    record Outcome(List<Finding> findings, Optional<Ownership> ownership) {

        /** @throws AccountRefused naming all that stops a purge */
        Ownership orRefuse() {
            List<Finding> errors = findings.stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .toList();
            if (!errors.isEmpty()) {
                throw new AccountRefused(errors);
            }
            return ownership.orElseThrow();
        }
    }

    /** Everything found, errors first. The session has to be one that may write; it is left as it was. */
    List<Finding> run(Session session) throws SQLException {
        return check(session).findings();
    }

    /** As {@link #run}, with what was resolved on the way. */
    Outcome check(Session session) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Optional<Ownership> resolved = Optional.empty();
        Catalog catalog = CatalogReader.read(session.sql());
        tables(catalog, findings);
        Map<TableName, Set<TableName>> reads = Declarations.read(session.sql(), source, catalog, findings);
        declarationReads(reads, findings);
        try {
            Ownership ownership = new OwnershipBuilder(source, catalog, reads).build();
            findings.addAll(new OwnedTablesCheck(ownership).run());
            findings.addAll(new ReferencesCheck(ownership).run());
            session.searchPath(ownership.searchPath());
            new SessionCheck(map, ownership, session.sql()).run(findings);
            resolved = Optional.of(ownership);
        } catch (AccountRefused structure) {
            findings.addAll(structure.findings());
        }
        return new Outcome(
                findings.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Finding::severity))
                        .toList(),
                resolved);
    }

    private void tables(Catalog catalog, List<Finding> findings) {
        Set<TableName> listed = new TreeSet<>();
        listed.add(source.root());
        source.owned().forEach(owned -> listed.add(owned.table()));
        listed.addAll(source.shared());
        listed.addAll(source.ignored());
        for (Table table : catalog.tables().values()) {
            if (table.kind() == 'm') {
                findings.add(Finding.note(
                        "materialised-view", table.name(), table.problems().get(0)));
            } else if (!listed.contains(table.name())) {
                findings.add(Finding.error(
                        "table-unaccounted",
                        table.name(),
                        "is in the database but not in the data map: list it as owned, shared or ignored"));
            }
        }
        List<TableName> others = new ArrayList<>(source.shared());
        others.addAll(source.ignored());
        for (TableName name : others) {
            if (catalog.table(name).isEmpty()) {
                findings.add(Finding.error(
                        "table-missing", name, "is in the data map but not in the database: take it out of the map"));
            }
        }
    }

    private void declarationReads(Map<TableName, Set<TableName>> reads, List<Finding> findings) {
        reads.forEach((table, tables) -> tables.stream()
                .filter(source.ignored()::contains)
                .forEach(ignored -> findings.add(Finding.error(
                        "where-reads-ignored",
                        table,
                        "its 'where' reads " + ignored + ", which the map ignores: list that as shared or owned"))));
    }
}
