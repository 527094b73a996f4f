package io.reprieve.purge.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.edge.Evidence;
import io.reprieve.purge.guard.GuardReport;
import io.reprieve.purge.guard.GuardResult;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurgeEvidenceTest {
    private static final PurgeEvidence.Case CASE =
            new PurgeEvidence.Case("acc_1", "CUSTOMER_REQUEST", 3, "request-digest", "1", 1);
    private static final PurgeEvidence.Proof PROOF = new PurgeEvidence.Proof("bkp_1", "content", "map");

    @Test
    void what_is_only_shown_does_not_change_the_digest() {
        PurgeEvidence monday = PurgeEvidence.of(CASE, PROOF, report("locked until Monday"), holdings(1));
        PurgeEvidence tuesday = PurgeEvidence.of(CASE, PROOF, report("locked until Tuesday"), holdings(2));

        assertThat(tuesday.bound().digest()).isEqualTo(monday.bound().digest());
        assertThat(EvidenceChange.between(monday.bound(), tuesday.bound())).isEmpty();
    }

    @Test
    void everything_that_is_bound_changes_the_digest_and_is_named() {
        Evidence before =
                PurgeEvidence.of(CASE, PROOF, report("fine"), holdings(1)).bound();

        changed(
                before,
                new PurgeEvidence.Case("acc_2", "CUSTOMER_REQUEST", 3, "request-digest", "1", 1),
                PROOF,
                "account");
        changed(before, new PurgeEvidence.Case("acc_1", "TEST_ACCOUNT", 3, "request-digest", "1", 1), PROOF, "kind");
        changed(
                before,
                new PurgeEvidence.Case("acc_1", "CUSTOMER_REQUEST", 4, "request-digest", "1", 1),
                PROOF,
                "epoch");
        changed(before, new PurgeEvidence.Case("acc_1", "CUSTOMER_REQUEST", 3, "other", "1", 1), PROOF, "request");
        changed(
                before,
                new PurgeEvidence.Case("acc_1", "CUSTOMER_REQUEST", 3, "request-digest", "2", 1),
                PROOF,
                "policy");
        changed(
                before,
                new PurgeEvidence.Case("acc_1", "CUSTOMER_REQUEST", 3, "request-digest", "1", 2),
                PROOF,
                "approvers");
        changed(before, CASE, new PurgeEvidence.Proof("bkp_2", "content", "map"), "backup");
        changed(before, CASE, new PurgeEvidence.Proof("bkp_1", "moved", "map"), "content");
        changed(before, CASE, new PurgeEvidence.Proof("bkp_1", "content", "other"), "data map");
    }

    @Test
    void a_guards_outcome_is_bound_by_name() {
        Evidence before =
                PurgeEvidence.of(CASE, PROOF, report("fine"), holdings(1)).bound();
        GuardReport warned = new GuardReport(List.of(new GuardResult("legal-hold", Outcome.WARN, "fine", false)));

        Evidence now = PurgeEvidence.of(CASE, PROOF, warned, holdings(1)).bound();

        assertThat(now.digest()).isNotEqualTo(before.digest());
        assertThat(EvidenceChange.between(before, now)).containsExactly("guard legal-hold: WARN, was PASS");
    }

    @Test
    void the_canonical_form_is_read_back_to_the_same_digest() {
        Evidence evidence =
                PurgeEvidence.of(CASE, PROOF, report("fine"), holdings(1)).bound();

        assertThat(Evidence.parse(evidence.canonical()).digest()).isEqualTo(evidence.digest());
    }

    private static void changed(Evidence before, PurgeEvidence.Case about, PurgeEvidence.Proof proof, String expected) {
        Evidence now =
                PurgeEvidence.of(about, proof, report("fine"), holdings(1)).bound();
        assertThat(now.digest()).isNotEqualTo(before.digest());
        assertThat(EvidenceChange.between(before, now)).hasSize(1).allSatisfy(change -> assertThat(change)
                .startsWith(expected));
    }

    private static GuardReport report(String detail) {
        return new GuardReport(List.of(new GuardResult("legal-hold", Outcome.PASS, detail, false)));
    }

    private static Holdings holdings(long rows) {
        return new Holdings(rows, 0, 0, 0, 0, Instant.EPOCH);
    }
}
