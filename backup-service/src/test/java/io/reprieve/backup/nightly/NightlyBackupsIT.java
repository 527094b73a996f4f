package io.reprieve.backup.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class NightlyBackupsIT {

    private static final String KEY = Cabinet.cast().doubled().key();

    @Inject
    NightlyBackups nightly;

    @Test
    void only_what_changed_since_the_last_night_is_backed_up() throws Exception {
        AccountServiceStandIn.forgetAll();
        String account = Api.account(KEY);
        night();
        assertThat(verified(account)).containsExactly("NIGHTLY");
        night();
        assertThat(verified(account)).hasSize(1);
        Product.run("UPDATE public.cabinets SET name = name || '!' WHERE account_id = " + KEY);
        night();
        assertThat(verified(account)).hasSize(2);
    }

    private void night() {
        nightly.run();
        await().atMost(Duration.ofSeconds(90)).until(() -> Api.get("restorer", "/backups?state=RUNNING")
                .jsonPath()
                .getList("items")
                .isEmpty());
    }

    private static List<String> verified(String account) {
        return Api.get("restorer", "/backups?state=VERIFIED&accountId=" + account)
                .jsonPath()
                .getList("items.reason");
    }
}
