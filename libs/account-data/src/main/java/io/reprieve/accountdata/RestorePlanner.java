package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds an archive against what is live: in one session, after loading it into temporary tables. */
final class RestorePlanner {

    private static final int NAMED = 5;

    private final Sql sql;
    private final AccountSnapshot account;
    private final Staging staging;
    private final List<Finding> findings = new ArrayList<>();

    RestorePlanner(AccountSnapshot account, Staging staging) {
        this.sql = account.session().sql();
        this.account = account;
        this.staging = staging;
    }

    /** @param contents what the manifest says of the archive's tables */
    RestorePlan plan(String accountKey, List<TableContent> contents, RestorePlan.ObjectsPlan objects)
            throws SQLException {
        matchSchema(staging.of(TableShape.Kind.ROWS));
        List<RestorePlan.TablePlan> tables = new ArrayList<>();
        if (findings.isEmpty()) {
            List<StagedTable> staged = tables(account, staging);
            tables.addAll(compare(staged));
            for (StagedTable table : staged) {
                missingReferences(table);
            }
            for (StagedLink link : StagedLink.of(account, staging)) {
                tables.add(link.plan(sql));
            }
            largeObjects(tables);
            notArchived();
        }
        return new RestorePlan(
                accountKey, List.copyOf(tables), objects, hash(accountKey, contents, tables), List.copyOf(findings));
    }

    /** The plan where nothing of the account is live and the archive itself was not loaded. */
    RestorePlan absent(String accountKey, List<TableContent> contents, List<TableShape> shapes, Map<String, Long> rows)
            throws SQLException {
        matchSchema(shapes);
        List<RestorePlan.TablePlan> tables = new ArrayList<>();
        for (TableShape shape : shapes) {
            tables.add(RestorePlan.TablePlan.absent(shape.name(), rows.get(shape.name())));
        }
        for (StagedLink link : StagedLink.of(account, staging)) {
            tables.add(link.plan(sql));
        }
        largeObjects(tables);
        RestorePlan.ObjectsPlan noObjects = new RestorePlan.ObjectsPlan(List.of(), List.of(), List.of());
        return new RestorePlan(
                accountKey, List.copyOf(tables), noObjects, hash(accountKey, contents, tables), List.copyOf(findings));
    }

    /** The archived tables in the order in which their rows can be inserted. */
    static List<StagedTable> tables(AccountSnapshot account, Staging staging) {
        List<StagedTable> tables = new ArrayList<>();
        for (Table live : account.ownership().insertOrder()) {
            staging.of(TableShape.Kind.ROWS).stream()
                    .filter(shape -> shape.name().equals(live.name().sql()))
                    .forEach(shape -> tables.add(new StagedTable(shape, staging.table(shape), live, account.rows())));
        }
        return tables;
    }

    private List<RestorePlan.TablePlan> compare(List<StagedTable> staged) throws SQLException {
        List<Table> live = staged.stream().map(StagedTable::live).toList();
        Map<Long, List<KeyRule>> rules = KeyRules.read(sql, live);
        Map<Long, RowMaking> making = RowMaking.read(sql, live);
        Clashes clashes = new Clashes(sql, new Whose(account.ownership(), account.rows()));
        List<RestorePlan.TablePlan> plans = new ArrayList<>();
        for (StagedTable table : staged) {
            TableComparison comparison = new TableComparison(sql, table, clashes);
            for (KeyRule rule : rules.getOrDefault(table.live().oid(), List.of())) {
                lookFor(comparison, table, rule, making.get(table.live().oid()));
            }
            RestorePlan.TablePlan plan = comparison.plan();
            findings.addAll(InTheWay.of(plan));
            plans.add(plan);
        }
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

    private void matchSchema(List<TableShape> shapes) {
        for (TableShape shape : shapes) {
            Optional<Table> live = account.ownership().insertOrder().stream()
                    .filter(table -> table.name().sql().equals(shape.name()))
                    .findFirst();
            live.ifPresentOrElse(
                    table -> matchColumns(shape, table),
                    () -> findings.add(Finding.error(
                            "table-gone",
                            shape.name(),
                            "is in the archive but not owned by today's data map: create it, or list it again")));
        }
    }

    private void matchColumns(TableShape shape, Table live) {
        for (ColumnShape archived : shape.columns()) {
            Optional<Column> column = live.column(archived.name());
            String subject = shape.name() + "." + SqlName.quote(archived.name());
            if (column.isEmpty() || column.get().generated()) {
                findings.add(Finding.error(
                        "column-gone", subject, "is in the archive but not a plain column of the live table any more"));
            } else if (!column.get().type().equals(archived.type())) {
                findings.add(Finding.error(
                        "column-retyped",
                        subject,
                        "was " + archived.type() + " and is " + column.get().type() + " now: not handled yet"));
            }
        }
        List<String> names = Shapes.columnNames(shape);
        for (Column column : live.columns()) {
            if (!column.generated() && column.notNull() && !column.hasDefault() && !names.contains(column.name())) {
                findings.add(Finding.error(
                        "column-added",
                        new ColumnName(live.name(), column.name()),
                        "was added since, takes no nulls and has no default: give it one"));
            }
        }
        if (!names.containsAll(live.key())) {
            findings.add(
                    Finding.error("key-changed", live.name(), "its key has columns that the archive does not have"));
        }
    }

    /** Rows of shared tables that archived rows refer to and that are gone. */
    private void missingReferences(StagedTable table) throws SQLException {
        for (ForeignKey key : account.ownership().catalog().from(table.live().name())) {
            boolean upward = key.selfReference()
                    && table.live().equals(account.ownership().root());
            if ((upward || !account.ownership().owns(key.to()))
                    && Shapes.columnNames(table.shape()).containsAll(key.columns())) {
                List<String> named = sql.list(
                        "SELECT " + table.live().rowName("a") + " FROM " + table.staged() + " AS a WHERE "
                                + key.refers("a") + " AND NOT EXISTS (SELECT FROM " + key.to() + " AS p WHERE "
                                + key.join("p", "a") + ")"
                                + (upward
                                        ? " AND NOT EXISTS (SELECT FROM " + table.staged() + " AS s WHERE "
                                                + key.join("s", "a") + ")"
                                        : "")
                                + " LIMIT " + NAMED,
                        row -> row.getString(1));
                if (!named.isEmpty()) {
                    findings.add(Finding.error(
                            "reference-gone",
                            key,
                            "archived rows (" + String.join("; ", named) + ") refer to rows of " + key.to()
                                    + " that are gone: bring those back first"));
                }
            }
        }
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
                findings.add(Finding.error(
                        "not-in-archive", table.name(), "holds rows of the account and is not in the archive"));
            }
        }
    }

    private static String hash(String accountKey, List<TableContent> contents, List<RestorePlan.TablePlan> tables) {
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
                        .collect(Collectors.joining()));
    }
}
