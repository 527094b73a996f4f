package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.tree.TreeHash;
import io.reprieve.verifier.MerkleProofs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(AuditServers.class)
class ExportIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String account = "acc_" + UUID.randomUUID();
    private final List<Events> events = new ArrayList<>();

    @BeforeEach
    void append() {
        for (int i = 0; i < 3; i++) {
            Events event = event().account(account).reason("=na\u00efve\n\u001b[2J " + i);
            events.add(event);
            Api.append(event);
            Api.append(event());
        }
    }

    @Test
    void an_accounts_entries_come_with_their_exact_bytes_and_proofs_that_hold() throws Exception {
        List<String> lines = export("ndjson");
        JsonNode closing = closing(lines.get(lines.size() - 1));
        List<JsonNode> entries = new ArrayList<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            entries.add(JSON.readTree(line));
        }
        String[] checkpoint = closing.path("checkpoint").textValue().split("\n");

        assertThat(entries)
                .extracting(entry -> entry.path("leaf").textValue())
                .isEqualTo(events.stream().map(Events::line).toList());
        assertThat(closing.path("entries").longValue()).isEqualTo(3);
        assertThat(checkpoint[1]).isEqualTo(closing.path("treeSize").asText());
        for (JsonNode entry : entries) {
            List<byte[]> path = new ArrayList<>();
            entry.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.textValue())));
            byte[] leaf = entry.path("leaf").textValue().getBytes(StandardCharsets.UTF_8);
            assertThat(MerkleProofs.includes(
                            TreeHash.leaf(leaf),
                            entry.path("index").longValue(),
                            closing.path("treeSize").longValue(),
                            path,
                            Base64.getDecoder().decode(checkpoint[2])))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "ocsf", "csv"})
    void an_export_ends_with_the_checksum_of_all_before(String format) throws Exception {
        String body = text(format);
        int last = body.lastIndexOf('\n', body.length() - 2) + 1;
        byte[] before = body.substring(0, last).getBytes(StandardCharsets.UTF_8);

        String line = body.substring(last).strip();
        JsonNode closing = format.equals("csv")
                ? JSON.readTree(
                        line.substring(line.indexOf(',') + 2, line.length() - 1).replace("\"\"", "\""))
                : closing(line);

        assertThat(closing.path("sha256").textValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(before)));
        assertThat(closing.path("entries").longValue()).isEqualTo(3);
    }

    @Test
    void ocsf_says_in_its_own_words_what_it_has_words_for() throws Exception {
        JsonNode first = JSON.readTree(export("ocsf").get(0));

        assertThat(first.path("metadata").path("uid").textValue())
                .isEqualTo(events.get(0).id());
        assertThat(first.path("unmapped").path("accountId").textValue()).isEqualTo(account);
        assertThat(first.path("actor").path("user").path("uid").textValue()).isEqualTo("psn_requester");
        assertThat(first.has("prev")).isFalse();
    }

    @Test
    void a_spreadsheet_gets_no_formula_and_a_terminal_no_escape() {
        String csv = text("csv");

        assertThat(csv).contains("\"'=na\u00efve\\u000a\\u001b[2J 0\"").doesNotContain("\u001b");
        assertThat(text("ndjson")).doesNotContain("\u001b");
    }

    @Test
    void another_format_is_refused() {
        Api.as("auditor")
                .get("/api/v1/events/export?format=xml")
                .then()
                .statusCode(422)
                .body("code", equalTo("format-unknown"));
    }

    private List<String> export(String format) {
        return text(format).lines().toList();
    }

    private String text(String format) {
        return new String(
                Api.as("auditor")
                        .get("/api/v1/events/export?format=" + format + "&accountId=" + account)
                        .asByteArray(),
                StandardCharsets.UTF_8);
    }

    private static JsonNode closing(String line) throws Exception {
        return JSON.readTree(line).path("closing");
    }
}
