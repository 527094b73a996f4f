package io.reprieve.accountdata.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.localservers.TestServers;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedPrefixIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
              - name: files
                kind: s3
                bucket: shared-prefixes
                prefix: "accounts/{key}/"
            """);

    @Test
    void an_account_whose_prefix_holds_another_accounts_objects_is_refused() throws Exception {
        Product product = new Product("""
                CREATE TABLE account (id text PRIMARY KEY);
                INSERT INTO account VALUES ('a'), ('ab'), ('a/b'), ('c'), ('A'), ('%');
                """);
        product.setUp(MAP);
        var s3 = TestServers.s3();
        s3.createVersionedBucket("shared-prefixes");
        try (ObjectStore store =
                ObjectStore.connect(URI.create(s3.endpoint()), "us-east-1", s3.accessKey(), s3.secretKey())) {
            AccountEngine engine = product.restoring(MAP, Optional.of(store));

            assertThat(engine.objectsInTheWay("a", Instant.now()))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.rule()).isEqualTo("prefix-shared");
                        assertThat(found.message()).contains("account a/b");
                    });
            assertThatThrownBy(() -> Orders.export(engine, "a"))
                    .isInstanceOf(AccountRefused.class)
                    .hasMessageContaining("prefix-shared");
            assertThatThrownBy(() -> Orders.export(engine, "a/b"))
                    .isInstanceOf(AccountRefused.class)
                    .hasMessageContaining("key-in-prefix");
            for (String alone : new String[] {"ab", "c", "A", "%"}) {
                assertThat(engine.objectsInTheWay(alone, Instant.now())).isEmpty();
                assertThat(Orders.export(engine, alone).objects()).isEmpty();
            }
        }
    }
}
