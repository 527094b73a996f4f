package io.reprieve.account.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reprieve.account.fence.Fence;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.keyturn.Turn;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PointOfNoReturnTest {
    @Test
    void when_everything_holds_it_passes() {
        assertThatCode(() -> PointOfNoReturn.check(new Case().facts())).doesNotThrowAnyException();
    }

    @Test
    void a_warrant_is_spent_once() {
        refused("warrant-spent", 409, aCase -> aCase.spent = true);
    }

    @Test
    void a_stopped_purge_stays_stopped() {
        refused("purge-stopped", 409, aCase -> aCase.stopped = true);
    }

    @Test
    void papers_of_another_account_erase_nothing() {
        refused("account-mismatch", 403, aCase -> aCase.accountId = "acc_other");
        refused("account-mismatch", 403, aCase -> aCase.accountKey = "8");
        refused("account-mismatch", 403, aCase -> aCase.receiptKey = "8");
    }

    @Test
    void a_warrant_goes_with_the_receipt_it_names() {
        refused("receipt-mismatch", 403, aCase -> aCase.receiptSha = "other");
        refused("receipt-mismatch", 403, aCase -> aCase.receiptContent = "other");
    }

    @Test
    void the_evidence_approved_is_of_this_backup_and_request() {
        refused("evidence-mismatch", 412, aCase -> aCase.evidenceBackup = "bkp_other");
        refused("evidence-mismatch", 412, aCase -> aCase.evidenceRequest = "other");
        refused("evidence-mismatch", 412, aCase -> aCase.evidenceKind = "LEGAL_ERASURE");
    }

    @Test
    void an_account_that_changed_hands_is_left_alone() {
        refused("epoch-moved", 412, aCase -> aCase.epoch = 3);
        refused("epoch-moved", 412, aCase -> aCase.receiptEpoch = 7);
        refused("epoch-moved", 412, aCase -> aCase.evidenceEpoch = 7);
        refused("epoch-moved", 412, aCase -> aCase.requestEpoch = 7);
    }

    @Test
    void only_an_account_fenced_by_this_very_purge_is_erased() {
        refused("not-fenced", 409, aCase -> aCase.status = AccountStatus.ACTIVE);
        refused("not-fenced", 409, aCase -> aCase.fenced = false);
        refused("not-fenced", 409, aCase -> aCase.fenceEnd = Fence.End.LIFTED);
    }

    @Test
    void a_fence_that_proves_nothing_is_no_fence_while_none_declared_is_known() {
        refused("fence-not-proved", 409, aCase -> aCase.probeThen = Fence.Outcome.NOT_PROVED);
        refused("fence-not-proved", 409, aCase -> aCase.probeNow = Fence.Outcome.NOT_PROVED);
        var none = new Case();
        none.probeThen = Fence.Outcome.NOT_DECLARED;
        none.probeNow = Fence.Outcome.NOT_DECLARED;
        assertThatCode(() -> PointOfNoReturn.check(none.facts())).doesNotThrowAnyException();
    }

    @Test
    void both_keys_are_on_our_own_record_and_named_by_the_warrant() {
        refused("key-turn-missing", 403, aCase -> aCase.turns.remove(0));
        refused("key-turn-missing", 403, aCase -> aCase.turns.remove(1));
        refused("key-turn-missing", 403, aCase -> aCase.named = List.of("ktn_1"));
        refused("key-turn-missing", 403, aCase -> aCase.approvedDigest = "of-other-evidence");
    }

    @Test
    void as_many_approve_as_the_evidence_says_are_needed() {
        refused("key-turn-missing", 403, aCase -> aCase.evidenceApprovers = 2);
        var two = new Case();
        two.evidenceApprovers = 2;
        two.named = List.of("ktn_1", "ktn_2", "ktn_3");
        two.extra = two.approval("ktn_3", "psn_c", "sub-c");
        two.roles.put("sub-c", known("purge-approver"));
        assertThatCode(() -> PointOfNoReturn.check(two.facts())).doesNotThrowAnyException();
    }

    @Test
    void a_service_that_asked_needs_two_approvers() {
        refused("key-turn-missing", 403, aCase -> aCase.requesterKind = "service");
        var two = new Case();
        two.requesterKind = "service";
        two.named = List.of("ktn_1", "ktn_2", "ktn_3");
        two.extra = two.approval("ktn_3", "psn_c", "sub-c");
        two.roles.put("sub-c", known("purge-approver"));
        assertThatCode(() -> PointOfNoReturn.check(two.facts())).doesNotThrowAnyException();
    }

    @Test
    void one_person_never_turns_both_keys() {
        refused("same-person", 403, aCase -> aCase.approver = "psn_a");
        refused("same-person", 403, aCase -> aCase.approverSubject = "sub-a");
    }

    @Test
    void roles_are_asked_for_again_and_silence_refuses() {
        refused("roles-unknown", 409, aCase -> aCase.roles.put("sub-b", new EffectiveRoles.Unknown("timeout")));
        refused("roles-unknown", 409, aCase -> aCase.roles.remove("sub-b"));
        refused("both-roles", 403, aCase -> aCase.roles.put("sub-b", known("purge-approver", "purge-requester")));
        refused("role-lost", 403, aCase -> aCase.roles.put("sub-a", known("support")));
    }

    @Test
    void the_wait_is_full_and_starts_with_the_later_of_fence_and_last_key() {
        refused(
                "cooling-off-running",
                409,
                aCase -> aCase.now = Case.FENCED.plus(Case.COOLING_OFF).minusSeconds(1));
        refused("cooling-off-running", 409, aCase -> aCase.approvedAt = Case.NOW.minusSeconds(60));
    }

    @Test
    void a_sign_of_life_after_the_approval_stops_it_one_before_was_seen() {
        refused("sign-of-life", 409, aCase -> aCase.seen = Case.APPROVED.plusSeconds(1));
        var before = new Case();
        before.seen = Case.APPROVED.minusSeconds(1);
        assertThatCode(() -> PointOfNoReturn.check(before.facts())).doesNotThrowAnyException();
    }

    @Test
    void a_legal_hold_stops_it() {
        refused("legal-hold", 409, aCase -> aCase.held = true);
    }

    @Test
    void the_backup_outlives_the_erasure_by_the_whole_retention() {
        refused(
                "lock-too-short",
                409,
                aCase -> aCase.lockedUntil = Case.NOW.plus(Case.RETENTION).minusSeconds(1));
        refused("lock-not-enforced", 409, aCase -> aCase.lockEnforced = false);
        var local = new Case();
        local.lockEnforced = false;
        local.lockMustBeEnforced = false;
        assertThatCode(() -> PointOfNoReturn.check(local.facts())).doesNotThrowAnyException();
    }

    @Test
    void the_data_map_is_the_backups_and_accounts_for_everything() {
        refused("data-map-moved", 409, aCase -> aCase.dataMap = "other");
        refused("data-map-fails", 409, aCase -> aCase.dataMapPasses = false);
    }

    @Test
    void the_objects_are_the_backups() {
        refused("content-moved", 412, aCase -> aCase.planned = "other");
        refused("content-moved", 412, aCase -> aCase.live = "other");
    }

    @Test
    void objects_that_could_not_be_deleted_later_are_not_begun_with() {
        var locked = new Finding(Finding.Severity.ERROR, "object-locked", "accounts/1/a", "is under a legal hold");
        refused("objects-in-the-way", 409, aCase -> aCase.inTheWay = List.of(locked));
    }

    @Test
    void an_act_that_is_not_in_the_log_does_not_happen() {
        refused("act-not-logged", 403, aCase -> aCase.logged = false);
    }

    private static void refused(String code, int status, Consumer<Case> but) {
        var aCase = new Case();
        but.accept(aCase);
        var problem = catchThrowableOfType(Problem.class, () -> PointOfNoReturn.check(aCase.facts()));
        assertThat(problem).as("refused " + code).isNotNull();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.status()).isEqualTo(status);
    }

    private static EffectiveRoles.Known known(String... roles) {
        return new EffectiveRoles.Known(true, Set.of(roles), Map.of(), Set.of(), null);
    }

    /** A purge of account acc_1 (key 7) in which everything holds; a test changes what it is about. */
    private static final class Case {
        static final Instant FENCED = Instant.parse("2026-10-01T00:00:00Z");
        static final Instant APPROVED = FENCED.minusSeconds(60);
        static final Duration COOLING_OFF = Duration.ofDays(30);
        static final Duration RETENTION = Duration.ofDays(30);
        static final Instant NOW = FENCED.plus(COOLING_OFF);

        Instant now = NOW;
        boolean spent;
        boolean stopped;
        boolean held;
        boolean fenced = true;
        boolean lockEnforced = true;
        boolean lockMustBeEnforced = true;
        boolean dataMapPasses = true;
        boolean logged = true;
        String accountId = "acc_1";
        String accountKey = "7";
        String receiptKey = "7";
        String receiptSha = "receipt";
        String receiptContent = "content";
        String evidenceBackup = "bkp_1";
        String evidenceRequest = "request";
        String evidenceKind = "TEST_ACCOUNT";
        String approvedDigest;
        String requesterKind = "person";
        String approver = "psn_b";
        String approverSubject = "sub-b";
        String dataMap = "map";
        String planned = "objects";
        String live = "objects";
        List<Finding> inTheWay = List.of();
        int evidenceApprovers = 1;
        long epoch = 2;
        long receiptEpoch = 1;
        long evidenceEpoch = 1;
        long requestEpoch = 1;
        AccountStatus status = AccountStatus.PENDING_PURGE;
        Fence.End fenceEnd;
        Fence.Outcome probeThen = Fence.Outcome.HELD;
        Fence.Outcome probeNow = Fence.Outcome.HELD;
        Instant seen;
        Instant approvedAt = APPROVED;
        Instant lockedUntil = NOW.plus(RETENTION);
        List<String> named = List.of("ktn_1", "ktn_2");
        final List<Turn> turns = new ArrayList<>(List.of(Turn.REQUEST, Turn.APPROVAL));
        KeyTurn extra;
        final Map<String, EffectiveRoles.Answer> roles =
                new HashMap<>(Map.of("sub-a", known("purge-requester"), "sub-b", known("purge-approver")));

        Evidence evidence() {
            return new Evidence(
                    "acc_1",
                    evidenceApprovers,
                    evidenceBackup,
                    "content",
                    "map",
                    evidenceEpoch,
                    List.of(),
                    evidenceKind,
                    "1",
                    evidenceRequest);
        }

        KeyTurn approval(String id, String person, String subject) {
            var digest = approvedDigest == null ? evidence().digest() : approvedDigest;
            return new KeyTurn(
                    id,
                    "prg_1",
                    "acc_1",
                    Turn.APPROVAL,
                    person,
                    "person",
                    subject,
                    "reprieve-cli",
                    List.of("purge-approver"),
                    digest,
                    evidenceEpoch,
                    evidenceKind,
                    null,
                    evidence().canonical(),
                    approvedAt);
        }

        Facts facts() {
            var turned = new ArrayList<KeyTurn>();
            if (turns.contains(Turn.REQUEST)) {
                turned.add(new KeyTurn(
                        "ktn_1",
                        "prg_1",
                        "acc_1",
                        Turn.REQUEST,
                        "psn_a",
                        requesterKind,
                        "sub-a",
                        "reprieve-cli",
                        List.of("purge-requester"),
                        "request",
                        requestEpoch,
                        "TEST_ACCOUNT",
                        "no longer used",
                        null,
                        APPROVED.minusSeconds(60)));
            }
            if (turns.contains(Turn.APPROVAL)) {
                turned.add(approval("ktn_2", approver, approverSubject));
            }
            if (extra != null) {
                turned.add(extra);
            }
            if (!roles.containsKey(approverSubject) && approverSubject.equals("sub-a")) {
                roles.put(approverSubject, known("purge-approver"));
            }
            var warrant = new Warrant(
                    "wrt_1",
                    "prg_1",
                    "acc_1",
                    "7",
                    2,
                    "TEST_ACCOUNT",
                    "content",
                    "receipt",
                    evidence(),
                    "request",
                    named,
                    new Warrant.AuditProof("evt_1", 0, 1, "checkpoint"));
            var receipt = new Receipt(
                    receiptSha,
                    "bkp_1",
                    "acc_1",
                    receiptKey,
                    receiptEpoch,
                    receiptContent,
                    "objects",
                    List.of(),
                    0,
                    "map",
                    lockedUntil,
                    lockEnforced);
            var fence = new Fence(
                    "prg_1",
                    "acc_1",
                    1,
                    2,
                    AccountStatus.ACTIVE,
                    FENCED,
                    new Fence.Probe(probeThen, ""),
                    fenceEnd,
                    false);
            return new Facts(
                    now,
                    warrant,
                    receipt,
                    new Facts.AccountNow(accountId, accountKey, status, epoch, held, seen),
                    spent,
                    stopped,
                    fenced ? fence : null,
                    probeNow,
                    turned,
                    roles,
                    dataMap,
                    dataMapPasses,
                    planned,
                    live,
                    inTheWay,
                    COOLING_OFF,
                    RETENTION,
                    lockMustBeEnforced,
                    logged);
        }
    }
}
