package io.reprieve.account.registry;

import io.reprieve.account.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many accounts there are. */
@ApplicationScoped
public class CountAccounts {
    private final Sql sql;

    CountAccounts(Sql sql) {
        this.sql = sql;
    }

    /** A status without accounts is left out. */
    public SortedMap<AccountStatus, Long> byStatus() {
        var byStatus = new TreeMap<AccountStatus, Long>();
        sql.list(
                        row -> Map.entry(AccountStatus.valueOf(row.getString("status")), row.getLong("accounts")),
                        "SELECT status, count(*) AS accounts FROM account GROUP BY status")
                .forEach(count -> byStatus.put(count.getKey(), count.getValue()));
        return byStatus;
    }
}
