package io.reprieve.account.registry;

import io.reprieve.account.DatabaseClock;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Writes down that an account showed life. */
@ApplicationScoped
public class ReportSignOfLife {
    private final Accounts accounts;
    private final Timeline timeline;
    private final DatabaseClock clock;

    ReportSignOfLife(Accounts accounts, Timeline timeline, DatabaseClock clock) {
        this.accounts = accounts;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** The account, seen alive now. */
    @Transactional
    public Account report(String accountId, SignsOfLifeResource.Sign sign, Actor actor) {
        var account = accounts.lock(accountId);
        account.sawLife(clock.now());
        var happening = Happening.of("account.sign-of-life", accountId, actor, Map.of("kind", sign.kind()));
        timeline.record(sign.note() == null ? happening : happening.because(sign.note()));
        accounts.flush();
        return account;
    }
}
