package io.reprieve.backup.browse;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.spi.runtime.AuthorizationFailureEvent;
import io.reprieve.backup.take.Backup;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Caller;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.transaction.Transactional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes who was not let in to look into a backup. They are turned away before any endpoint is reached, and are not kept waiting
 * for the note.
 */
@ApplicationScoped
class RefusedLooks {

    private static final Pattern LOOKS =
            Pattern.compile("/api/v1/backups/(bkp_[0-9a-f-]{36})/(manifest|tables/.*|objects|objects/.*|comparison)");
    private static final Pattern COMPARISONS = Pattern.compile("/api/v1/(comparisons)/(cmp_[0-9a-f-]{36})(/.*)?");

    private final Outbox outbox;

    RefusedLooks(Outbox outbox) {
        this.outbox = outbox;
    }

    @Transactional
    void refused(@ObservesAsync AuthorizationFailureEvent event) {
        SecurityIdentity identity = event.getSecurityIdentity();
        if (identity == null
                || identity.isAnonymous()
                || !(event.getEventProperties().get(RoutingContext.class.getName())
                        instanceof RoutingContext request)) {
            return;
        }
        // Of a backup that there is not, nothing is noted: anybody could make up any number of those.
        Matcher look = LOOKS.matcher(request.normalizedPath());
        Matcher comparison = COMPARISONS.matcher(request.normalizedPath());
        if (look.matches() && Backup.findById(look.group(1)) instanceof Backup backup) {
            append(backup, look.group(2), Caller.actorOf(identity));
        } else if (comparison.matches()) {
            Backup.<Backup>find("id = (select c.backupId from BackupComparison c where c.id = ?1)", comparison.group(2))
                    .firstResultOptional()
                    .ifPresent(backup -> append(backup, comparison.group(1), Caller.actorOf(identity)));
        }
    }

    private void append(Backup backup, String what, Actor actor) {
        outbox.append(EventDraft.of("access.refused", backup.id)
                .account(backup.accountId)
                .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                .failed()
                .with("act", "look")
                .with("what", what));
    }
}
