package io.reprieve.purge.notice;

import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.approvedAndKept;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.sql;
import static io.reprieve.purge.town.Purges.state;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cooling-off tells the account's people, what it shows, and how they stop it. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class CoolingOffIT {
    private static final Pattern LINK = Pattern.compile("https://purges\\.example\\.com/api/v1/undo\\?token=(\\S+)");
    private static final Duration SOON = Duration.ofSeconds(15);
    private static Town town;

    @Inject
    MockMailbox mailbox;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @AfterEach
    void everybodyIsUpAgain() {
        town.silent.clear();
    }

    @Test
    void contacts_are_told_and_one_of_them_stops_it_without_an_account_once() {
        TownAccount account = town.account("Told in time", 10, 0);
        account.emails.addAll(List.of("anna@told.example", "ben@told.example"));
        String id = approvedAndKept(account);
        for (String contact : account.emails) {
            await().atMost(SOON).until(() -> sentTo(contact).size() == 2);
        }

        Mail first = sentTo("anna@told.example").get(0);
        assertThat(first.getSubject()).startsWith("Your data will be deleted on ");
        assertThat(first.getText()).contains("\"Told in time\"", "Nothing has been deleted yet", "+41 800 000 000");
        await().atMost(SOON).untilAsserted(() -> get(id).then()
                .body("notices.moment", contains("START", "HALF_WAY"))
                .body("notices.recipients", contains(2, 2))
                .body("remaining", notNullValue())
                .body("fence.probe.outcome", equalTo("HELD")));

        String token = token(first);
        given().get("/api/v1/undo?token=" + token)
                .then()
                .statusCode(200)
                .header("Referrer-Policy", "no-referrer")
                .body(containsString("Told in time"));
        assertThat(state(id)).isEqualTo("COOLING_OFF");
        assertThat(undo(token)).isEqualTo(200);
        get(id).then()
                .body("state", equalTo("REPRIEVED"))
                .body("history[-1].actor.id", equalTo("contact:" + account.id));
        assertThat(undo(token)).isEqualTo(410);
        assertThat(undo(token(sentTo("ben@told.example").get(0)))).isEqualTo(409);
        await().atMost(SOON).until(() -> account.status.equals("ACTIVE"));
        assertThat(account.erasures).isZero();
    }

    @Test
    void a_link_that_is_not_ours_or_not_whole_stops_nothing() {
        assertThat(undo("eyJhbGciOiJub25lIn0.e30.")).isEqualTo(410);
        assertThat(given().get("/api/v1/undo").statusCode()).isEqualTo(410);
    }

    @Test
    void an_account_without_contacts_is_purged_and_shows_that_nobody_was_told() {
        String id = approved(town.account("Nobody's", 10, 0));

        awaitState(id, "PURGED");

        get(id).then()
                .body("notices.recipients", contains(0, 0))
                .body("notices[0].problem", containsString("no contact"));
    }

    @Test
    void nothing_is_erased_within_a_day_of_the_last_warning_nor_before_it_went_out() {
        TownAccount account = town.account("Warned late", 10, 0);
        String id = approvedAndKept(account);
        await().atMost(SOON).until(() -> get(id).path("notBefore") != null);
        sql("INSERT INTO notice (purge_id, not_before, moment, due_at, sent_at, recipients)"
                + " SELECT id, not_before, 'DAY_BEFORE', now(), now(), 1 FROM purge_request WHERE id = '" + id + "'");
        town.silent.clear();

        await().during(Duration.ofMillis(1500)).atMost(SOON).until(() -> state(id)
                .equals("COOLING_OFF"));
        assertThat(account.erasures).isZero();

        sql("UPDATE notice SET sent_at = now() - interval '25 hours' WHERE moment = 'DAY_BEFORE'");
        awaitState(id, "PURGED");
    }

    @Test
    void a_fence_that_is_not_proved_is_shown_and_holds_the_purge_at_once() {
        TownAccount account = town.account("Leaky", 10, 0);
        account.probe = "NOT_PROVED";

        String id = approved(account);

        awaitState(id, "HELD");
        get(id).then()
                .body("why", containsString("the fence is not proved"))
                .body("fence.probe.outcome", equalTo("NOT_PROVED"))
                .body("notBefore", equalTo(null));
        as("support").get("/purge-requests?accountId=" + account.id).then().statusCode(200);
    }

    private List<Mail> sentTo(String address) {
        return mailbox.getMailsSentTo(address);
    }

    private static String token(Mail mail) {
        Matcher link = LINK.matcher(mail.getText());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static int undo(String token) {
        return given().contentType("application/x-www-form-urlencoded")
                .formParam("token", token)
                .post("/api/v1/undo")
                .statusCode();
    }
}
