package io.reprieve.benchmarks;

import java.util.List;

/** What somebody who knows the schema would write for one account, table by table. */
final class HandWritten {

    /**
     * One table's share of the account.
     *
     * @param table its name
     * @param where what picks the account's rows
     */
    record Share(String table, String where) {

        String select() {
            return "SELECT * FROM " + table + " WHERE " + where;
        }

        String delete() {
            return "DELETE FROM " + table + " WHERE " + where;
        }
    }

    private final String account;

    HandWritten(int account) {
        this("= " + account);
    }

    /** @param account what its key is compared with: {@code = 1}, {@code BETWEEN 1001 AND 1200} */
    HandWritten(String account) {
        this.account = account;
    }

    /** Parents before children. */
    List<Share> inInsertOrder() {
        String documents = "(SELECT id FROM documents WHERE account_id " + account + ")";
        return List.of(
                new Share("accounts", "id " + account),
                direct("users"),
                direct("projects"),
                direct("documents"),
                new Share("versions", "document_id IN " + documents),
                new Share(
                        "attachments",
                        "version_id IN (SELECT v.id FROM versions v JOIN documents d ON d.id = v.document_id"
                                + " WHERE d.account_id " + account + ")"),
                new Share("comments", "document_id IN " + documents),
                direct("tags"),
                new Share("document_tags", "document_id IN " + documents),
                new Share("tasks", "project_id IN (SELECT id FROM projects WHERE account_id " + account + ")"),
                direct("invoices"),
                new Share("invoice_lines", "invoice_id IN (SELECT id FROM invoices WHERE account_id " + account + ")"),
                direct("events"));
    }

    /** Children before parents. */
    List<Share> inDeleteOrder() {
        List<Share> order = new java.util.ArrayList<>(inInsertOrder());
        java.util.Collections.reverse(order);
        return order;
    }

    private Share direct(String table) {
        return new Share(table, "account_id " + account);
    }
}
