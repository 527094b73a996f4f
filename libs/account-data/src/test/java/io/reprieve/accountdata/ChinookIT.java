package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.discovery.Discovery;
import io.reprieve.accountdata.report.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Somebody else's database: the Chinook sample, which is not shipped with the sources; skipped where it is absent. */
class ChinookIT {

    private static final Path SCRIPT = Path.of(System.getenv()
            .getOrDefault(
                    "REPRIEVE_TEST_CHINOOK",
                    System.getProperty("reprieve.checkout", ".") + "/../shared/data/chinook.sql"));

    @Test
    void a_customer_goes_out_and_comes_back_exactly_under_the_map_that_discovery_proposes()
            throws IOException, SQLException {
        Product product = chinook();
        String proposal = Discovery.propose(product.admin(), "public.customer");
        assertThat(proposal)
                .contains("public.invoice_line")
                .contains("every row refers to public.invoice (invoice_id)");
        DataMap map = DataMap.parse(proposal);
        assertThat(map.postgres().owned())
                .extracting(owned -> owned.table().toString())
                .containsExactlyInAnyOrder("public.invoice", "public.invoice_line");

        for (String customer : new String[] {"1", "59"}) {
            assertThat(AccountJourney.outAndIn(product, map, customer))
                    .containsExactly("public.customer", "public.invoice", "public.invoice_line");
        }
    }

    @Test
    void a_table_that_the_map_does_not_know_fails_the_check_by_name() throws IOException, SQLException {
        Product product = chinook();
        String proposal = Discovery.propose(product.admin(), "public.customer");
        DataMap map = DataMap.parse(proposal.replaceAll("(?m)^ *- public.invoice_line.*\\R", ""));

        product.setUp(map);
        assertThat(product.erasing(map).check().findings())
                .extracting(Finding::rule, Finding::subject)
                .contains(org.assertj.core.groups.Tuple.tuple("table-unaccounted", "public.invoice_line"));
    }

    private static Product chinook() throws IOException, SQLException {
        assumeThat(SCRIPT)
                .as("Chinook is not here (REPRIEVE_TEST_CHINOOK names its script): skipped")
                .exists();
        String script = Files.readString(SCRIPT);
        return new Product(script.substring(script.indexOf("\\c chinook;") + "\\c chinook;".length()));
    }
}
