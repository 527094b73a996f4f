package io.reprieve.purge.simulation;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.SimulatedAccounts;
import io.reprieve.purge.approval.FourEyes;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.budget.Budget;
import io.reprieve.purge.budget.MemoryBudget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.execution.MemoryExecution;
import io.reprieve.purge.execution.RecordPurged;
import io.reprieve.purge.freeze.AutomaticFreeze;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.freeze.MemoryFreeze;
import io.reprieve.purge.notice.MemoryNotices;
import io.reprieve.purge.notice.SendNotices;
import io.reprieve.purge.outbox.MemoryOutbox;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.request.MemoryPurges;
import io.reprieve.purge.request.MemoryRecords;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Faults somebody could make; each is planted, to see that the simulation notices. */
enum Fault {
    ONE_PERSON_MAY_TURN_BOTH_KEYS("approve") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(FourEyes.class, new FourEyes(wiring.get(EffectiveRoles.class)) {
                @Override
                public Set<String> mayApprove(Hand hand, Keys keys, Instant now, Policy rules) {
                    return Set.of();
                }

                @Override
                public List<Set<String>> stillCount(Keys keys, Instant now, Policy rules) {
                    return keys.approvers().stream()
                            .map(approver -> Set.<String>of())
                            .toList();
                }
            });
        }
    },

    A_FREEZE_STOPS_NOTHING("during a freeze") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(Freeze.class, ((MemoryFreeze) wiring.get(Freeze.class)).toothless());
        }
    },

    CLOCKS_ARE_BELIEVED("the whole cooling-off passes") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(PurgeClock.class, MemoryRecords.credulousClock(wiring.get(Database.class)));
        }
    },

    HOLDS_ARE_NOT_LOGGED("audit event") {
        @Override
        Wiring into(Wiring wiring) {
            MemoryOutbox real = (MemoryOutbox) wiring.get(Outbox.class);
            return wiring.with(Outbox.class, real.forgetting("purge.held"));
        }
    },

    BUDGETS_ARE_NOT_KEPT("budget") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(Budget.class, MemoryBudget.unlimited());
        }
    },

    NOBODY_IS_TOLD("the contacts are told") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(SendNotices.class, MemoryNotices.nobodyIsTold());
        }
    },

    NOTHING_FREEZES_BY_ITSELF("stops them all") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(AutomaticFreeze.class, MemoryFreeze.notAutomatic());
        }
    },

    WHAT_MOVED_MEANWHILE_IS_NOT_NOTICED("as it was seen") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(PurgeStore.class, ((MemoryPurges) wiring.get(PurgeStore.class)).inattentive());
        }
    },

    THE_TWIN_IS_REMEMBERED("for the sake of a twin") {
        @Override
        Wiring into(Wiring wiring) {
            SimulatedAccounts real = (SimulatedAccounts) wiring.get(AccountClient.class);
            return wiring.with(
                    AccountClient.class,
                    real.remembering(
                            SimulatedRegistry.twin(Survivor.FULLER).orElseThrow(), Survivor.FULLER.holdings()));
        }
    },

    NOBODY_LOOKS_FOR_TOMBSTONES("") {
        @Override
        Wiring into(Wiring wiring) {
            return wiring.with(RecordPurged.class, MemoryExecution.blindToTombstones());
        }
    };

    private final String promise;

    Fault(String promise) {
        this.promise = promise;
    }

    abstract Wiring into(Wiring wiring);

    /** Part of the promise it breaks. */
    String promise() {
        return promise;
    }
}
