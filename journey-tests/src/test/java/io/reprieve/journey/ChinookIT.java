package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localservers.Checkout;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localstack.DatabaseAccess;
import io.reprieve.localstack.Stack;
import io.reprieve.localstack.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The suite on somebody else's database: the Chinook sample, which is not shipped; skipped where it is absent. */
class ChinookIT {
    private static final Path SCRIPT = Optional.ofNullable(System.getenv("REPRIEVE_TEST_CHINOOK"))
            .map(Path::of)
            .orElseGet(() -> Checkout.root().resolveSibling("shared/data/chinook.sql"));
    private static final String DATA_MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.customer, key: customer_id }
                owned: [public.invoice, public.invoice_line]
                shared: [public.album, public.artist, public.employee, public.genre, public.media_type,
                         public.playlist, public.playlist_track, public.track]
            """;

    @Test
    void one_customer_of_a_foreign_database_is_purged_through_two_keys_and_brought_back_exactly() throws Exception {
        assumeThat(SCRIPT)
                .as("Chinook is not here (REPRIEVE_TEST_CHINOOK names its script): skipped")
                .exists();
        Path home = TheStack.home("chinook");
        Files.createDirectories(home);
        Path dataMap = Files.writeString(home.resolve("chinook-data-map.yaml"), DATA_MAP);
        try (LocalPostgres theirs = LocalPostgres.start(home.resolve("theirs"), 0)) {
            theirs.createDatabase("chinook", "theirs", "theirs");
            DatabaseAccess database =
                    new DatabaseAccess(theirs.jdbcUrl("chinook"), LocalPostgres.ADMIN, LocalPostgres.ADMIN_PASSWORD);
            load(database);
            try (Stack stack = Stack.start(StackSettings.forTests(home)
                    .with("REPRIEVE_APP_DB_URL", database.url())
                    .with("REPRIEVE_APP_DB_USER", database.user())
                    .with("REPRIEVE_APP_DB_PASSWORD", database.password())
                    .with("REPRIEVE_DATA_MAP", dataMap.toString())
                    .with("REPRIEVE_COOLING_OFF", "PT3S"))) {
                purgeAndRestore(stack, database);
            }
        }
    }

    private static void purgeAndRestore(Stack stack, DatabaseAccess database) throws Exception {
        Story story = new Story(stack);
        JsonNode first = story.register("Luís Gonçalves, Embraer", "1");
        story.register("Leonie Köhler", "2");
        story.register("François Tremblay", "3");
        WholeDatabase before = WholeDatabase.of(database);
        long invoices = count(database, "invoice WHERE customer_id = 1");
        long lines =
                count(database, "invoice_line l JOIN invoice i ON i.invoice_id = l.invoice_id WHERE i.customer_id = 1");

        JsonNode purge = story.purged(first);

        WholeDatabase gone = WholeDatabase.of(database);
        assertThat(gone.differencesTo(before))
                .containsExactlyInAnyOrder("public.customer", "public.invoice", "public.invoice_line");
        assertThat(gone.rows("public.customer")).isEqualTo(before.rows("public.customer") - 1);
        assertThat(gone.rows("public.invoice")).isEqualTo(before.rows("public.invoice") - invoices);
        assertThat(gone.rows("public.invoice_line")).isEqualTo(before.rows("public.invoice_line") - lines);
        assertThat(invoices).isPositive();

        story.restored(purge.path("evidence").path("backupId").asText());

        assertThat(WholeDatabase.of(database).differencesTo(before)).isEmpty();
        assertThat(story.account(first.path("id").asText()).path("status").asText())
                .isEqualTo("ACTIVE");
    }

    private static long count(DatabaseAccess database, String what) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + what)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The script begins by making its database and changing over to it; what follows is plain SQL. */
    private static void load(DatabaseAccess database) throws Exception {
        String script = Files.readString(SCRIPT);
        String plain = script.substring(script.indexOf("\\c chinook;") + "\\c chinook;".length());
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(plain);
        }
    }
}
