package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.CatalogReader;
import io.reprieve.accountdata.catalog.IndexReader;
import io.reprieve.accountdata.catalog.Relations;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Declarations;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.ownership.OwnershipBuilder;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.sql.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a data map against the live catalog. Whatever the map does not account for is an error. */
public final class MapCheck {

    private final DataMap map;
    private final PostgresSource source;

    public MapCheck(DataMap map) {
        this.map = map;
        this.source = map.postgres();
    }

    /**
     * What came of it.
     *
     * @param findings everything found, errors first
     * @param ownership whose rows are whose, where that can be told
     */
    public record Outcome(List<Finding> findings, Optional<Ownership> ownership) {

        /** What keeps rows of accounts where no purge reaches. */
        public List<Finding> unreached() {
            return findings.stream().filter(Finding::unreached).toList();
        }

        /** @throws AccountRefused naming all that stops a purge */
        public Ownership orRefuse() {
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
    public List<Finding> run(Session session) throws SQLException {
        return check(session).findings();
    }

    /** As {@link #run}, with what was resolved on the way. */
    public Outcome check(Session session) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Optional<Ownership> resolved = Optional.empty();
        Catalog catalog = CatalogReader.read(session.sql());
        Map<TableName, Set<TableName>> reads = Declarations.read(session.sql(), source, catalog, findings);
        declarationReads(reads, findings);
        session.searchPath(CatalogReader.SEARCH_PATH);
        findings.addAll(
                new TablesCheck(source, catalog, Relations.read(session.sql().keepingPlans())).run());
        KnownCatalog known = KnownCatalog.recorded(session.sql(), map.digest());
        findings.addAll(new LooseLinksCheck(source, catalog).run(known));
        findings.addAll(PersonalColumns.missing(source, catalog));
        findings.addAll(new TriggersCheck(source, catalog).run(known));
        IndexesCheck indexes =
                new IndexesCheck(source, catalog, IndexReader.read(session.sql().keepingPlans()));
        findings.addAll(indexes.run());
        try {
            Ownership ownership = new OwnershipBuilder(source, catalog, reads).build();
            findings.addAll(new OwnedTablesCheck(ownership).run());
            findings.addAll(new ReferencesCheck(ownership).run());
            LargeObjects.of(ownership).map(indexes::run).ifPresent(findings::addAll);
            session.searchPath(ownership.searchPath());
            new SessionCheck(map, ownership, session.sql()).run(findings);
            resolved = Optional.of(ownership);
        } catch (AccountRefused structure) {
            structure.findings().stream()
                    .filter(finding -> !finding.rule().equals("table-missing")) // told above, and more exactly
                    .forEach(findings::add);
        }
        return new Outcome(
                findings.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Finding::severity))
                        .toList(),
                resolved);
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
