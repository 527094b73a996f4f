package io.reprieve.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.Size;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class WholeDatabaseIT {
    private static final String KEY = Cabinet.cast().blindSpot().key();

    @Test
    void what_is_left_after_an_account_is_gone_is_everything_but_it() throws Exception {
        DataSource cabinet = cabinet("witness_gone");
        WholeDatabase witness = new WholeDatabase(cabinet);
        WholeDatabase.Fingerprint before = witness.everything();
        WholeDatabase.Fingerprint others = witness.everythingBut(KEY);

        erase(cabinet);

        assertThat(others.differences(witness.everything())).isEmpty();
        assertThat(before.differences(witness.everything())).hasSize(13);
        assertThat(before.rows() - others.rows()).isGreaterThan(500);
    }

    @Test
    void one_changed_value_is_seen() throws Exception {
        DataSource cabinet = cabinet("witness_changed");
        WholeDatabase witness = new WholeDatabase(cabinet);
        WholeDatabase.Fingerprint before = witness.everything();

        run(cabinet, "UPDATE tags SET label = label || '.' WHERE id = (SELECT min(id) FROM tags)");

        assertThat(before.differences(witness.everything()))
                .singleElement()
                .asString()
                .startsWith("tags ");
    }

    private static void erase(DataSource cabinet) throws Exception {
        String documents = "(SELECT d.id FROM documents d JOIN folders f ON f.id = d.folder_id"
                + " JOIN cabinets c ON c.id = f.cabinet_id WHERE c.account_id = " + KEY + ")";
        run(
                cabinet,
                "DELETE FROM signatures WHERE version_id IN (SELECT id FROM document_versions WHERE document_id IN "
                        + documents + ")");
        run(cabinet, "DELETE FROM share_visits WHERE document_id IN " + documents);
        run(cabinet, "DELETE FROM shares WHERE document_id IN " + documents);
        run(cabinet, "DELETE FROM documents WHERE id IN " + documents);
        run(
                cabinet,
                "DELETE FROM folders WHERE cabinet_id IN (SELECT id FROM cabinets WHERE account_id = " + KEY + ")");
        for (String table : new String[] {"cabinets", "tags", "activity", "memberships"}) {
            run(cabinet, "DELETE FROM " + table + " WHERE account_id = " + KEY);
        }
        run(cabinet, "DELETE FROM accounts WHERE id = " + KEY);
    }

    private static DataSource cabinet(String name) throws Exception {
        LocalPostgres postgres = TestServers.postgres();
        postgres.createDatabase(name, "cabinet", "cabinet");
        DataSource cabinet = postgres.dataSource(name, "cabinet", "cabinet");
        Cabinet.install(cabinet);
        Cabinet.generate(cabinet, Optional.empty(), Cabinet.BUCKET, Size.small());
        return cabinet;
    }

    private static void run(DataSource database, String sql) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
