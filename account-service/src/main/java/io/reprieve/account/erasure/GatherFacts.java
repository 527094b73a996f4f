package io.reprieve.account.erasure;

import io.reprieve.account.DatabaseClock;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.account.fence.RaiseFence;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.keyturn.KeyTurns;
import io.reprieve.account.registry.Account;
import io.reprieve.account.sweep.SweepConfig;
import io.reprieve.account.tombstone.Tombstones;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.ProfileNow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads everything an erasure is decided by: own record, own clock, the product and Keycloak as they are now. */
@ApplicationScoped
class GatherFacts {
    private final DatabaseClock clock;
    private final Fences fences;
    private final KeyTurns keyTurns;
    private final Tombstones tombstones;
    private final EffectiveRoles effectiveRoles;
    private final Product product;
    private final ReadPapers readPapers;
    private final ErasureConfig config;
    private final SweepConfig sweep;

    GatherFacts(
            DatabaseClock clock,
            Fences fences,
            KeyTurns keyTurns,
            Tombstones tombstones,
            EffectiveRoles effectiveRoles,
            Product product,
            ReadPapers readPapers,
            ErasureConfig config,
            SweepConfig sweep) {
        this.clock = clock;
        this.fences = fences;
        this.keyTurns = keyTurns;
        this.tombstones = tombstones;
        this.effectiveRoles = effectiveRoles;
        this.product = product;
        this.readPapers = readPapers;
        this.config = config;
        this.sweep = sweep;
    }

    /** The facts; the caller holds the account's lock. */
    Facts about(Account account, Papers papers) {
        var warrant = papers.warrant();
        var engine = product.engine();
        var turned = keyTurns.of(warrant.purgeRequestId());
        var check = engine.check();
        return new Facts(
                clock.now(),
                warrant,
                papers.receipt(),
                new Facts.AccountNow(
                        account.id(),
                        account.accountKey(),
                        account.status(),
                        account.epoch(),
                        account.legalHold().isPresent(),
                        account.lastSignOfLifeAt().orElse(null)),
                spent(warrant.purgeRequestId()),
                fences.stopped(warrant.purgeRequestId()),
                fences.find(warrant.purgeRequestId()).orElse(null),
                probe(account),
                turned,
                roles(turned),
                check.dataMapDigest(),
                check.passes(),
                AccountObjects.versionsDigest(papers.objects()),
                AccountObjects.versionsDigest(engine.liveObjects(account.accountKey())),
                engine.objectsInTheWay(account.accountKey(), clock.now().plus(sweep.grace())),
                config.coolingOff(),
                config.retention(),
                !ProfileNow.isLocalOrTest(),
                readPapers.proves(warrant.auditProof()));
    }

    private boolean spent(String purgeRequestId) {
        return tombstones.find(purgeRequestId).isPresent()
                || product.engine().ledger().find(purgeRequestId).isPresent();
    }

    private Fence.Outcome probe(Account account) {
        return RaiseFence.probe(product.engine().probe(account.accountKey())).outcome();
    }

    private Map<String, EffectiveRoles.Answer> roles(List<KeyTurn> turned) {
        Map<String, EffectiveRoles.Answer> answers = new HashMap<>();
        for (var turn : turned) {
            answers.computeIfAbsent(turn.subject(), effectiveRoles::of);
        }
        return answers;
    }
}
