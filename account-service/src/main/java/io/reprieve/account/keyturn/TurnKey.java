package io.reprieve.account.keyturn;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.account.DatabaseClock;
import io.reprieve.account.Sql;
import io.reprieve.account.fence.Fence;
import io.reprieve.account.fence.Fences;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.edge.RequestDigest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Checks one person's act from their own token and writes it down. */
@ApplicationScoped
public class TurnKey {
    /** A key turn on record; {@code fresh} when this call put it there. */
    public record Turned(KeyTurn keyTurn, boolean fresh) {}

    private final Accounts accounts;
    private final KeyTurns keyTurns;
    private final Fences fences;
    private final Timeline timeline;
    private final DatabaseClock clock;
    private final KeyTurnConfig config;

    TurnKey(
            Accounts accounts,
            KeyTurns keyTurns,
            Fences fences,
            Timeline timeline,
            DatabaseClock clock,
            KeyTurnConfig config) {
        this.accounts = accounts;
        this.keyTurns = keyTurns;
        this.fences = fences;
        this.timeline = timeline;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Turns the key.
     *
     * @throws Problem as {@link KeyTurnRules}; 409 {@code request-missing, purge-stopped, account-purged, already-fenced}; 412
     *     {@code epoch-moved, evidence-mismatch}; 422 {@code digest-mismatch}
     */
    public Turned turn(String accountId, KeyTurnResource.Act act, Presented who, Actor actor) {
        Ids.require("acc", accountId);
        Ids.require("prg", act.purgeRequestId());
        try {
            KeyTurnRules.mayTurn(act.turn(), who, clock.now(), config.signInFreshness());
            return QuarkusTransaction.requiringNew().call(() -> decide(accountId, act, who, actor));
        } catch (Problem refused) {
            if (refused.status() == 403) {
                timeline.refused(Happening.of(
                                "access.refused",
                                accountId,
                                actor,
                                Map.of("act", "key-turn", "turn", act.turn().name(), "code", refused.code()))
                        .inPurge(act.purgeRequestId()));
            }
            throw refused;
        }
    }

    private Turned decide(String accountId, KeyTurnResource.Act act, Presented who, Actor actor) {
        var account = accounts.lock(accountId);
        var turned = keyTurns.of(act.purgeRequestId());
        if (turned.stream().anyMatch(turn -> !turn.accountId().equals(accountId))) {
            throw conflict("already-fenced", "This purge is about another account.");
        }
        if (act.turn() == Turn.APPROVAL) {
            KeyTurnRules.isAnother(who, turned);
        }
        var same = keyTurns.same(act.purgeRequestId(), act.turn(), who.holder(), act.digest());
        if (same.isPresent()) {
            return new Turned(same.get(), false);
        }
        if (fences.stopped(act.purgeRequestId())) {
            throw conflict("purge-stopped", "This purge was stopped; its keys turn no more.");
        }
        var fence = fences.find(act.purgeRequestId());
        requireWaiting(account, fence.filter(Fence::stands).isPresent());
        var checked = act.turn() == Turn.REQUEST
                ? request(account, act, who)
                : approval(
                        account, act, who, turned, fence.filter(Fence::stands).orElse(null));
        var recorded = write(checked);
        timeline.note(
                happening(recorded.turn() == Turn.REQUEST ? "purge.requested" : "purge.approved", recorded, actor));
        timeline.announce(happening("key-turn.recorded", recorded, actor));
        return new Turned(recorded, true);
    }

    private static void requireWaiting(Account account, boolean fencedByThis) {
        if (account.status() == AccountStatus.PURGED) {
            throw conflict("account-purged", "The account is purged already.");
        }
        if (account.status() == AccountStatus.PENDING_PURGE && !fencedByThis) {
            throw conflict("already-fenced", "Another purge has fenced the account.");
        }
    }

    private static KeyTurn request(Account account, KeyTurnResource.Act act, Presented who) {
        if (act.kind() == null || act.reason() == null || act.epoch() == null) {
            throw Problem.of(
                    422, "digest-mismatch", "The request is not whole", "A request names kind, reason, epoch.");
        }
        if (!RequestDigest.of(account.id(), act.epoch(), act.kind(), act.reason())
                .equals(act.digest())) {
            throw Problem.of(
                    422,
                    "digest-mismatch",
                    "Not what was signed for",
                    "The digest is not of this account and request.");
        }
        if (act.epoch() != account.epoch()) {
            throw epochMoved(account, act.epoch());
        }
        return keyTurn(account, act, who, act.epoch(), act.kind(), act.reason(), null);
    }

    private static KeyTurn approval(
            Account account, KeyTurnResource.Act act, Presented who, List<KeyTurn> turned, Fence fence) {
        if (act.evidence() == null) {
            throw Problem.of(422, "digest-mismatch", "No evidence", "An approval repeats the evidence it approves.");
        }
        var evidence = Evidence.parse(act.evidence());
        if (!evidence.digest().equals(act.digest()) || !evidence.accountId().equals(account.id())) {
            throw Problem.of(
                    412, "evidence-mismatch", "Not what was seen", "The digest is not of this evidence and account.");
        }
        if (evidence.epoch() != account.epoch() && (fence == null || !fence.covers(evidence.epoch()))) {
            throw epochMoved(account, evidence.epoch());
        }
        turned.stream()
                .filter(turn -> turn.turn() == Turn.REQUEST
                        && turn.digest().equals(evidence.requestDigest())
                        && turn.kind().equals(evidence.kind()))
                .findFirst()
                .orElseThrow(() -> conflict("request-missing", "The request this evidence is for was not keyed here."));
        return keyTurn(account, act, who, evidence.epoch(), evidence.kind(), null, act.evidence());
    }

    private static KeyTurn keyTurn(
            Account account,
            KeyTurnResource.Act act,
            Presented who,
            long epoch,
            String kind,
            String reason,
            String evidence) {
        return new KeyTurn(
                Ids.next("ktn"),
                act.purgeRequestId(),
                account.id(),
                act.turn(),
                who.holder(),
                who.serviceAccount() ? Actor.SERVICE : Actor.PERSON,
                who.subject(),
                who.clientId(),
                who.tokenRoles().stream().sorted().toList(),
                act.digest(),
                epoch,
                kind,
                reason,
                evidence,
                null);
    }

    private KeyTurn write(KeyTurn turn) {
        try {
            return keyTurns.add(turn);
        } catch (Sql.SqlFailure e) {
            if (e.isForeignKey()) {
                throw KeyTurnRules.refusal("same-person", "This person turned the other key of this purge.");
            }
            throw e;
        }
    }

    private static Happening happening(String type, KeyTurn turn, Actor actor) {
        var happening = Happening.of(
                        type,
                        turn.accountId(),
                        actor,
                        Map.of(
                                "keyTurnId", turn.id(),
                                "turn", turn.turn().name(),
                                "kind", turn.kind(),
                                "digest", turn.digest(),
                                "epoch", turn.epoch()))
                .inPurge(turn.purgeRequestId());
        if (turn.evidence() != null) {
            return happening.withBackup(Evidence.parse(turn.evidence()).backupId());
        }
        return happening.because(turn.reason());
    }

    private static Problem epochMoved(Account account, long decided) {
        return Problem.of(
                        412,
                        "epoch-moved",
                        "The account has changed hands",
                        "It is at epoch " + account.epoch() + ", not " + decided + "; decide anew.")
                .with("epoch", account.epoch());
    }

    private static Problem conflict(String code, String detail) {
        return Problem.of(409, code, "The key does not turn", detail);
    }
}
