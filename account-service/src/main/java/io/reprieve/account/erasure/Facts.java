package io.reprieve.account.erasure;

import io.reprieve.account.fence.Fence;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.keyturn.Turn;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything an erasure is decided by, read before it is decided.
 *
 * @param now by our own database's clock
 * @param account the account as our registry has it, under lock
 * @param spent whether this purge erased already
 * @param stopped whether this purge was stopped
 * @param fence the fence of this purge; null when it has none
 * @param probeNow what the probe shows now
 * @param turned every key turned for this purge, from our own record
 * @param rolesNow what Keycloak says of each of them, by subject
 * @param dataMapDigest of the data map in use
 * @param dataMapPasses whether it accounts for everything the catalog holds
 * @param plannedObjects digest of the pairs handed in
 * @param liveObjects digest of the pairs that lie in the bucket
 * @param objectsInTheWay what the sweep could not delete once it is due, or would delete of somebody else
 * @param lockMustBeEnforced false in the local profile alone
 * @param actLogged whether the log signed for the entry that announces this act
 */
record Facts(
        Instant now,
        Warrant warrant,
        Receipt receipt,
        AccountNow account,
        boolean spent,
        boolean stopped,
        Fence fence,
        Fence.Outcome probeNow,
        List<KeyTurn> turned,
        Map<String, EffectiveRoles.Answer> rolesNow,
        String dataMapDigest,
        boolean dataMapPasses,
        String plannedObjects,
        String liveObjects,
        List<Finding> objectsInTheWay,
        Duration coolingOff,
        Duration retention,
        boolean lockMustBeEnforced,
        boolean actLogged) {
    /** What of the account counts. {@code lastSignOfLifeAt} is null when there was none. */
    record AccountNow(
            String id, String accountKey, AccountStatus status, long epoch, boolean held, Instant lastSignOfLifeAt) {}

    Evidence evidence() {
        return warrant.evidence();
    }

    /** The request key the warrant relies on. */
    Optional<KeyTurn> request() {
        return relied(Turn.REQUEST)
                .filter(turn -> turn.digest().equals(warrant.requestDigest())
                        && turn.kind().equals(warrant.kind()))
                .findFirst();
    }

    /** The approvals it relies on, of exactly this evidence. */
    List<KeyTurn> approvals() {
        return relied(Turn.APPROVAL)
                .filter(turn -> turn.digest().equals(evidence().digest())
                        && turn.evidence().equals(evidence().canonical()))
                .toList();
    }

    private Stream<KeyTurn> relied(Turn turn) {
        return turned.stream()
                .filter(recorded -> recorded.turn() == turn
                        && recorded.accountId().equals(account.id())
                        && warrant.keyTurnIds().contains(recorded.id()));
    }

    /** As many as the approvers themselves saw to be needed; and for a service's request never fewer than two. */
    int approversNeeded() {
        return Math.max(
                evidence().approvers(),
                request().map(turn -> turn.byPerson() ? 1 : 2).orElse(1));
    }

    /** Those whose keys count, each once. */
    List<KeyTurn> holders() {
        return Stream.concat(request().stream(), approvals().stream()).toList();
    }

    Instant lastApproval() {
        return approvals().stream()
                .map(KeyTurn::at)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** When the wait is over: a full cooling-off after the fence held and the last key turned, whichever came later. */
    Instant coolAt() {
        var from = fence.since().isAfter(lastApproval()) ? fence.since() : lastApproval();
        return from.plus(coolingOff);
    }
}
