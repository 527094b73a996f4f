package io.reprieve.accountdata.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads and appends rows of {@code reprieve.ledger} inside a transaction. */
public final class LedgerRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "kind, id, purge_request_id, account_id, account_key, epoch, counts, digest, event, at";

    private LedgerRows() {}

    public static LedgerRow erasure(ErasureOrder order, Ownership ownership, List<TableContent> deleted) {
        return new LedgerRow(
                LedgerRow.Kind.ERASURE,
                order.erasureId(),
                order.purgeRequestId(),
                order.accountId(),
                order.accountKey(),
                order.epoch(),
                counts(ownership, deleted),
                ContentDigests.rows(deleted),
                order.auditEvent(),
                null);
    }

    public static LedgerRow restore(RestoreOrder order, Ownership ownership, List<TableContent> live) {
        return new LedgerRow(
                LedgerRow.Kind.RESTORE,
                order.restoreId(),
                null,
                order.accountId(),
                order.accountKey(),
                order.epoch(),
                counts(ownership, live),
                ContentDigests.rows(live),
                order.auditEvent(),
                null);
    }

    /** Rows per owned table; links of shared rows are no rows of the account. */
    private static Map<String, Long> counts(Ownership ownership, List<TableContent> contents) {
        Set<String> owned = new HashSet<>();
        ownership.insertOrder().forEach(table -> owned.add(table.name().sql()));
        Map<String, Long> counts = new TreeMap<>();
        contents.stream()
                .filter(content -> owned.contains(content.name()))
                .forEach(content -> counts.put(content.name(), content.rows()));
        return counts;
    }

    /** Writes the row and gives it back as the database has it. */
    public static LedgerRow append(Sql sql, LedgerRow row) throws SQLException {
        String insert = "INSERT INTO reprieve.ledger"
                + " (kind, id, purge_request_id, account_id, account_key, epoch, counts, digest, event)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)";
        try (PreparedStatement statement = sql.connection().prepareStatement(insert)) {
            statement.setString(1, row.kind().name());
            statement.setString(2, row.id());
            statement.setString(3, row.purgeRequestId());
            statement.setString(4, row.accountId());
            statement.setString(5, row.accountKey());
            statement.setLong(6, row.epoch());
            statement.setString(7, JSON.valueToTree(row.counts()).toString());
            statement.setString(8, row.digest());
            statement.setBytes(9, row.event());
            statement.executeUpdate();
        }
        return byId(sql, row.id()).orElseThrow(() -> new SQLException("the ledger row is not there", "XX000"));
    }

    public static Optional<LedgerRow> byId(Sql sql, String id) throws SQLException {
        return first(sql, "id = " + SqlText.literal(id));
    }

    public static Optional<LedgerRow> ofPurgeRequest(Sql sql, String purgeRequestId) throws SQLException {
        return first(sql, "purge_request_id = " + SqlText.literal(purgeRequestId));
    }

    /** A restore at this epoch or a later one: what was decided at the epoch is void, whoever has heard of it. */
    public static Optional<LedgerRow> restoreSince(Sql sql, String accountKey, long epoch) throws SQLException {
        return first(
                sql,
                "kind = 'RESTORE' AND account_key = " + SqlText.literal(accountKey) + " AND epoch >= " + epoch
                        + " ORDER BY seq DESC");
    }

    static Optional<LedgerRow> first(Sql sql, String condition) throws SQLException {
        return sql
                .list("SELECT " + COLUMNS + " FROM reprieve.ledger WHERE " + condition + " LIMIT 1", LedgerRows::row)
                .stream()
                .findFirst();
    }

    static LedgerRow row(ResultSet row) throws SQLException {
        try {
            return new LedgerRow(
                    LedgerRow.Kind.valueOf(row.getString("kind")),
                    row.getString("id"),
                    row.getString("purge_request_id"),
                    row.getString("account_id"),
                    row.getString("account_key"),
                    row.getLong("epoch"),
                    JSON.readValue(row.getString("counts"), new TypeReference<TreeMap<String, Long>>() {}),
                    row.getString("digest"),
                    row.getBytes("event"),
                    row.getObject("at", OffsetDateTime.class).toInstant());
        } catch (JsonProcessingException e) {
            throw new SQLException("the ledger's counts are not what this suite writes", e);
        }
    }
}
