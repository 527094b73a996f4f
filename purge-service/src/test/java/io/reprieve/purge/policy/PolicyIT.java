package io.reprieve.purge.policy;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules themselves take two keys. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class PolicyIT {
    private static Town town;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @Test
    void a_second_person_puts_in_force_what_the_first_proposed_and_what_was_approved_before_is_void() {
        String waiting = requestedAndBackedUp(town.account("Waiting", 10, 0));
        Response seen = get(waiting);
        String before = version();

        put("admin", "{\"coolingOff\":\"PT10M\",\"reason\":\"slower\"}")
                .then()
                .statusCode(202)
                .body("version", equalTo(before))
                .body("proposed.by", contains("psn_admin"))
                .body("proposed[0].changes", contains("coolingOff: PT10M, was PT1S"));
        put("admin", "{\"coolingOff\":\"PT10M\",\"reason\":\"slower\"}").then().statusCode(202);
        assertThat(version()).as("one person alone, twice").isEqualTo(before);
        put("admin2", "{\"coolingOff\":\"PT11M\",\"reason\":\"slower\"}").then().statusCode(202);
        assertThat(version()).as("two people who say different things").isEqualTo(before);
        put("admin2", "{\"coolingOff\":\"PT10M\",\"reason\":\"agreed\"}")
                .then()
                .statusCode(200)
                .body("coolingOff", equalTo("PT10M"))
                .body("proposed.size()", equalTo(0));
        assertThat(version()).isNotEqualTo(before);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(town.eventsOf("policy")).contains("policy.proposed", "policy.changed"));

        as("approver")
                .header("If-Match", seen.header("ETag"))
                .body(Map.of("evidenceDigest", seen.path("evidence.digest"), "comment", "seen"))
                .post("/purge-requests/" + waiting + "/approvals")
                .then()
                .statusCode(412)
                .body("changes", hasItem(startsWith("policy: ")));
        approve("approver", waiting).then().statusCode(201);

        byBoth("{\"coolingOff\":\"PT1S\",\"reason\":\"back\"}");
        awaitState(waiting, "HELD");
        assertThat(get(waiting).<String>path("why")).contains("the policy changed");
    }

    @Test
    void by_policy_each_group_is_heard_and_the_quorum_is_part_of_what_is_approved() {
        byBoth("{\"quorum\":{\"groups\":[\"support\",\"security\"]},\"reason\":\"two views\"}");
        try {
            String id = requestedAndBackedUp(town.account("Acme", 10, 0));
            assertThat(get(id).<String>path("evidence.canonical")).contains("\"approvers\":2");

            approve("approver", id)
                    .then()
                    .statusCode(201)
                    .body("state", equalTo("AWAITING_APPROVAL"))
                    .body("quorum.groupsMissing", contains("security"));
            approve("approver3", id)
                    .then()
                    .statusCode(201)
                    .body("quorum.given", equalTo(2))
                    .body("state", equalTo("AWAITING_APPROVAL"));
            approve("approver2", id)
                    .then()
                    .statusCode(201)
                    .body("quorum.groupsMissing.size()", equalTo(0))
                    .body("state", equalTo("COOLING_OFF"));
        } finally {
            byBoth("{\"quorum\":{\"groups\":[]},\"reason\":\"back\"}");
        }
    }

    @Test
    void what_is_stale_unsafe_or_without_a_reason_is_not_even_proposed() {
        as("admin").body("{}").put("/policy").then().statusCode(428);
        as("admin").header("If-Match", "\"0\"").body("{}").put("/policy").then().statusCode(412);
        put("admin", "{\"quorum\":{\"service\":1},\"reason\":\"x\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("policy-unsafe"))
                .body("errors.field", contains("quorum.service"));
        put("admin", "{\"cooling\":\"PT1S\",\"reason\":\"x\"}")
                .then()
                .statusCode(422)
                .body("errors.field", contains("cooling"));
        put("admin", "{\"coolingOff\":\"PT3S\"}").then().statusCode(422).body("code", equalTo("reason-missing"));
        put("approver", "{\"coolingOff\":\"PT3S\",\"reason\":\"x\"}").then().statusCode(403);
        assertThat(as("admin").get("/policy").<Integer>path("proposed.size()")).isZero();
    }

    @Test
    void who_could_not_live_under_rules_does_not_propose_them_and_is_told_how_to_sign_in() {
        put("admin", "{\"approver\":{\"acr\":[\"gold\"]},\"reason\":\"x\"}")
                .then()
                .statusCode(403)
                .body("code", equalTo("stale-sign-in"))
                .header("WWW-Authenticate", containsString("insufficient_user_authentication"))
                .header("WWW-Authenticate", containsString("acr_values=\"gold\""));
    }

    @Test
    void the_database_itself_takes_no_policy_that_one_person_proposed_and_confirmed() {
        assertThatThrownBy(() -> sql("""
                        WITH p AS (INSERT INTO policy_proposal (base_version, content, reason, person_id, subject, client,
                                                                auth_time)
                                   SELECT max(version), '{}', 'r', 'psn_x', 's', 'c', now() FROM policy RETURNING id)
                        INSERT INTO policy (content, configured, proposal_id, proposed_by, confirmed_by)
                        SELECT '{}', '{}', id, 'psn_x', 'psn_x' FROM p
                        """)).hasMessageContaining("policy_takes_two");
    }

    private static void byBoth(String rules) {
        put("admin", rules).then().statusCode(202);
        put("admin2", rules).then().statusCode(200);
    }

    private static Response put(String user, String rules) {
        return as(user).header("If-Match", "\"" + version() + "\"").body(rules).put("/policy");
    }

    private static String version() {
        return as("auditor").get("/policy").path("version");
    }
}
