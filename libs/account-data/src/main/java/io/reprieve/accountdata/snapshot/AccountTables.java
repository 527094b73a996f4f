package io.reprieve.accountdata.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.accountdata.sql.SideBySide;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that is read of one account: its rows table by table, the links of shared rows, its large objects. */
public final class AccountTables {

    /** Pages (of 8 KiB) of owned tables from which on somebody may want to watch. */
    private static final long WATCHED = 5_000;

    /**
     * One table's share.
     *
     * @param shape what it looks like
     * @param select what gives the account's rows
     * @param pages of the whole table, everybody's rows in it, as last counted by PostgreSQL
     */
    public record Source(TableShape shape, String select, long pages) {}

    /** Reads one of them. */
    public interface Reading<T> {
        T of(Sql sql, Source source) throws SQLException, IOException;
    }

    private AccountTables() {}

    /** What an archive holds: the content, and what tells the shared rows that it refers to. */
    public static List<Source> archived(AccountSnapshot account) throws SQLException {
        ArchivedRules rules = ArchivedRules.read(account.session().sql(), account.ownership());
        List<Source> sources = new ArrayList<>();
        for (Source source : content(account)) {
            sources.add(new Source(rules.over(source.shape()), source.select(), source.pages()));
        }
        for (References references : References.of(account.ownership())) {
            sources.add(new Source(references.shape(), references.select(account.rows(), account.ownership()), 0));
        }
        return sources;
    }

    /** What an account's content is. */
    static List<Source> content(AccountSnapshot account) throws SQLException {
        Ownership ownership = account.ownership();
        Map<Long, Long> pages = pages(account.session().sql());
        List<Source> sources = new ArrayList<>();
        for (Table table : ownership.insertOrder()) {
            TableShape shape = Shapes.rows(ownership, table);
            sources.add(new Source(shape, account.select(shape, table), pages.getOrDefault(table.oid(), 0L)));
        }
        for (Links links : Links.of(ownership)) {
            sources.add(new Source(links.shape(), links.select(account.rows(), ownership), 0));
        }
        LargeObjects.of(ownership)
                .ifPresent(objects -> sources.add(new Source(
                        LargeObjects.SHAPE,
                        objects.select(account.rows()),
                        sources.stream().mapToLong(Source::pages).max().orElse(0))));
        return sources;
    }

    /** The largest tables go first: what is left at the end is small. */
    public static <T> List<SideBySide.Job<T>> jobs(List<Source> sources, Reading<T> reading) {
        return sources.stream()
                .map(source -> new SideBySide.Job<T>(source.pages(), sql -> reading.of(sql, source)))
                .toList();
    }

    /** Asks the planner how many rows there will be, in one statement; counting them would be reading them twice. */
    public static void expect(Sql sql, List<Source> sources, Progress progress) throws SQLException {
        if (progress == Progress.NONE
                || sources.stream().mapToLong(Source::pages).sum() < WATCHED) {
            return;
        }
        String all = sources.stream()
                .map(source -> "SELECT FROM (" + source.select() + ") t")
                .collect(Collectors.joining(" UNION ALL "));
        try {
            progress.expect(new ObjectMapper()
                    .readTree(sql.text("EXPLAIN (FORMAT JSON) " + all))
                    .path(0)
                    .path("Plan")
                    .path("Plan Rows")
                    .asLong());
        } catch (JsonProcessingException e) {
            throw new SQLException("EXPLAIN gave no JSON", "XX000", e);
        }
    }

    private static Map<Long, Long> pages(Sql sql) throws SQLException {
        Map<Long, Long> pages = new HashMap<>();
        sql.each(
                "SELECT coalesce(pg_catalog.pg_partition_root(c.oid)::oid, c.oid), pg_catalog.sum(c.relpages +"
                        + " coalesce(t.relpages, 0)) FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class t"
                        + " ON t.oid = c.reltoastrelid WHERE c.relkind IN ('r', 'm') GROUP BY 1",
                row -> pages.put(row.getLong(1), row.getLong(2)));
        return pages;
    }
}
