package io.reprieve.purge.freeze;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.approvedAndKept;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.order;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.sql;
import static io.reprieve.purge.town.Purges.state;
import static io.reprieve.purge.town.Purges.thaw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One person stops everything; it takes two to let it go on. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class FreezeIT {
    private static Town town;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @Test
    void a_freeze_by_one_stops_everything_but_reprieves_until_two_people_lift_it() {
        TownAccount cooling = town.account("Cooling", 10, 0);
        String waiting = requestedAndBackedUp(town.account("Waiting", 10, 0));
        String running = approvedAndKept(cooling);

        as("requester")
                .body(Map.of("reason", "x".repeat(2_001)))
                .put("/freeze")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("reason"));
        as("requester")
                .body(Map.of("reason", "stop, all of it"))
                .put("/freeze")
                .then()
                .statusCode(200);
        town.silent.clear();
        try {
            as("requester")
                    .body(order(town.account("New", 10, 0)))
                    .post("/purge-requests")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("frozen"));
            approve("approver", waiting).then().statusCode(409).body("code", equalTo("frozen"));
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> cooling.erasures == 0 && state(running).equals("COOLING_OFF"));
            reprieve("approver", waiting).then().statusCode(200);

            as("requester").delete("/freeze").then().statusCode(403);
            as("approver")
                    .delete("/freeze?reason=all-clear")
                    .then()
                    .statusCode(202)
                    .body("frozen", equalTo(true));
            as("approver")
                    .body(Map.of("reason", "looked into"))
                    .delete("/freeze")
                    .then()
                    .statusCode(202)
                    .body("lift.given", contains("psn_approver"));
            assertThat(state(running)).isEqualTo("COOLING_OFF");
        } finally {
            as("approver").delete("/freeze");
            as("admin").delete("/freeze").then().statusCode(200).body("frozen", equalTo(false));
        }
        awaitState(running, "PURGED");
    }

    @Test
    void a_reported_deletion_without_a_warrant_stops_everything_once() {
        TownAccount gone = town.account("Gone by itself", 10, 0);
        town.reportedDeletions.put(4711L, gone.id);

        await().atMost(Duration.ofSeconds(5)).until(() -> frozen());
        String reason = as("auditor").get("/freeze").path("reason");
        String setBy = as("auditor").get("/freeze").path("setBy");
        thaw();

        assertThat(reason).contains("unsanctioned deletion", gone.id);
        assertThat(setBy).isEqualTo("service:purge-service");
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> !frozen());
    }

    @Test
    void denials_that_pile_up_stop_everything_and_count_anew_after_people_looked_into_it() {
        String first = requestedAndBackedUp(town.account("Denied", 10, 0));
        String second = requestedAndBackedUp(town.account("Denied as well", 10, 0));
        sql("INSERT INTO purge_history (purge_id, number, to_state, actor_id, actor_kind, event_id, event_type)"
                + " SELECT '" + first
                + "', 1000 + n, 'DENIED', 'psn_approver', 'person', 'evt_denied_' || n, 'purge.denied'"
                + " FROM generate_series(1, 999) n");

        deny(first);
        assertThat(frozen()).isTrue();
        String reason = as("auditor").get("/freeze").path("reason");
        thaw();
        deny(second);

        assertThat(reason).contains("purges were denied within PT1H");
        assertThat(frozen()).isFalse();
    }

    private static void deny(String id) {
        as("approver2")
                .body(Map.of("reason", "not this one"))
                .post("/purge-requests/" + id + "/denials")
                .then()
                .statusCode(200);
    }

    private static boolean frozen() {
        return as("auditor").get("/freeze").path("frozen");
    }
}
