package io.reprieve.purge.simulation;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.SimulatedAccounts;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.approval.MemoryApprovals;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.SimulatedBackups;
import io.reprieve.purge.budget.MemoryBudget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.MemoryDatabase;
import io.reprieve.purge.execution.MemoryExecution;
import io.reprieve.purge.facts.MemoryFacts;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.MemoryFreeze;
import io.reprieve.purge.notice.MemoryNotices;
import io.reprieve.purge.outbox.MemoryOutbox;
import io.reprieve.purge.policy.FixedPolicy;
import io.reprieve.purge.policy.PolicyConfig;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.FenceProbeStore;
import io.reprieve.purge.request.HistoryStore;
import io.reprieve.purge.request.MemoryPurges;
import io.reprieve.purge.request.MemoryRecords;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.warrant.IssueWarrant;
import io.reprieve.purge.warrant.PlainWarrants;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** purge-service itself, over a world that can be changed under it. */
final class Suite {
    private World world;
    private String running;
    final Wiring wiring = new Wiring();

    Suite(PurgeConfig config, PolicyConfig policy, UnaryOperator<Wiring> faults) {
        Supplier<Ledger> ledger = () -> world.ledger;
        wiring.with(PurgeConfig.class, config)
                .with(PolicyConfig.class, policy)
                .with(PolicyInForce.class, new FixedPolicy(policy))
                .with(Database.class, new MemoryDatabase(ledger))
                .with(PurgeStore.class, new MemoryPurges(ledger))
                .with(HistoryStore.class, MemoryRecords.history(ledger))
                .with(EvidenceStore.class, MemoryRecords.evidence(ledger))
                .with(RequestTurnStore.class, MemoryRecords.turns(ledger))
                .with(ApprovalStore.class, new MemoryApprovals(ledger))
                .with(Freeze.class, new MemoryFreeze(ledger))
                .with(AccountClient.class, new SimulatedAccounts(() -> world.registry))
                .with(BackupClient.class, new SimulatedBackups(config, () -> world.vault))
                .with(FenceProbeStore.class, MemoryRecords.probes())
                .with(EffectiveRoles.class, this::roles)
                .with(
                        Outbox.class,
                        new MemoryOutbox(() -> world.ledger.nextEventId(), (id, event) -> world.append(id, event)));
        MemoryBudget.into(wiring, ledger);
        MemoryNotices.into(wiring, ledger, (purge, moment) -> world.mailed(purge, moment));
        MemoryFacts.cleanRecord(wiring);
        MemoryFacts.oneByOne(wiring);
        faults.apply(wiring);
        Consumer<String> at = id -> world.ledger.tasks().put(id, world.chaos.databaseTime());
        Consumer<String> nudge = id -> {
            if (!id.equals(running)) {
                at.accept(id);
            }
        };
        Function<String, Instant> log = event -> world.relayed(event);
        MemoryExecution.into(wiring, at, nudge, log, ledger);
        wiring.with(IssueWarrant.class, wiring.get(PlainWarrants.class));
    }

    void live(World next) {
        this.world = next;
        this.running = null;
    }

    private EffectiveRoles.Answer roles(String subject) {
        return world.chaos.silent.contains("keycloak")
                ? new EffectiveRoles.Unknown("Keycloak does not answer")
                : Cast.of(subject);
    }

    /** A replica takes the purge's task. Another may hold the same one: it was thought dead. */
    void runTask(String purgeId) {
        String before = running;
        running = purgeId;
        try {
            world.chaos.byAnother(() -> advance(purgeId));
        } catch (Crash e) {
            world.ledger.tasks().put(purgeId, world.chaos.databaseTime().plusSeconds(60));
        } finally {
            running = before;
        }
    }

    private void advance(String purgeId) {
        Duration after = MemoryExecution.advance(wiring, purgeId);
        if (after == null) {
            world.ledger.tasks().remove(purgeId);
        } else {
            world.ledger.tasks().put(purgeId, world.chaos.databaseTime().plus(after));
        }
    }

    void sweep() {
        try {
            MemoryExecution.sweep(wiring, id -> world.ledger.tasks().putIfAbsent(id, world.chaos.databaseTime()));
        } catch (Crash e) {
            world.chaos.tell("the sweep dies");
        }
    }
}
