package io.reprieve.accountdata.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.name.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivedKeyTest {

    @Test
    void a_foreign_key_is_read_as_postgresql_prints_it() {
        assertThat(ArchivedKey.parse("doc_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id)"
                        + " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED of doc"))
                .hasValue(new ArchivedKey(List.of("account_id"), new TableName("public", "account"), List.of("id")));
    }

    @Test
    void quoted_names_composite_keys_and_periods_are_read() {
        assertThat(ArchivedKey.parse(
                        "odd FOREIGN KEY (x) REFERENCES y FOREIGN KEY (\"a, b\", \"say \"\"so\"\"\", PERIOD valid)"
                                + " REFERENCES \"My.Schema\".\"Table (1)\"(c, d, PERIOD valid) of \"My Table\""))
                .hasValue(new ArchivedKey(
                        List.of("a, b", "say \"so\""), new TableName("My.Schema", "Table (1)"), List.of("c", "d")));
    }

    @Test
    void other_rules_are_none() {
        assertThat(ArchivedKey.parse("doc_check CHECK ((title <> ' FOREIGN KEY '::text)) of doc"))
                .isEmpty();
        assertThat(ArchivedKey.parse("CREATE UNIQUE INDEX doc_pkey ON public.doc USING btree (id)"))
                .isEmpty();
    }
}
