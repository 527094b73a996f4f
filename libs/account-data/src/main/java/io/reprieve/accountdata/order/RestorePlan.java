package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.digest.Digests;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a restore would do, row by row against what is live.
 *
 * @param accountKey the account
 * @param tables per table, in insert order
 * @param objects the same for objects
 * @param rowsHash SHA-256 hex of the row part: the archive's content, and which rows are found live, and how
 * @param findings what stops it, each with the way out, and notes on what does not
 */
public record RestorePlan(
        String accountKey, List<TablePlan> tables, ObjectsPlan objects, String rowsHash, List<Finding> findings) {

    /** What is in the way of an archived row, or of the whole restore. */
    public enum Verdict {
        /** Live, the account's, and different. */
        CHANGED,
        /** Live, the account's, and not in the archive. */
        EXTRA,
        /** Its key, or something else no two rows may share, is held by a live row. */
        TAKEN
    }

    /**
     * A row that is in the way. Rows are named by their keys, never by their contents.
     *
     * @param verdict how
     * @param row the archived row; for {@code EXTRA} the live one
     * @param rule the index or constraint; null unless {@code TAKEN}
     * @param holder the live row that holds what the archived one needs; null unless {@code TAKEN}
     * @param whose whose that row is, in words; null unless {@code TAKEN}
     */
    public record RowInTheWay(Verdict verdict, String row, String rule, String holder, String whose) {}

    /**
     * @param name qualified table name
     * @param insert rows that are not live
     * @param equal rows that are live and the same
     * @param changed rows of this account that are live and differ
     * @param extra rows of this account that are live and not in the archive
     * @param taken rows whose key, unique value or exclusive range a live row holds
     * @param first the first rows that are in the way
     * @param verdicts digest of which rows are live, and how; empty when none is
     */
    public record TablePlan(
            String name,
            long insert,
            long equal,
            long changed,
            long extra,
            long taken,
            List<RowInTheWay> first,
            String verdicts) {

        /** One of which nothing is live. */
        public static TablePlan absent(String name, long rows) {
            return new TablePlan(name, rows, 0, 0, 0, 0, List.of(), "");
        }

        /** The same rows, of which so many come back. */
        public TablePlan inserting(long rows) {
            return new TablePlan(name, rows, equal, changed, extra, taken, first, verdicts);
        }

        /** The same, where live rows that were not asked for are in nobody's way. */
        public TablePlan withoutExtra() {
            return new TablePlan(
                    name,
                    insert,
                    equal,
                    changed,
                    0,
                    taken,
                    first.stream().filter(row -> row.verdict() != Verdict.EXTRA).toList(),
                    verdicts);
        }

        /** Live rows of the account that a restore would have to overwrite or delete. */
        public long conflict() {
            return changed + extra;
        }
    }

    /**
     * @param insert versions and delete markers to put back, in this order
     * @param equal those that are there and the same
     * @param conflict those of keys whose live content is another
     * @param findings the keys in conflict, and notes on what will not read as it did
     */
    public record ObjectsPlan(
            List<ObjectEntry> insert, List<ObjectEntry> equal, List<ObjectEntry> conflict, List<Finding> findings) {

        /** Of an account without objects. */
        public static final ObjectsPlan NONE = new ObjectsPlan(List.of(), List.of(), List.of(), List.of());

        boolean empty() {
            return insert.isEmpty() && equal.isEmpty() && conflict.isEmpty();
        }

        /** A line an archived version: how it was found. */
        String verdicts() {
            return Stream.of(lines("insert", insert), lines("equal", equal), lines("conflict", conflict))
                    .flatMap(Function.identity())
                    .sorted()
                    .collect(Collectors.joining());
        }

        private static Stream<String> lines(String verdict, List<ObjectEntry> entries) {
            return entries.stream().map(entry -> verdict + "\t" + entry.versionId() + "\t" + entry.key() + "\n");
        }

        /** The same where keys whose live content is another are left as they are. */
        public ObjectsPlan keptLive() {
            return new ObjectsPlan(
                    insert,
                    equal,
                    List.of(),
                    findings.stream()
                            .map(finding -> new Finding(
                                    Finding.Severity.NOTE, finding.rule(), finding.subject(), finding.message()))
                            .toList());
        }
    }

    /**
     * SHA-256 hex of the rows, and of which objects are live and how: a restore begins only under the hash of the plan that was
     * seen. Once objects were put back it goes on under {@link #rowsHash} alone.
     */
    public String planHash() {
        return objects.empty() ? rowsHash : Digests.sha256Hex(rowsHash + "\n" + objects.verdicts());
    }

    /** The same rows beside these objects. */
    public RestorePlan with(ObjectsPlan beside) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(beside.findings());
        return new RestorePlan(accountKey, tables, beside, rowsHash, List.copyOf(all));
    }

    /** Whether nothing stops it. */
    public boolean runnable() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
