package io.reprieve.purge.request;

import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** What the probe write behind each purge's fence showed, as account-service told it when the fence rose. */
@ApplicationScoped
public class FenceProbeStore {
    private final Database database;

    FenceProbeStore(Database database) {
        this.database = database;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void put(String purgeId, AccountView.Probe probe) {
        database.update("""
                INSERT INTO fence_probe (purge_id, outcome, detail) VALUES (?, ?, ?)
                ON CONFLICT (purge_id) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail, at = DEFAULT
                """, purgeId, probe.outcome(), probe.detail());
    }

    Optional<AccountView.Probe> find(String purgeId) {
        return database.one(
                "SELECT outcome, detail FROM fence_probe WHERE purge_id = ?",
                row -> new AccountView.Probe(row.text("outcome"), row.text("detail")),
                purgeId);
    }
}
