package io.reprieve.backup.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.compare.ComparedTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A comparison as callers see it; {@code here} is the backup, {@code there} what it is held against.
 *
 * @param id {@code cmp_…}
 * @param backupId the backup
 * @param with another backup, or {@code live}
 * @param liveAt when what is live was read; null between two backups
 * @param state RUNNING, SUCCEEDED or FAILED
 * @param differs whether anything does
 * @param tables per table; null until it succeeded
 * @param objects of the current objects, by key; null until it succeeded
 * @param problem why it failed
 * @param createdAt when it was asked for
 * @param expiresAt until when rows that differ can be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ComparisonView(
        String id,
        String backupId,
        String with,
        Instant liveAt,
        BackupComparison.State state,
        Boolean differs,
        List<Table> tables,
        ComparisonResult.Objects objects,
        Failure problem,
        Instant createdAt,
        Instant expiresAt) {

    /** @param code of the failure; @param detail in words */
    record Failure(String code, String detail) {}

    /**
     * @param ordinal its place, which a path names it by
     * @param columnsOnlyHere columns that are not there, and were not compared
     * @param columnsOnlyThere columns that are not here
     * @param columnsRetyped columns of another type there, compared as text
     */
    record Table(
            int ordinal,
            String table,
            TableShape.Kind kind,
            ComparedTable.Presence presence,
            List<String> key,
            long rowsHere,
            long rowsThere,
            long onlyHere,
            long onlyThere,
            long changed,
            Map<String, Long> changes,
            List<String> columnsOnlyHere,
            List<String> columnsOnlyThere,
            List<String> columnsRetyped) {

        static Table of(int ordinal, ComparisonResult.Table table) {
            return new Table(
                    ordinal,
                    table.table(),
                    table.kind(),
                    table.presence(),
                    table.key(),
                    table.rowsHere(),
                    table.rowsThere(),
                    table.onlyHere(),
                    table.onlyThere(),
                    table.changed(),
                    table.changes(),
                    names(table, column -> column.typeThere() == null),
                    names(table, column -> column.typeHere() == null),
                    names(
                            table,
                            column -> column.typeHere() != null
                                    && column.typeThere() != null
                                    && !column.typeHere().equals(column.typeThere())));
        }

        private static List<String> names(
                ComparisonResult.Table table, java.util.function.Predicate<ComparisonResult.Column> which) {
            return table.columns().stream()
                    .filter(which)
                    .map(ComparisonResult.Column::name)
                    .toList();
        }

        boolean moved() {
            return onlyHere + onlyThere + changed > 0;
        }
    }

    static ComparisonView of(BackupComparison comparison, ComparisonResult result) {
        List<Table> tables = result == null
                ? null
                : IntStream.range(0, result.tables().size())
                        .mapToObj(ordinal -> Table.of(ordinal, result.tables().get(ordinal)))
                        .toList();
        return new ComparisonView(
                comparison.id,
                comparison.backupId,
                comparison.otherBackupId == null ? ComparisonRequest.LIVE : comparison.otherBackupId,
                result == null ? null : result.liveAt(),
                comparison.state,
                result == null ? null : differs(tables, result.objects()),
                tables,
                result == null ? null : result.objects(),
                comparison.failureCode == null ? null : new Failure(comparison.failureCode, comparison.failureDetail),
                comparison.createdAt,
                comparison.expiresAt);
    }

    private static boolean differs(List<Table> tables, ComparisonResult.Objects objects) {
        return tables.stream().anyMatch(Table::moved)
                || objects.onlyHere() + objects.onlyThere() + objects.changed() > 0;
    }
}
