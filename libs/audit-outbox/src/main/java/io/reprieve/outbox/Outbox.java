package io.reprieve.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes audit events into the service's own database, in the transaction of the fact they record: the event is there
 * if and only if the fact is. The relay carries them to the log afterwards.
 *
 * <p>One transaction that appends to several aggregates takes their locks in the order of the calls; append in the same
 * order everywhere, the account's last.
 */
@ApplicationScoped
public class Outbox {
    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;
    private final Relay relay;
    private final OutboxStore store;

    public Outbox(
            DataSource dataSource,
            TransactionSynchronizationRegistry transactions,
            Relay relay,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.relay = relay;
        this.store = new OutboxStore("/" + service);
    }

    /**
     * Gives the event its id, the aggregate's next number, the hash of the event before it and the database's time, and
     * queues it. Needs a transaction; a rollback leaves no gap. Holds the aggregate's lock until the transaction ends.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public AuditEvent append(EventDraft draft) {
        AuditEvent event = onConnection(connection -> store.append(connection, draft));
        wakeRelayAfterCommit();
        return event;
    }

    /**
     * Writes an event that will live in a ledger row first, in another database: the only event of its own aggregate
     * (number 1, no predecessor). Nothing is queued; {@link #adopt} does that later.
     */
    public AuditEvent compose(EventDraft draft) {
        return onConnection(connection -> store.compose(connection, draft));
    }

    /** Queues exactly these composed bytes; again is the same as once. Needs a transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public AuditEvent adopt(byte[] composed) {
        AuditEvent event = onConnection(connection -> store.adopt(connection, AuditEvent.read(composed)));
        wakeRelayAfterCommit();
        return event;
    }

    private interface Work {
        AuditEvent on(Connection connection) throws SQLException;
    }

    private AuditEvent onConnection(Work work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new OutboxFailure("the audit event could not be written", e);
        }
    }

    private void wakeRelayAfterCommit() {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    relay.wake();
                }
            }
        });
    }
}
