package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static Evidence evidence(Evidence.Guard... guards) {
        return new Evidence("acc_1", 1, "bkp_1", "c0", "d0", 3, List.of(guards), "DUPLICATE_CLEANUP", "1", "r0");
    }

    private static Evidence.Guard guard(String name, String outcome) {
        return new Evidence.Guard(name, outcome);
    }

    @Test
    void it_is_written_in_one_way_whatever_the_order_of_its_guards() {
        Evidence one = evidence(guard("twin", "PASS"), guard("hold", "WARN"));
        Evidence other = evidence(guard("hold", "WARN"), guard("twin", "PASS"));
        assertThat(one.canonical())
                .isEqualTo("{\"accountId\":\"acc_1\",\"approvers\":1,\"backupId\":\"bkp_1\",\"contentDigest\":\"c0\","
                        + "\"dataMapDigest\":\"d0\",\"epoch\":3,\"guards\":[{\"name\":\"hold\",\"outcome\":\"WARN\"},"
                        + "{\"name\":\"twin\",\"outcome\":\"PASS\"}],\"kind\":\"DUPLICATE_CLEANUP\","
                        + "\"policyVersion\":\"1\",\"requestDigest\":\"r0\"}");
        assertThat(one.digest()).isEqualTo(other.digest()).isEqualTo(Sha256.hex(one.canonical()));
    }

    @Test
    void it_is_read_back_from_its_canonical_form_alone() {
        Evidence evidence = evidence(guard("hold", "PASS"));
        assertThat(Evidence.parse(evidence.canonical())).isEqualTo(evidence);
        for (String other : new String[] {
            evidence.canonical() + " ",
            evidence.canonical().replace("\"epoch\":3", "\"epoch\":3.0"),
            evidence.canonical().replace("{\"accountId\":\"acc_1\",", "{"),
            evidence.canonical().replace("\"kind\"", "\"more\":1,\"kind\""),
            evidence.canonical().replace("\"acc_1\"", "null"),
            "",
            "null",
            "[]",
            "x"
        }) {
            assertThatThrownBy(() -> Evidence.parse(other))
                    .as(other)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("evidence-malformed"));
        }
    }

    @Test
    void a_request_digest_covers_account_epoch_kind_and_reason() {
        String digest = RequestDigest.of("acc_1", 3, "TEST_ACCOUNT", "trial over");
        assertThat(digest)
                .isEqualTo(Sha256.hex(
                        "{\"accountId\":\"acc_1\",\"epoch\":3,\"kind\":\"TEST_ACCOUNT\",\"reason\":\"trial over\"}"))
                .isNotEqualTo(RequestDigest.of("acc_1", 4, "TEST_ACCOUNT", "trial over"))
                .isNotEqualTo(RequestDigest.of("acc_2", 3, "TEST_ACCOUNT", "trial over"))
                .isNotEqualTo(RequestDigest.of("acc_1", 3, "CONTRACT_END", "trial over"))
                .isNotEqualTo(RequestDigest.of("acc_1", 3, "TEST_ACCOUNT", "trial Over"));
    }
}
