package io.reprieve.purge.simulation;

import io.reprieve.outbox.AuditUnavailable;
import io.reprieve.outbox.EventDraft;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.notice.Moment;
import io.reprieve.purge.request.PurgeRequest;
import java.time.Instant;

/** One account, all services around it, and everything that happens to them under one seed. */
final class World {
    final Chaos chaos;
    final Ledger ledger;
    final SimulatedRegistry registry;
    final SimulatedVault vault;
    final Oracle oracle;

    World(long seed) {
        chaos = new Chaos(seed);
        ledger = new Ledger(chaos);
        registry = new SimulatedRegistry(chaos);
        vault = new SimulatedVault(chaos, registry);
        oracle = new Oracle(chaos, ledger, registry, vault);
        registry.watchedBy(oracle);
    }

    void append(String eventId, EventDraft event) {
        oracle.written(event);
        ledger.outbox().put(eventId, event);
    }

    /** Whether the mail server took it, as far as one can tell. */
    boolean mailed(PurgeRequest purge, Moment moment) {
        try {
            return chaos.call("mail", () -> oracle.told(purge, moment));
        } catch (Neighbour.Silent e) {
            return false;
        }
    }

    /** When the log, which holds this event from now on, signed its newest checkpoint. */
    Instant relayed(String eventId) {
        try {
            return chaos.order("audit", () -> {
                oracle.log.add(eventId);
                return chaos.truth();
            });
        } catch (Neighbour.Silent e) {
            throw new AuditUnavailable(e.getMessage());
        }
    }
}
