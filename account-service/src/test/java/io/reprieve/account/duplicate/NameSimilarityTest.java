package io.reprieve.account.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameSimilarityTest {
    @Test
    void case_accents_punctuation_and_legal_form_do_not_tell_customers_apart() {
        assertThat(NameSimilarity.normalise("  Café-Müller, GmbH. ")).isEqualTo("cafe muller");
        assertThat(like("The Harbour Company Ltd.", "HARBOUR")).isEqualTo(1);
    }

    @Test
    void a_name_of_nothing_but_a_legal_form_keeps_it() {
        assertThat(NameSimilarity.normalise("Company Inc")).isEqualTo("company inc");
    }

    @Test
    void typing_errors_and_swapped_words_stay_alike() {
        assertThat(like("Northwind Traders", "Nortwind Traders")).isGreaterThan(0.92);
        assertThat(like("Miller Consulting", "Consulting Miller")).isGreaterThan(0.92);
    }

    @Test
    void numbers_tell_customers_apart() {
        assertThat(like("Customer 17", "Customer 18")).isZero();
        assertThat(like("Store 1", "Store 1")).isEqualTo(1);
    }

    @Test
    void a_common_beginning_alone_does_not_make_twins() {
        assertThat(like("Aldermoor Logistics", "Aldermoor Bakery")).isLessThan(0.92);
    }

    @Test
    void an_empty_name_is_like_nothing() {
        assertThat(NameSimilarity.between("", "")).isZero();
    }

    private static double like(String one, String other) {
        return NameSimilarity.between(NameSimilarity.normalise(one), NameSimilarity.normalise(other));
    }
}
