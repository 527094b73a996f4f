package io.reprieve.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.outbox.AuditEvent;
import io.reprieve.outbox.AuditLogClient;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.outbox.ProofInvalid;
import io.reprieve.outbox.ProvenEntry;
import io.reprieve.outbox.Relay;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of an event, from purge-service's transaction to a proof it checks: real tokens, real relay. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class OutboxToLogIT {
    @Inject
    DataSource dataSource;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Inject
    Relay relay;

    @Inject
    AuditLogClient log;

    @Inject
    Outbox ownOutbox;

    private final String purge = "prg_" + UUID.randomUUID();
    private Outbox outbox;

    @BeforeEach
    void speakAsPurgeService() {
        outbox = new Outbox(dataSource, transactions, relay, "purge-service");
    }

    @Test
    void a_commit_carries_the_event_to_the_log_without_being_asked() {
        AuditEvent event = QuarkusTransaction.requiringNew().call(() -> outbox.append(requested()));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> Api.as("auditor")
                .get("/api/v1/events/" + event.id())
                .then()
                .statusCode(200));
    }

    @Test
    void relayed_at_once_an_event_is_proved_by_the_pinned_key() {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(requested()));
        AuditEvent event = QuarkusTransaction.requiringNew().call(() -> outbox.append(requested()));

        long index = relay.relayNow(event.id());
        ProvenEntry proven = log.proof(event.id());

        assertThat(proven.index()).isEqualTo(index);
        assertThat(proven.treeSize()).isGreaterThan(index);
        assertThat(event.subjectSeq()).isEqualTo(2);
    }

    @Test
    void a_rolled_back_fact_leaves_no_event() {
        QuarkusTransaction.begin();
        AuditEvent event = outbox.append(requested());
        QuarkusTransaction.rollback();

        assertThatThrownBy(() -> relay.relayNow(event.id())).isInstanceOf(IllegalStateException.class);
        Api.as("auditor").get("/api/v1/events/" + event.id()).then().statusCode(404);
    }

    @Test
    void a_proof_of_other_bytes_than_the_outbox_holds_is_refused() throws Exception {
        AuditEvent event = QuarkusTransaction.requiringNew().call(() -> outbox.append(requested()));
        relay.relayNow(event.id());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement forge = connection.prepareStatement(
                        "UPDATE audit_outbox SET event = convert_to(replace(convert_from(event, 'UTF8'),"
                                + " 'psn_requester', 'psn_approver'), 'UTF8') WHERE event_id = ?")) {
            forge.setString(1, event.id());
            assertThat(forge.executeUpdate()).isEqualTo(1);
        }

        assertThatThrownBy(() -> log.proof(event.id())).isInstanceOf(ProofInvalid.class);
    }

    @Test
    void without_a_transaction_nothing_is_appended() {
        assertThatThrownBy(() -> ownOutbox.append(requested())).hasMessageContaining("ransaction");
    }

    private EventDraft requested() {
        return EventDraft.of("purge.requested", purge)
                .account("acc_" + purge.substring(4))
                .correlation(purge)
                .by(EventActor.person("psn_requester", "reprieve-cli"))
                .with("kind", "DUPLICATE_CLEANUP");
    }
}
