package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever the account belongs to is told by mail, and stops its purge from there. */
class MailedIT {
    private static final Pattern LINK =
            Pattern.compile(Pattern.quote(MailServer.PUBLIC_URL) + "(/api/v1/undo)\\?(token=\\S+)");

    private final Stack stack = TheStack.running();
    private final Story story = new Story(stack);

    @Test
    void a_contact_is_told_over_smtp_and_stops_the_purge_by_the_link_in_the_mail_while_the_log_is_down()
            throws Exception {
        JsonNode account = Accounts.take(story);
        String contact = account.path("contacts").path(0).path("email").asText();
        assertThat(contact).as(account.toString()).contains("@");
        String purgeId = story.ask(account).path("id").asText();
        story.await(purgeId, "AWAITING_APPROVAL");
        story.approve("approver", purgeId).orFail("approving");
        story.await(purgeId, "the wait", purge -> purge.path("notBefore").isTextual());
        // Nothing is executed without the log, so that the mail is not overtaken.
        stack.kill("audit-service");
        try {
            MailServer.Letter letter = Eventually.of(
                            "a mail to the contact",
                            Duration.ofSeconds(30),
                            () -> MailServer.running().sentTo(contact),
                            letters -> !letters.isEmpty())
                    .get(0);
            assertThat(letter.from()).isEqualTo("purges@reprieve.example");
            assertThat(letter.subject()).startsWith("Your data will be deleted on ");
            assertThat(letter.text())
                    .contains(account.path("name").asText(), "Nothing has been deleted yet", "+41 800 000 000");

            assertThat(undo(letter)).isEqualTo(200);

            story.await(purgeId, "REPRIEVED");
            assertThat(undo(letter)).as("the link, once more").isEqualTo(410);
        } finally {
            stack.restart("audit-service");
        }
        Eventually.of(
                "the fence to fall",
                Duration.ofMinutes(1),
                () -> story.account(account.path("id").asText()),
                now -> now.path("status").asText().equals("ACTIVE"));
    }

    private int undo(MailServer.Letter letter) throws Exception {
        Matcher link = LINK.matcher(letter.text());
        assertThat(link.find()).as("a link").isTrue();
        HttpRequest press = HttpRequest.newBuilder(URI.create(stack.addresses().url("purge-service") + link.group(1)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(link.group(2)))
                .build();
        return HttpClient.newHttpClient()
                .send(press, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
