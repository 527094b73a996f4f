package io.reprieve.purge.request;

import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.edge.RequestDigest;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.account.KeyTurn;
import io.reprieve.purge.approval.FourEyes;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.budget.Budget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.DatabaseFailure;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.execution.PurgeTasks;
import io.reprieve.purge.facts.GatherFacts;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.GuardReport;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.Action;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.List;

/**
 * Opens the case of one purge: names are checked, guards run, and the requester's own token turns the request key in
 * account-service's record before anything is stored here.
 */
@ApplicationScoped
public class RequestPurge {
    private static final Keys NONE = new Keys(List.of(), List.of());

    private final FourEyes fourEyes;
    private final Freeze freeze;
    private final Budget budget;
    private final AccountClient accounts;
    private final GatherFacts facts;
    private final PolicyInForce policy;
    private final Database database;
    private final PurgeStore store;
    private final EvidenceStore evidence;
    private final RequestTurnStore turns;
    private final TransitionPurge transition;
    private final PurgeTasks tasks;

    RequestPurge(
            FourEyes fourEyes,
            Freeze freeze,
            Budget budget,
            AccountClient accounts,
            GatherFacts facts,
            PolicyInForce policy,
            Database database,
            PurgeStore store,
            EvidenceStore evidence,
            RequestTurnStore turns,
            TransitionPurge transition,
            PurgeTasks tasks) {
        this.fourEyes = fourEyes;
        this.freeze = freeze;
        this.budget = budget;
        this.accounts = accounts;
        this.facts = facts;
        this.policy = policy;
        this.database = database;
        this.store = store;
        this.evidence = evidence;
        this.turns = turns;
        this.transition = transition;
        this.tasks = tasks;
    }

    /** @param survivorAccountId null unless named */
    public record Order(
            String accountId,
            PurgeKind kind,
            String reason,
            String ticket,
            String confirmName,
            String survivorAccountId) {}

    /** @return the new request's id; it may be blocked already */
    public String request(Order order, Hand hand, Actor actor, String token) {
        fourEyes.mayRequest(hand, NONE);
        if (freeze.isOn()) {
            throw new Frozen();
        }
        budget.requireKey(hand.requesterId());
        AccountView account = accounts.find(order.accountId()).orElseThrow(() -> Problem.of(
                        422, "account-unknown", "Unknown account", "No account has this id. Nothing was stored.")
                .error("accountId", "unknown"));
        requireName(order.confirmName(), account.name());
        String id = Ids.next("prg");
        PurgeFacts found = facts.beforeBackup(
                new PurgeFacts.Asked(id, account.id(), order.kind(), order.survivorAccountId(), database.now()),
                account,
                hand.requesterId());
        GuardReport report = GuardReport.over(found);
        if (report.blocks()) {
            database.inTransaction(() -> {
                budget.takeKey(hand.requesterId());
                insert(id, order, hand, account, false, 1);
                transition.begun(id, Cause.by(actor, "purge.requested", order.reason()));
                evidence.put(id, 1, PurgeEvidence.blocked(report, known(found.holdings())));
                transition.move(
                        id,
                        Exit.block(),
                        Cause.self("purge.blocked", report.reasons()).with("guards", report.results()));
            });
            return id;
        }
        String digest =
                RequestDigest.of(account.id(), account.epoch(), order.kind().name(), order.reason());
        KeyTurn turn = HandedOn.refusalsOf(() -> accounts.turnRequest(
                token, account.id(), id, digest, order.kind().name(), order.reason(), account.epoch()));
        store(id, order, hand, actor, account, approvers(found, hand), digest, turn);
        return id;
    }

    private void store(
            String id,
            Order order,
            Hand hand,
            Actor actor,
            AccountView account,
            int quorum,
            String digest,
            KeyTurn turn) {
        try {
            database.inTransaction(() -> {
                budget.takeKey(hand.requesterId());
                insert(id, order, hand, account, true, quorum);
                turns.put(
                        id,
                        new RequestTurnStore.RequestTurn(
                                1,
                                hand.requesterId(),
                                hand.subject(),
                                hand.client(),
                                hand.serviceAccount(),
                                account.epoch(),
                                digest,
                                turn.id(),
                                null));
                transition.begun(
                        id,
                        Cause.by(actor, "purge.requested", order.reason())
                                .with("ticket", order.ticket())
                                .with("epoch", account.epoch())
                                .with("requestDigest", digest)
                                .with("keyTurnId", turn.id()));
                tasks.begin(id);
            });
        } catch (DatabaseFailure e) {
            if (e.isUniqueViolation()) {
                throw inProgress(account.id());
            }
            throw e;
        }
    }

    private Problem inProgress(String accountId) {
        List<String> open = store.liveBeside(accountId, "");
        Problem problem = Problem.of(
                409,
                "purge-in-progress",
                "Another purge is open",
                "Another request for this account was faster: see purgeRequestIds. It can be stopped by a reprieve.");
        return problem.with("purgeRequestIds", open)
                .allowedActions(open.isEmpty() ? List.of() : List.of(Action.REPRIEVE.wire()));
    }

    private void insert(String id, Order order, Hand hand, AccountView account, boolean keyTurned, int quorum) {
        store.insert(new PurgeStore.NewPurge(
                id,
                new PurgeRequest.Subject(account.id(), account.name(), account.accountKey(), order.survivorAccountId()),
                new PurgeRequest.Ask(
                        order.kind(),
                        order.reason(),
                        order.ticket(),
                        new PurgeRequest.Requester(
                                hand.requesterId(), hand.subject(), hand.client(), hand.serviceAccount()),
                        account.epoch()),
                keyTurned,
                quorum));
    }

    /** Until there is evidence; from then on it is the evidence's. */
    private int approvers(PurgeFacts found, Hand hand) {
        Holdings holdings = known(found.holdings());
        return policy.now()
                .quorum()
                .of(new Policy.Subject(
                        holdings == null ? null : new Policy.Size(holdings.rows(), holdings.objects()),
                        found.recentlyActive(),
                        hand.serviceAccount()));
    }

    private static void requireName(String typed, String name) {
        if (!nfc(typed).equals(nfc(name))) {
            throw Problem.of(
                            422,
                            "name-mismatch",
                            "That is not the account's name",
                            "Type the name of the account to be purged exactly as it stands. Nothing was stored.")
                    .error("confirmName", "is not the account's name");
        }
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    private static Holdings known(Fact<Holdings> fact) {
        return fact instanceof Fact.Known<Holdings> known ? known.value() : null;
    }
}
