package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.PartitionTree;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.Digests;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.ownership.Whose;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.ArchiveLoader;
import io.reprieve.accountdata.staging.StagedTable;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds an archive against what is live: in one session, after loading it into temporary tables. */
public final class RestorePlanner {

    private final Sql sql;
    private final AccountSnapshot account;
    private final ArchiveSource archive;
    private final List<Finding> findings = new ArrayList<>();
    private final RestoreScope scope;
    private Staging staging;

    public RestorePlanner(AccountSnapshot account, ArchiveSource archive, RestoreScope scope) {
        this.scope = scope;
        this.sql = account.session().sql();
        this.account = account;
        this.archive = archive;
    }

    public RestorePlan plan(String accountKey, RestorePlan.ObjectsPlan objects) throws SQLException {
        findings.addAll(new SchemaDrift(account.ownership(), archive.tables()).findings());
        List<RestorePlan.TablePlan> tables = new ArrayList<>();
        if (stopped()) {
            staging = new Staging(Map.of(), Map.of());
        } else {
            ArchiveLoader loader = new ArchiveLoader(account, archive);
            staging = loader.load(archive.tables());
            findings.addAll(loader.findings());
        }
        if (!stopped()) {
            List<StagedTable> staged = tables(account, staging);
            choose(staged);
            tables.addAll(stopped() ? List.of() : compare(staged));
            if (scope.partial() && !stopped()) {
                reduce(staged, tables);
            }
            SharedRows shared = new SharedRows(account, staging);
            findings.addAll(shared.findings());
            for (StagedTable table : staged) {
                findings.addAll(shared.unknown(table));
            }
            beside(tables);
            notArchived();
        }
        findings.addAll(objects.findings());
        return new RestorePlan(
                accountKey,
                List.copyOf(tables),
                objects,
                hash(accountKey, archive.contents(), tables),
                List.copyOf(findings));
    }

    private void choose(List<StagedTable> staged) throws SQLException {
        if (scope.selection() != null) {
            findings.addAll(
                    new StagedChoice(account, staged).keepOnly(scope.selection().tables()));
        }
        Optional<StagedLargeObjects> largeObjects = StagedLargeObjects.of(account, staging);
        if (scope.selection() != null && largeObjects.isPresent()) {
            largeObjects.get().keepOnlyNamedBy(sql, staged);
        }
    }

    /** Leaves what will be inserted, and says so in the plans. */
    private void reduce(List<StagedTable> staged, List<RestorePlan.TablePlan> tables) throws SQLException {
        Optional<StagedLargeObjects> largeObjects = StagedLargeObjects.of(account, staging);
        if (largeObjects.isPresent()) {
            largeObjects.get().inTheWay(sql, scope.keepLive()).ifPresent(findings::add);
        }
        MissingRows missing = new MissingRows(account, staged, largeObjects);
        findings.addAll(missing.keepOnly());
        missing.keepOnlyLinksToRows(staging);
        if (largeObjects.isPresent()) {
            largeObjects.get().keepOnlyLost(sql, staged);
        }
        staging = staging.afterReduction();
        for (int at = 0; at < staged.size(); at++) {
            tables.set(
                    at,
                    tables.get(at)
                            .inserting(sql.number("SELECT pg_catalog.count(*) FROM "
                                    + staged.get(at).staged())));
        }
    }

    private boolean stopped() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** The archive as the plan loaded it. */
    public Staging staging() {
        return staging;
    }

    /**
     * The plan where nothing of the account is live, without loading its rows: clashes are left to the insert to meet.
     * Empty when the archive does not fit as it stands, and its rows have to be looked at.
     */
    Optional<RestorePlan> absent(String accountKey) throws SQLException {
        findings.addAll(new SchemaDrift(account.ownership(), archive.tables()).findings());
        ArchiveLoader loader = new ArchiveLoader(account, archive);
        if (stopped() || loader.otherTypes()) {
            return Optional.empty();
        }
        staging = loader.load(archive.tables().stream()
                .filter(shape -> shape.kind() != TableShape.Kind.ROWS)
                .toList());
        findings.addAll(loader.findings());
        findings.addAll(new SharedRows(account, staging).findings());
        List<RestorePlan.TablePlan> tables = new ArrayList<>();
        Map<String, Long> rows =
                archive.contents().stream().collect(Collectors.toMap(TableContent::name, TableContent::rows));
        archive.tables().stream()
                .filter(shape -> shape.kind() == TableShape.Kind.ROWS)
                .forEach(shape -> tables.add(RestorePlan.TablePlan.absent(shape.name(), rows.get(shape.name()))));
        beside(tables);
        RestorePlan plan = new RestorePlan(
                accountKey,
                List.copyOf(tables),
                RestorePlan.ObjectsPlan.NONE,
                hash(accountKey, archive.contents(), tables),
                List.copyOf(findings));
        return plan.runnable() ? Optional.of(plan) : Optional.empty();
    }

