package io.reprieve.accountdata.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.AccountTables;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account's live rows, as an export would archive them, of one snapshot; none where the account is gone. Locks nothing. */
public final class LiveRows implements RowSource {

    private final Sql sql;
    private final Map<TableShape, String> selects = new LinkedHashMap<>();

    public LiveRows(AccountSnapshot account) throws SQLException {
        this.sql = account.session().sql();
        AccountTables.archived(account).forEach(source -> selects.put(source.shape(), source.select()));
    }

    @Override
    public List<TableShape> tables() {
        return List.copyOf(selects.keySet());
    }

    @Override
    public void copy(TableShape shape, OutputStream to) throws IOException {
        try {
            CopyOutRows.each(sql, selects.get(shape), to::write);
        } catch (SQLException e) {
            throw Refusals.failure("reading " + shape.name(), e);
        }
    }
}
