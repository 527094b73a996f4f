package io.reprieve.outbox;

import io.reprieve.outbox.RelayStore.Queued;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;

/**
 * One pass of the relay: claim, send, mark, in one transaction of its own. A crash anywhere leaves the events unsent
 * and unclaimed; the log takes them a second time as the same. Must not run inside a JTA transaction.
 */
final class RelayRun {
    private static final int REQUEST_BYTES = 4 * 1024 * 1024;
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);
    private static final System.Logger LOG = System.getLogger(RelayRun.class.getName());

    private final DataSource dataSource;
    private final AuditLink link;
    private final int batch;

    RelayRun(DataSource dataSource, AuditLink link, int batch) {
        this.dataSource = dataSource;
        this.link = link;
        this.batch = batch;
    }

    /** Sends one batch; how many events were claimed (0: nothing to do). */
    int once() throws SQLException {
        return Transactions.in(dataSource, connection -> {
            List<Queued> claimed = RelayStore.claim(connection, batch);
            send(connection, claimed);
            return claimed.size();
        });
    }

    /** Sends this event, and what its aggregate has before it; its index in the log. */
    long upTo(String eventId) throws SQLException {
        return Transactions.in(dataSource, connection -> {
            OptionalLong before = RelayStore.indexOf(connection, eventId);
            if (before.isPresent()) {
                return before.getAsLong();
            }
            send(connection, RelayStore.claimUpTo(connection, eventId));
            return RelayStore.indexOf(connection, eventId)
                    .orElseThrow(() -> new AuditRefused(409, "the log refuses " + eventId + " or one before it"));
        });
    }

    RelayStore.Backlog backlog() throws SQLException {
        return Transactions.in(dataSource, RelayStore::backlog);
    }

    private void send(Connection connection, List<Queued> events) throws SQLException {
        Set<String> blocked = new HashSet<>();
        for (List<Queued> request : requests(events)) {
            send(connection, request, blocked);
        }
    }

    // The log refuses a request whole. Halving finds the event it will not have; that one waits, its aggregate behind
    // it, and all others go on.
    private void send(Connection connection, List<Queued> request, Set<String> blocked) throws SQLException {
        List<Queued> events =
                request.stream().filter(e -> !blocked.contains(e.subject())).toList();
        if (events.isEmpty()) {
            return;
        }
        try {
            RelayStore.sent(
                    connection,
                    events,
                    link.append(events.stream().map(Queued::bytes).toList()));
        } catch (AuditRefused e) {
            if (events.size() == 1) {
                Queued refused = events.get(0);
                LOG.log(System.Logger.Level.ERROR, "The log refuses " + refused.eventId() + ": " + e.getMessage());
                RelayStore.refused(connection, refused, e.getMessage(), REFUSED_PAUSE);
                blocked.add(refused.subject());
            } else {
                int half = events.size() / 2;
                send(connection, events.subList(0, half), blocked);
                send(connection, events.subList(half, events.size()), blocked);
            }
        }
    }

    private static List<List<Queued>> requests(List<Queued> events) {
        List<List<Queued>> requests = new ArrayList<>();
        int bytes = REQUEST_BYTES;
        for (Queued event : events) {
            bytes += event.bytes().length + 1;
            if (bytes > REQUEST_BYTES) {
                requests.add(new ArrayList<>());
                bytes = event.bytes().length + 1;
            }
            requests.get(requests.size() - 1).add(event);
        }
        return requests;
    }
}
