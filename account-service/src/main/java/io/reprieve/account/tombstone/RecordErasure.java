package io.reprieve.account.tombstone;

import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.account.registry.Account;
import io.reprieve.account.sweep.Sweeps;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.edge.Ids;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/**
 * Takes an erasure over from the product's ledger row: tombstone, registry, timeline, audit event and sweep, in one
 * transaction. The row alone is enough, whoever committed it and however long ago.
 */
@ApplicationScoped
public class RecordErasure {
    private final Tombstones tombstones;
    private final Fences fences;
    private final Sweeps sweeps;
    private final Timeline timeline;
    private final Outbox outbox;

    RecordErasure(Tombstones tombstones, Fences fences, Sweeps sweeps, Timeline timeline, Outbox outbox) {
        this.tombstones = tombstones;
        this.fences = fences;
        this.sweeps = sweeps;
        this.timeline = timeline;
        this.outbox = outbox;
    }

    /** The tombstone; the caller holds the account's lock. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Tombstone record(Account account, LedgerRow row) {
        var known = tombstones.find(row.purgeRequestId());
        if (known.isPresent()) {
            return known.get();
        }
        var event = ErasureEvent.read(row.event());
        var queued = outbox.adopt(row.event());
        var tombstone = new Tombstone(
                Ids.next("tmb"),
                account.id(),
                row.purgeRequestId(),
                row.id(),
                row.epoch(),
                row.at(),
                row.rows(),
                event.objects(),
                event.contentDigest(),
                event.backupId(),
                queued.id());
        tombstones.add(tombstone);
        account.purged();
        fences.end(row.purgeRequestId(), Fence.End.ERASED, "erased");
        sweeps.plan(tombstone, row.accountKey(), account.epoch());
        timeline.note(Happening.of(
                        ErasureEvent.TYPE,
                        account.id(),
                        event.actor(),
                        Map.of(
                                "tombstoneId", tombstone.id(),
                                "kind", event.kind(),
                                "rows", tombstone.rows(),
                                "objects", tombstone.objects(),
                                "digest", tombstone.digest(),
                                "epoch", account.epoch(),
                                "requestedBy", event.requestedBy(),
                                "approvedBy", event.approvedBy(),
                                "warrantId", event.warrantId(),
                                "eventId", tombstone.eventId()))
                .inPurge(row.purgeRequestId())
                .withBackup(tombstone.backupId()));
        return tombstone;
    }
}