    private void beside(List<RestorePlan.TablePlan> tables) throws SQLException {
        for (StagedLink link : StagedLink.of(account, staging)) {
            tables.add(link.plan(sql));
        }
        largeObjects(tables);
    }

    /** The archived tables in the order in which their rows can be inserted. */
    public static List<StagedTable> tables(AccountSnapshot account, Staging staging) {
        List<StagedTable> tables = new ArrayList<>();
        for (Table live : account.ownership().insertOrder()) {
            staging.of(TableShape.Kind.ROWS).stream()
                    .filter(shape -> shape.name().equals(live.name().sql()))
                    .forEach(shape -> tables.add(
                            new StagedTable(shape, staging.table(shape), live, account.rows(), staging.reduced())));
        }
        return tables;
    }

    private List<RestorePlan.TablePlan> compare(List<StagedTable> staged) throws SQLException {
        List<Table> live = staged.stream().map(StagedTable::live).toList();
        Map<Long, List<KeyRule>> rules = KeyRules.read(sql, live);
        Map<Long, RowMaking> making = RowMaking.read(sql, live);
        Map<Long, PartitionTree> trees = PartitionTree.read(sql, live);
        Map<Long, List<RowChecks.Demand>> checks = RowChecks.read(sql, live);
        Clashes clashes = new Clashes(sql, new Whose(account.ownership(), account.rows()));
        List<RestorePlan.TablePlan> plans = new ArrayList<>();
        for (StagedTable table : staged) {
            long oid = table.live().oid();
            if (trees.containsKey(oid)) {
                findings.addAll(new MissingPartitions(sql, table, trees.get(oid)).findings(making.get(oid)));
            }
            findings.addAll(RowChecks.findings(sql, table, making.get(oid), checks.getOrDefault(oid, List.of())));
            TableComparison comparison = new TableComparison(sql, table, clashes);
            for (KeyRule rule : rules.getOrDefault(oid, List.of())) {
                lookFor(comparison, table, rule, making.get(oid));
                findings.addAll(NewRules.among(clashes, table, making.get(oid), rule));
            }
            RestorePlan.TablePlan plan = scope.selection() == null
                    ? comparison.plan()
                    : comparison.plan().withoutExtra();
            findings.addAll(scope.keepLive() ? InTheWay.kept(plan) : InTheWay.of(plan));
            plans.add(plan);
        }
        findings.addAll(NewRules.orphans(account, staged));
        return plans;
    }

    /** What cannot be evaluated here may go well in the insert, or else is refused there. */
    private void lookFor(TableComparison comparison, StagedTable table, KeyRule rule, RowMaking making)
            throws SQLException {
        Optional<SQLException> refusal = sql.attempt(() -> comparison.lookFor(rule, making));
        refusal.ifPresent(cause -> findings.add(Finding.note(
                "not-foreseen",
                SqlName.quote(rule.name()) + " of " + table.shape().name(),
                "clashes could not be looked for (" + Refusals.message(cause) + "): the insert itself is held to it")));
    }

    private void largeObjects(List<RestorePlan.TablePlan> tables) throws SQLException {
        Optional<StagedLargeObjects> objects = StagedLargeObjects.of(account, staging);
        if (objects.isPresent()) {
            tables.add(objects.get().plan(sql));
            findings.addAll(objects.get().findings(sql));
        } else if (!staging.of(TableShape.Kind.LARGE_OBJECTS).isEmpty()) {
            findings.add(Finding.error(
                    "large-objects-undeclared",
                    LargeObjects.NAME,
                    "are in the archive, and no column of today's data map names any: list it under largeObjects"));
        }
    }

    /** Owned tables that came after the archive may not hold anything of the account. */
    private void notArchived() throws SQLException {
        List<String> archived =
                staging.of(TableShape.Kind.ROWS).stream().map(TableShape::name).toList();
        for (Table table : account.ownership().insertOrder()) {
            if (!archived.contains(table.name().sql()) && account.ownedRows(table) > 0) {
                String message = "holds rows of the account and is not in the archive";
                findings.add(
                        scope.partial()
                                ? Finding.note("not-in-archive", table.name(), message + ": they stay")
                                : Finding.error("not-in-archive", table.name(), message));
            }
        }
    }

    private String hash(String accountKey, List<TableContent> contents, List<RestorePlan.TablePlan> tables) {
        return Digests.sha256Hex("reprieve-plan-v2\n" + accountKey + "\n"
                + contents.stream()
                        .map(table -> table.name() + "\t" + table.rows() + "\t" + table.digest() + "\n")
                        .sorted()
                        .collect(Collectors.joining())
                + tables.stream()
                        .map(table -> table.name() + "\t" + table.insert() + "\t" + table.equal() + "\t"
                                + table.changed() + "\t" + table.extra() + "\t" + table.taken() + "\t"
                                + table.verdicts() + "\n")
                        .sorted()
                        .collect(Collectors.joining())
                + scope.canonical());
    }
}
