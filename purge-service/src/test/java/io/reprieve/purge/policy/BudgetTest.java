package io.reprieve.purge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Policy.Budget BUDGET = new Policy.Budget(30, 100, 10, 50, 0.01, 5);

    @Test
    void a_day_takes_no_more_than_its_share_of_all_accounts() {
        assertThat(BUDGET.erasuresADay(2_000)).isEqualTo(20);
        assertThat(BUDGET.erasuresADay(2_099)).isEqualTo(20);
    }

    @Test
    void many_accounts_do_not_raise_the_limit_and_few_do_not_mean_none() {
        assertThat(BUDGET.erasuresADay(1_000_000)).isEqualTo(50);
        assertThat(BUDGET.erasuresADay(40)).isEqualTo(5);
    }
}
