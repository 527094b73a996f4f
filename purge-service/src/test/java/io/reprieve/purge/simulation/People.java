package io.reprieve.purge.simulation;

import io.reprieve.edge.Problem;
import io.reprieve.purge.approval.ApprovePurge;
import io.reprieve.purge.approval.DenyPurge;
import io.reprieve.purge.approval.KeyRefused;
import io.reprieve.purge.approval.RolesUnknown;
import io.reprieve.purge.budget.BudgetSpent;
import io.reprieve.purge.database.DatabaseFailure;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.MovedMeanwhile;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.ReleasePurge;
import io.reprieve.purge.request.ReprievePurge;
import io.reprieve.purge.request.RequestPurge;

/** What people do, and what happens to the account meanwhile; everybody at any time, with right and without. */
final class People {
    private static final Cast[] CAST = Cast.values();

    private final Suite suite;
    private final World world;
    private final Chaos chaos;
    private PurgeRequest seenEarlier;

    People(Suite suite, World world) {
        this.suite = suite;
        this.world = world;
        this.chaos = world.chaos;
    }

    private <T> T the(Class<T> useCase) {
        return suite.wiring.get(useCase);
    }

    /** One of them does something; what is refused to them is refused, and that is that. */
    void act() {
        String purge = newest();
        int dice = chaos.random.nextInt(100);
        try {
            if (purge == null || isOver(purge)) {
                if (!world.registry.status.equals("PURGED") || chaos.oneIn(20)) {
                    request();
                }
            } else if (dice < 60) {
                approve(purge);
            } else if (dice < 62) {
                deny(purge);
            } else if (dice < 64) {
                reprieve(purge);
            } else if (dice < 90) {
                release(purge);
            } else {
                toggleFreeze();
            }
        } catch (Problem
                | KeyRefused
                | RolesUnknown
                | IllegalMove
                | MovedMeanwhile
                | Frozen
                | BudgetSpent
                | DatabaseFailure
                | Neighbour.Silent
                | Neighbour.Refused e) {
            chaos.tell("refused: " + e.getMessage());
        } catch (Crash e) {
            chaos.tell("the replica that served them died");
        }
    }

    private boolean isOver(String purge) {
        return Simulation.isEnd(world.ledger.all().get(purge).state.name()) ? !chaos.oneIn(20) : chaos.oneIn(40);
    }

    /** The one that is under way, or else the last; null before there is any. */
    String newest() {
        String last = null;
        for (CaseFile file : world.ledger.all().values()) {
            last = file.asked.id();
            if (file.state.name().isLive()) {
                return last;
            }
        }
        return last;
    }

    private Cast anybody(String role) {
        Cast picked = CAST[chaos.random.nextInt(CAST.length)];
        if (chaos.oneIn(3)) {
            return picked;
        }
        return role.equals("purge-requester")
                ? (chaos.random.nextBoolean() ? Cast.REQUESTER : Cast.REQUESTER_2)
                : (chaos.random.nextBoolean() ? Cast.APPROVER : Cast.APPROVER_2);
    }

    private void request() {
        Cast who = anybody("purge-requester");
        boolean duplicate = chaos.oneIn(3);
        chaos.tell(who + " requests" + (duplicate ? ", as a duplicate" : ""));
        the(RequestPurge.class)
                .request(
                        new RequestPurge.Order(
                                SimulatedRegistry.ACCOUNT,
                                duplicate ? PurgeKind.DUPLICATE_CLEANUP : PurgeKind.CUSTOMER_REQUEST,
                                "asked for",
                                "T-1",
                                SimulatedRegistry.NAME,
                                duplicate ? Survivor.ID : null),
                        who.hand(chaos.databaseTime(), "purge-requester"),
                        who.actor(),
                        who.token());
    }

    private void approve(String purgeId) {
        PurgeRequest now = the(PurgeStore.class).find(purgeId).orElseThrow();
        PurgeRequest seen =
                seenEarlier != null && seenEarlier.id().equals(purgeId) && chaos.oneIn(10) ? seenEarlier : now;
        seenEarlier = now;
        String digest = the(EvidenceStore.class)
                .current(purgeId)
                .filter(evidence -> evidence.bound() != null)
                .map(evidence -> evidence.bound().digest())
                .orElse("none");
        Cast who = anybody("purge-approver");
        chaos.tell(who + " approves " + purgeId + ", " + now.state().name());
        the(ApprovePurge.class)
                .approve(
                        now,
                        new ApprovePurge.Approval("\"" + seen.etag() + "\"", digest, "seen"),
                        who.hand(chaos.databaseTime(), "purge-approver"),
                        who.actor(),
                        who.token());
        chaos.tell("approved");
    }

    private void deny(String purgeId) {
        chaos.tell("somebody denies " + purgeId);
        the(DenyPurge.class).deny(purgeId, Cast.APPROVER_3.actor(), "no");
    }

    private void reprieve(String purgeId) {
        chaos.tell("somebody reprieves " + purgeId);
        if (the(ReprievePurge.class).reprieve(purgeId, Cast.NOBODY.actor(), "stop")) {
            world.oracle.reprieved.add(purgeId);
            chaos.tell("reprieved");
        }
    }

    private void release(String purgeId) {
        CaseFile file = world.ledger.all().get(purgeId);
        if (file.state.name() == StateName.HELD || chaos.oneIn(20)) {
            Cast who = anybody("purge-requester");
            chaos.tell(who + " releases " + purgeId);
            the(ReleasePurge.class)
                    .release(
                            the(PurgeStore.class).find(purgeId).orElseThrow(),
                            who.hand(chaos.databaseTime(), "purge-requester"),
                            who.actor(),
                            who.token(),
                            "go on");
            chaos.tell("released");
        }
    }

    private void toggleFreeze() {
        if (world.ledger.frozen()) {
            world.ledger.thaw();
        } else if (chaos.oneIn(3)) {
            world.ledger.freeze();
        }
        chaos.tell("freeze: " + world.ledger.frozen());
    }
}
