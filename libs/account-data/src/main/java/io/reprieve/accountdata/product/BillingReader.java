package io.reprieve.accountdata.product;

import io.reprieve.accountdata.datamap.BillingSql;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.OpenBilling;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Asks the product's books by the data map's own statements; they can read and nothing else. */
public final class BillingReader {

    private final DataMap map;
    private final DataSource product;

    public BillingReader(DataMap map, DataSource product) {
        this.map = map;
        this.product = product;
    }

    public OpenBilling read(String accountKey) {
        BillingSql billing = map.postgres().billing();
        if (billing.equals(BillingSql.UNDECLARED)) {
            return new OpenBilling(null, null);
        }
        try (Session session = Session.reading(product)) {
            String key = AccountKeys.literal(session.sql(), map.postgres(), accountKey);
            return new OpenBilling(
                    number(session, billing.openSubscriptions(), key), number(session, billing.openInvoices(), key));
        } catch (SQLException e) {
            throw Refusals.failure("asking the books (billing)", e);
        }
    }

    private static Long number(Session session, String statement, String key) throws SQLException {
        if (statement == null) {
            return null;
        }
        List<Long> numbers = session.sql()
                .list(SqlText.bindKey(statement, key), row -> row.getObject(1) == null ? null : row.getLong(1));
        if (numbers.size() != 1 || numbers.get(0) == null) {
            throw new SQLException("it gives " + numbers.size() + " rows, and has to give one number: " + statement);
        }
        return numbers.get(0);
    }
}
