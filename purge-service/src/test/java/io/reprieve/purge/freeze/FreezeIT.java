package io.reprieve.purge.freeze;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.order;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

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
        String running = approved(cooling);

        as("requester")
                .body(Map.of("reason", "stop, all of it"))
                .put("/freeze")
                .then()
                .statusCode(200);
        try {
            as("requester")
                    .body(order(town.account("New", 10, 0)))
                    .post("/purge-requests")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("frozen"));
            approve("approver", waiting).then().statusCode(409).body("code", equalTo("frozen"));
            await().during(Duration.ofSeconds(2))
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
}
