package io.reprieve.account.registry;

import io.reprieve.account.DatabaseClock;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Places and lifts legal holds. A hold waits for an erasure that is running; from then on it stops any other. */
@ApplicationScoped
public class PlaceLegalHold {
    private final Accounts accounts;
    private final Timeline timeline;
    private final DatabaseClock clock;

    PlaceLegalHold(Accounts accounts, Timeline timeline, DatabaseClock clock) {
        this.accounts = accounts;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** The account, held. */
    @Transactional
    public Account place(String accountId, String reason, Actor actor) {
        var account = accounts.lock(accountId);
        account.hold(new LegalHold(reason, actor.id(), clock.now()));
        timeline.record(
                Happening.of("account.hold-placed", accountId, actor, Map.of()).because(reason));
        accounts.flush();
        return account;
    }

    /** The account without a hold. */
    @Transactional
    public Account lift(String accountId, Actor actor) {
        var account = accounts.lock(accountId);
        if (account.legalHold().isPresent()) {
            account.liftHold();
            timeline.record(Happening.of("account.hold-lifted", accountId, actor, Map.of()));
            accounts.flush();
        }
        return account;
    }
}
