package io.reprieve.purge.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules as a value: what is safe, what changed, how many have to approve. */
class PolicyTest {
    private static final Policy DEFAULT = configured(Map.of());

    @Test
    void one_approves_usually_and_two_a_large_unknown_or_used_account_or_what_a_service_asked_for() {
        assertThat(approvers(new Policy.Size(999_999, 99_999), false, false)).isEqualTo(1);
        assertThat(approvers(new Policy.Size(1_000_000, 0), false, false)).isEqualTo(2);
        assertThat(approvers(new Policy.Size(0, 100_000), false, false)).isEqualTo(2);
        assertThat(approvers(new Policy.Size(0, 0), true, false)).isEqualTo(2);
        assertThat(approvers(new Policy.Size(0, 0), false, true)).isEqualTo(2);
        assertThat(approvers(null, false, false)).isEqualTo(2);
    }

    @Test
    void there_are_never_fewer_approvers_than_groups_to_hear() {
        Policy heard = asked("{\"quorum\":{\"groups\":[\"support\",\"security\",\"legal\"]}}");

        assertThat(heard.quorum().of(new Policy.Subject(new Policy.Size(0, 0), false, false)))
                .isEqualTo(3);
    }

    @Test
    void what_is_not_named_stays_as_it_is() {
        Policy asked = asked("{\"reason\":\"x\",\"version\":\"9\",\"coolingOff\":\"P60D\",\"quorum\":{\"large\":3}}");

        assertThat(PolicyContent.changes(PolicyContent.of(DEFAULT), PolicyContent.of(asked)))
                .containsExactly("coolingOff: PT1440H, was PT720H", "quorum.large: 3, was 2");
        assertThat(PolicyContent.read("1", PolicyContent.of(asked)).quorum().large())
                .isEqualTo(3);
    }

    @Test
    void what_is_no_rule_or_not_of_its_form_is_refused() {
        for (String rules : List.of(
                "{\"coolingoff\":\"P60D\"}",
                "{\"quorum\":{\"huge\":3}}",
                "{\"quorum\":3}",
                "{\"quorum\":null}",
                "{\"coolingOff\":\"soon\"}",
                "{\"quorum\":{\"groups\":[null]}}",
                "{\"quorum\":{\"groups\":\"support\"}}")) {
            assertThatThrownBy(() -> asked(rules)).as(rules).isInstanceOfSatisfying(Problem.class, e -> assertThat(
                            e.code())
                    .isEqualTo("policy-malformed"));
        }
    }

    @Test
    void no_policy_takes_away_what_protects() {
        unsafe("coolingOff", "{\"coolingOff\":\"PT23H\"}");
        unsafe("quorum.usual", "{\"quorum\":{\"usual\":0}}");
        unsafe("quorum.large", "{\"quorum\":{\"large\":1,\"usual\":2}}");
        unsafe("quorum.service", "{\"quorum\":{\"service\":1}}");
        unsafe("quorum.groups", "{\"quorum\":{\"groups\":[\"support\",\"support\"]}}");
        unsafe("signInMaxAge", "{\"signInMaxAge\":\"PT1S\"}");
        unsafe("approver.accountAge", "{\"approver\":{\"accountAge\":\"P366D\"}}");
        unsafe("approver.acr", "{\"approver\":{\"acr\":[\" \"]}}");
        unsafe("approvalWindow", "{\"approvalWindow\":\"PT0S\"}");
        assertThat(PolicyFaults.in(DEFAULT, false)).isEmpty();
    }

    @Test
    void a_changed_configuration_changes_the_rules_that_differ_there_and_no_others() {
        ObjectNode before = PolicyContent.of(DEFAULT);
        ObjectNode byTwo = PolicyContent.of(asked("{\"coolingOff\":\"P60D\",\"heldWindow\":\"P10D\"}"));
        ObjectNode configured = PolicyContent.of(configured(Map.of("reprieve.policy.cooling-off", "P45D")));

        assertThat(PolicyContent.reconfigured(byTwo, before, before)).isEqualTo(byTwo);
        assertThat(PolicyContent.changes(byTwo, PolicyContent.reconfigured(byTwo, before, configured)))
                .containsExactly("coolingOff: PT1080H, was PT1440H");
        before.remove("drillMaxAge");
        byTwo.remove("drillMaxAge");
        assertThat(PolicyContent.reconfigured(byTwo, before, PolicyContent.of(DEFAULT))
                        .has("drillMaxAge"))
                .as("a rule this version brought")
                .isTrue();
    }

    private static void unsafe(String field, String rules) {
        assertThat(PolicyFaults.in(asked(rules), false))
                .extracting(PolicyFaults.Fault::field)
                .containsExactly(field);
    }

    private static int approvers(Policy.Size size, boolean recentlyActive, boolean service) {
        return DEFAULT.quorum().of(new Policy.Subject(size, recentlyActive, service));
    }

    private static Policy asked(String rules) {
        return PolicyContent.asked(DEFAULT, (ObjectNode) Json.parse(rules));
    }

    private static Policy configured(Map<String, String> settings) {
        return Policy.configured(new SmallRyeConfigBuilder()
                .withMapping(PolicyConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(PolicyConfig.class));
    }
}
