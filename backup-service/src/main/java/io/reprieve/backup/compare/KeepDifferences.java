package io.reprieve.backup.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.compare.ComparedColumn;
import io.reprieve.accountdata.compare.ComparedTable;
import io.reprieve.accountdata.compare.DifferenceSink;
import io.reprieve.accountdata.compare.RowDifference;
import io.reprieve.accountdata.compare.RowDifference.Verdict;
import io.reprieve.accountdata.objects.ObjectDifference;
import io.reprieve.backup.browse.ColumnKind;
import io.reprieve.edge.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps what a comparison finds: names and counts for the result, rows sealed, a few hundred in memory at a time. */
final class KeepDifferences implements DifferenceSink {

    static final String OBJECTS = "objects";
    private static final int BATCH = 200;

    private final ComparisonRows rows;
    private final BackupComparison comparison;
    private final RowSealing sealing;
    private final Map<String, TableShape> here;
    private final Map<String, TableShape> there;
    private final BiPredicate<TableShape, String> personal;
    private final List<ComparisonResult.Table> tables = new ArrayList<>();
    private final List<ComparisonRows.Sealed> waiting = new ArrayList<>();
    private int position;

    /** @param personal whether a column of a table is marked on either side */
    KeepDifferences(
            ComparisonRows rows,
            BackupComparison comparison,
            RowSealing sealing,
            List<TableShape> here,
            List<TableShape> there,
            BiPredicate<TableShape, String> personal) {
        this.rows = rows;
        this.comparison = comparison;
        this.sealing = sealing;
        this.here = byName(here);
        this.there = byName(there);
        this.personal = personal;
    }

    private static Map<String, TableShape> byName(List<TableShape> shapes) {
        return shapes.stream().collect(Collectors.toMap(KeepDifferences::name, Function.identity()));
    }

    private static String name(TableShape shape) {
        return shape.kind() + " " + shape.name();
    }

    @Override
    public void table(ComparedTable table) {
        position = 0;
        String name = table.kind() + " " + table.name();
        tables.add(new ComparisonResult.Table(
                table.name(),
                table.kind(),
                table.presence(),
                table.key(),
                table.rowsHere(),
                table.rowsThere(),
                table.onlyHere(),
                table.onlyThere(),
                table.changed(),
                table.changes(),
                table.columns().stream()
                        .map(column -> column(column, here.get(name), there.get(name)))
                        .toList()));
    }

    private ComparisonResult.Column column(ComparedColumn column, TableShape one, TableShape other) {
        return new ComparisonResult.Column(
                column.name(),
                column.typeHere(),
                column.typeThere(),
                column.typeHere() == null ? null : ColumnKind.of(one, column.typeHere()),
                column.typeThere() == null ? null : ColumnKind.of(other, column.typeThere()),
                column.compared(),
                personal.test(one == null ? other : one, column.name()));
    }

    @Override
    public void row(RowDifference row) {
        keep(
                String.valueOf(tables.size() - 1),
                row.verdict(),
                new KeptRow(row.times(), row.columns(), row.here(), row.there()));
    }

    /** After the last table. */
    ComparisonResult.Objects objects(List<ObjectDifference> differences) {
        position = 0;
        differences.forEach(difference -> keep(OBJECTS, difference.verdict(), difference));
        flush();
        Map<Verdict, Long> counts =
                differences.stream().collect(Collectors.groupingBy(ObjectDifference::verdict, Collectors.counting()));
        return new ComparisonResult.Objects(
                counts.getOrDefault(Verdict.ONLY_HERE, 0L),
                counts.getOrDefault(Verdict.ONLY_THERE, 0L),
                counts.getOrDefault(Verdict.CHANGED, 0L));
    }

    List<ComparisonResult.Table> tables() {
        return List.copyOf(tables);
    }

    private void keep(String part, Verdict verdict, Object what) {
        String text = Json.tree(what).toString();
        waiting.add(new ComparisonRows.Sealed(part, position, verdict.name(), sealing.seal(text, part, position)));
        position++;
        if (waiting.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            rows.add(comparison, waiting);
            waiting.clear();
        }
    }
}
