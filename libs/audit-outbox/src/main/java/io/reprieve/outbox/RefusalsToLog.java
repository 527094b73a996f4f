package io.reprieve.outbox;

import io.quarkus.arc.DefaultBean;
import io.reprieve.edge.refusal.RefusalLog;
import io.reprieve.edge.refusal.RefusalSummary;
import io.reprieve.edge.refusal.RefusedCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refused calls as events {@code access.refused}, of what they were about, or of the service when of nothing it knows. */
@DefaultBean
@ApplicationScoped
class RefusalsToLog implements RefusalLog {
    private final Outbox outbox;
    private final String service;

    RefusalsToLog(Outbox outbox, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.outbox = outbox;
        this.service = service;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void refused(RefusalSummary summary) {
        RefusedCall call = summary.call();
        String subject = call.subject();
        outbox.append(EventDraft.of("access.refused", subject.isEmpty() ? "access:" + service : subject)
                .account(summary.accountId())
                .correlation(subject.startsWith("prg_") ? subject : null)
                .by(new EventActor(
                        call.actor().id(), call.actor().kind(), call.actor().clientId()))
                .failed()
                .reason(call.rule())
                .with("rule", call.rule())
                .with("call", call.call())
                .with("count", summary.count())
                .with("first", summary.first())
                .with("last", summary.last()));
    }
}
