package io.reprieve.audit.own;

import io.reprieve.edge.Ids;
import io.reprieve.edge.refusal.RefusalLog;
import io.reprieve.edge.refusal.RefusalSummary;
import io.reprieve.edge.refusal.RefusedCall;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Calls that this service refused, in its own log. */
@ApplicationScoped
class OwnRefusals implements RefusalLog {
    private final OwnEvents events;

    OwnRefusals(OwnEvents events) {
        this.events = events;
    }

    @Override
    public void refused(RefusalSummary summary) {
        RefusedCall call = summary.call();
        String id = Ids.next("evt");
        events.queue(new OwnEvent(
                id,
                OwnEvents.REFUSED,
                "refusal:" + id.substring("evt_".length()),
                summary.last(),
                summary.accountId(),
                call.actor().id(),
                call.actor().clientId(),
                call.rule(),
                Map.of(
                        "rule", call.rule(),
                        "call", call.call(),
                        "count", summary.count(),
                        "first", summary.first().toString(),
                        "last", summary.last().toString())));
    }
}
