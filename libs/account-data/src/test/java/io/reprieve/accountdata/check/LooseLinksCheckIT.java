package io.reprieve.accountdata.check;

import static io.reprieve.accountdata.check.CheckedCatalog.MAP;
import static io.reprieve.accountdata.check.CheckedCatalog.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns beside the account that look like links to it. */
class LooseLinksCheckIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_id integer",
                "account_id bigint",
                "\"accountId\" integer",
                "account_id text",
                "account integer",
                "account_id \"whole number\""
            })
    void a_column_that_looks_like_a_link_to_an_account_is_named(String column) throws SQLException {
        String stats = "ALTER TABLE doc RENAME account_id TO account; CREATE DOMAIN \"whole number\" AS integer;"
                + " CREATE TABLE stats (id integer PRIMARY KEY, " + column + ")";

        assertThat(errors(stats, MAP.formatted("") + "    shared: [public.stats]\n"))
                .singleElement()
                .asString()
                .startsWith("column-unaccounted public.stats.");
        assertThat(errors(
                        stats,
                        MAP.formatted("") + "    ignored: [public.stats]\n    notLinks: [public.stats.account_id,"
                                + " public.stats.account, 'public.stats.\"accountId\"']\n"))
                .allMatch(error -> error.startsWith("not-link-missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account_id date", "accounts integer", "id integer", "account_id integer REFERENCES other"})
    void a_column_that_cannot_be_a_link_or_is_a_known_one_is_left_alone(String column) throws SQLException {
        assertThat(errors(
                        "CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE stats (" + column + ")",
                        MAP.formatted("") + "    ignored: [public.stats, public.other]\n"))
                .isEmpty();
    }
}
